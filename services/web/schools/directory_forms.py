"""Forms of the directory of schools."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from services.access.actor import Actor
from services.access.roles import COUNTY_ROLES, Role, roles_given_by
from services.schools.choices import SchoolKind, SiteKind
from services.schools.directory import reader
from services.schools.directory.entries import SchoolEntry
from services.schools.models import School, Township
from services.web.forms import EnumField, NameField, max_length

NAMES_HELP = gettext_lazy("几个就用顿号隔开。")


class SchoolForm(forms.Form):
    """One school; its cleaned data is the entry."""

    error_fields = {"sites": "teaching_points"}

    name = forms.CharField(label=gettext_lazy("学校名称"), max_length=max_length(School, "name"))
    township = forms.CharField(
        label=gettext_lazy("乡镇"),
        max_length=max_length(Township, "name"),
        widget=forms.TextInput(attrs={"list": "townships", "autocomplete": "off"}),
    )
    kind = EnumField(SchoolKind, label=gettext_lazy("办学类型"), initial=SchoolKind.PRIMARY)
    code = forms.CharField(
        label=gettext_lazy("学校标识码"),
        max_length=max_length(School, "code"),
        required=False,
        help_text=gettext_lazy("学籍系统里的 10 位数字。"),
    )
    teaching_points = forms.CharField(label=gettext_lazy("教学点"), required=False, help_text=NAMES_HELP)
    village_schools = forms.CharField(label=gettext_lazy("村小"), required=False, help_text=NAMES_HELP)

    @staticmethod
    def initial_of(school: School) -> dict[str, str]:
        return {"name": school.name, "township": school.township.name, "kind": school.kind, "code": school.code}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        sites = dict.fromkeys(reader.names(given["teaching_points"]), SiteKind.TEACHING_POINT)
        sites |= dict.fromkeys(reader.names(given["village_schools"]), SiteKind.VILLAGE)
        return {"entry": SchoolEntry(given["name"], given["township"], given["code"], given["kind"], sites)}


class SchoolsFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("学校名录（CSV）"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


class SchoolsTextForm(forms.Form):
    """Carries the validated file's text from the preview to the confirmation."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=reader.MAX_BYTES, strip=False)


class FirstPersonForm(forms.Form):
    """Invite a school's first member: its administrator or its head."""

    name = NameField(label=gettext_lazy("姓名"))
    role = EnumField(Role, label=gettext_lazy("角色"), initial=Role.SCHOOL_ADMIN)

    def __init__(self, *args: object, by: Actor, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = [role for role in roles_given_by(by.role) if role not in COUNTY_ROLES]
        self.fields["role"].choices = [(role.value, role.label) for role in offered]  # type: ignore[attr-defined]
