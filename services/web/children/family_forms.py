"""Forms of a child's family, filled in with what is known."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from services.children.actions.edit_rules import MAX_GUARDIAN_AGE, refusal
from services.children.actions.phone_numbers import MAX_TYPED_NUMBER
from services.children.choices import Parent, PhoneOwner, VerificationResult, Whereabouts
from services.children.models import Guardian, ParentWhereabouts
from services.children.queries.family import Family, MaskedNumber
from services.children.roster.cells import options
from services.children.roster.cells.tables import relations
from services.children.roster.cells.text import MAX_TEXT
from services.web.forms import ClockField, DayField, EnumField, NameField
from services.web.saving.versions import VersionedForm

YES_NO = {"yes": True, "no": False}
REMOVE = "remove"  # among the results of calling a number


class AgeField(forms.IntegerField):
    """Whole years of an adult, as a roster import reads them."""

    def to_python(self, value: Any) -> int | None:
        age, problem = options.age(value or "")
        if problem:
            error = refusal(problem, "age")
            raise ValidationError(str(error), error.code)
        return age


class ParentForm(VersionedForm):
    name = NameField(label=gettext_lazy("姓名"), required=False)
    whereabouts = forms.ChoiceField(
        label=gettext_lazy("现在的情况"), choices=[("", gettext_lazy("不清楚")), *Whereabouts.choices], required=False
    )
    location = forms.CharField(label=gettext_lazy("在哪里"), max_length=MAX_TEXT, required=False)
    away_since = DayField(label=gettext_lazy("外出起始日"), required=False)
    is_capable_guardian = forms.TypedChoiceField(
        label=gettext_lazy("监护能力"),
        # Three answers: not known is not the same as no.
        choices=[("", gettext_lazy("没有登记")), ("yes", gettext_lazy("有")), ("no", gettext_lazy("没有"))],
        coerce=YES_NO.get,
        empty_value=None,
        required=False,
    )


class GuardianForm(VersionedForm):
    name = NameField(label=gettext_lazy("姓名"))
    relation = forms.ChoiceField(label=gettext_lazy("与学生关系"), required=False)
    age = AgeField(label=gettext_lazy("年龄"), min_value=1, max_value=MAX_GUARDIAN_AGE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Several names of one relation share a code; the first is the usual one.
        labels = dict.fromkeys((code, label) for label, code in relations().values())
        self.fields["relation"].choices = [("", "—"), *labels]  # type: ignore[attr-defined]


class SecondGuardianForm(GuardianForm):
    name = NameField(label=gettext_lazy("姓名"), required=False)


class VerificationForm(VersionedForm):
    result = forms.ChoiceField(
        label=gettext_lazy("核实结果"), choices=[*VerificationResult.choices, (REMOVE, gettext_lazy("删除这个号码"))]
    )


class WorkingHoursForm(VersionedForm):
    works_from = ClockField(label=gettext_lazy("上班从"), required=False)
    works_until = ClockField(
        label=gettext_lazy("到"), required=False, help_text=gettext_lazy("上班时间不发短信；夜班可以跨夜。")
    )


class PhoneNumberForm(WorkingHoursForm):
    """A new number: without `initial` it carries no version."""

    owner = EnumField(PhoneOwner, label=gettext_lazy("谁的电话"))
    number = forms.CharField(label=gettext_lazy("电话号码"), max_length=MAX_TYPED_NUMBER)

    field_order = ("owner", "number", "works_from", "works_until")


def verification_form(number: MaskedNumber, data: QueryDict | None = None) -> VerificationForm:
    """What came of calling a number; with `data` as it was sent."""
    return VerificationForm(data, initial={"result": number.verification}, auto_id=f"{number.id}-%s")


def working_hours_form(number: MaskedNumber, data: QueryDict | None = None) -> WorkingHoursForm:
    """The working hours of its owner, likewise."""
    hours = {"works_from": number.works_from, "works_until": number.works_until}
    return WorkingHoursForm(data, initial=hours, auto_id=f"{number.id}-%s")


def parent_form(family: Family, parent: Parent, data: QueryDict | None = None) -> ParentForm:
    """The form of one parent, filled in with what is known; with `data` as it was sent."""
    fact = next((fact for fact in family.parents if fact.parent == parent), None)
    return ParentForm(data, prefix=parent, initial=_parent(fact))


def guardian_form(family: Family, data: QueryDict | None = None) -> GuardianForm:
    """The form of the guardian, likewise."""
    return GuardianForm(data, prefix="guardian", initial=_guardian(family.guardian_at(1)))


def second_guardian_form(family: Family, data: QueryDict | None = None) -> SecondGuardianForm:
    """The form of the second guardian, likewise."""
    return SecondGuardianForm(data, prefix="guardian", initial=_guardian(family.guardian_at(2)))


def _parent(fact: ParentWhereabouts | None) -> dict[str, object]:
    if fact is None:
        return {}
    return {
        "name": fact.name,
        "whereabouts": fact.whereabouts,
        "location": fact.location,
        "away_since": fact.away_since,
        "is_capable_guardian": {None: "", True: "yes", False: "no"}[fact.is_capable_guardian],
    }


def _guardian(guardian: Guardian | None) -> dict[str, object]:
    return {"name": guardian.name, "relation": guardian.relation, "age": guardian.age} if guardian else {}
