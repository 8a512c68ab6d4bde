"""Forms about one pupil."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from services.children.choices import DepartureKind, Household, ReportedLeftBehind
from services.children.models import Departure, Pupil
from services.kit import clock
from services.schools import queries as schools
from services.schools.choices import Sex
from services.schools.models import SchoolClass
from services.web.forms import PLEASE_CHOOSE, DayField, EnumField, NameField, ScopedChoiceField, max_length
from services.web.saving.versions import VersionedForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_NUMBER = 40  # characters typed, with blanks
BOARDING: dict[str, bool | None] = {"yes": True, "no": False}


def class_field(*, required: bool = True, empty_label: "StrOrPromise" = PLEASE_CHOOSE) -> ScopedChoiceField:
    """A class of this school year."""
    return ScopedChoiceField(
        lambda: schools.classes(schools.school_year_of(clock.today())),
        model=SchoolClass,
        label=gettext_lazy("班级"),
        option_label=lambda row: row.label(schools.school_year_of(clock.today())),
        empty_label=empty_label,
        required=required,
    )


class PupilForm(VersionedForm):
    name = NameField(label=gettext_lazy("姓名"))
    sex = EnumField(Sex, label=gettext_lazy("性别"))
    birth_date = DayField(label=gettext_lazy("出生日期"))
    school_class = class_field()
    ethnicity = forms.CharField(
        label=gettext_lazy("民族"), max_length=max_length(Pupil, "ethnicity"), required=False, strip=False
    )
    household = forms.ChoiceField(
        label=gettext_lazy("户口性质"), choices=[("", gettext_lazy("没有登记")), *Household.choices], required=False
    )
    boarding = forms.TypedChoiceField(
        label=gettext_lazy("寄宿"),
        choices=[("", gettext_lazy("没有登记")), ("yes", gettext_lazy("是")), ("no", gettext_lazy("否"))],
        coerce=BOARDING.get,
        empty_value=None,
        required=False,
    )
    remark = forms.CharField(
        label=gettext_lazy("备注"), max_length=max_length(Pupil, "remark"), required=False, strip=False
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        if initial:
            # Of somebody who has left, the class may be taught no longer.
            classes = cast("ScopedChoiceField", self.fields["school_class"])
            classes.queryset = SchoolClass.objects.filter(
                Q(pk__in=classes.rows().order_by().values("pk")) | Q(pk=initial["school_class"].pk)
            ).order_by("-entry_year", "number")


class NewPupilForm(PupilForm):
    """Somebody new. With an ID number sex and birth date need not be typed."""

    id_number = forms.CharField(
        label=gettext_lazy("身份证号"),
        max_length=MAX_NUMBER,
        required=False,
        strip=False,
        help_text=gettext_lazy("填了身份证号，性别和出生日期可以不填。"),
    )
    student_number = forms.CharField(label=gettext_lazy("学籍号"), max_length=MAX_NUMBER, required=False, strip=False)
    reported_status = forms.ChoiceField(
        label=gettext_lazy("是否留守"),
        choices=[("", gettext_lazy("没有登记")), *ReportedLeftBehind.choices],
        required=False,
        help_text=gettext_lazy("选了留守，会马上建档。"),
    )

    field_order = ("name", "id_number", "sex", "birth_date", "school_class", "reported_status", "student_number")

    def __init__(self, data: Any = None, *, school_class: SchoolClass | None = None) -> None:
        super().__init__(data)
        self.fields["sex"].required = self.fields["birth_date"].required = False
        self.fields["sex"].widget.choices = [("", PLEASE_CHOOSE), *Sex.choices]
        if school_class:
            self.fields["school_class"].initial = school_class.public_id


class LeaveForm(forms.Form):
    kind = EnumField(DepartureKind, label=gettext_lazy("怎样离校"))
    on = DayField(
        label=gettext_lazy("离校日期"), help_text=gettext_lazy("不再到校的第一天；可以提前登记，到那天自动办理。")
    )
    to_school = forms.CharField(
        label=gettext_lazy("转到哪所学校"),
        max_length=max_length(Departure, "to_school"),
        required=False,
        help_text=gettext_lazy("只有转学填写。"),
    )
    expected_on = DayField(label=gettext_lazy("预计复学日期"), required=False, help_text=gettext_lazy("只有休学填写。"))
    note = forms.CharField(label=gettext_lazy("说明"), max_length=max_length(Departure, "note"), required=False)


def return_form(pupil: Pupil, data: Any) -> "ReturnForm":
    """Filled in with today and the former class."""
    return ReturnForm(data, initial={"on": clock.today(), "school_class": pupil.school_class})


class ReturnForm(forms.Form):
    on = DayField(
        label=gettext_lazy("返校日期"), help_text=gettext_lazy("返校的第一天。当初登记错了，就填离校的那一天。")
    )
    school_class = class_field(required=False, empty_label=gettext_lazy("原来的班"))


class FollowUpForm(forms.Form):
    outcome = forms.CharField(
        label=gettext_lazy("劝返的结果"),
        max_length=max_length(Departure, "outcome"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("谁去过、家里怎么说、下一步。"),
    )
