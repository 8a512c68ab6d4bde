"""The forms of a child's family, empty of what is not known."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from services.children.choices import Parent, PhoneOwner, VerificationResult, Whereabouts
from services.children.roster.tables import relations

YES_NO = {"yes": True, "no": False}
Filled = dict[str, forms.Form]  # by section: father, mother, guardian, contact


class ParentForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60, required=False)
    whereabouts = forms.ChoiceField(
        label=gettext_lazy("现在的情况"), choices=[("", gettext_lazy("不清楚")), *Whereabouts.choices], required=False
    )
    location = forms.CharField(label=gettext_lazy("在哪里"), max_length=200, required=False)
    away_since = forms.DateField(
        label=gettext_lazy("外出起始日"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    is_capable_guardian = forms.TypedChoiceField(
        label=gettext_lazy("监护能力"),
        choices=[("", gettext_lazy("没有登记")), ("yes", gettext_lazy("有")), ("no", gettext_lazy("没有"))],
        coerce=YES_NO.get,
        empty_value=None,
        required=False,
    )


class GuardianForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    relation = forms.ChoiceField(label=gettext_lazy("与学生关系"), required=False)
    age = forms.IntegerField(label=gettext_lazy("年龄"), min_value=1, max_value=119, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = dict.fromkeys((code, word) for word, code in relations().values())
        self.fields["relation"].choices = [("", "—"), *words]  # type: ignore[attr-defined]


class ShiftForm(forms.Form):
    """No message is sent while the person works. What the browser's own field reads, in every language."""

    works_from = forms.TimeField(
        label=gettext_lazy("上班从"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    works_until = forms.TimeField(
        label=gettext_lazy("到"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("上班时间不发短信；夜班可以跨夜。"),
    )


class ContactForm(ShiftForm):
    owner = forms.ChoiceField(label=gettext_lazy("谁的电话"), choices=PhoneOwner.choices)
    number = forms.CharField(label=gettext_lazy("电话号码"), max_length=30)

    field_order = ("owner", "number", "works_from", "works_until")


def _initial(fact: Any) -> dict[str, Any]:
    if fact is None:
        return {}
    is_capable_guardian = {None: "", True: "yes", False: "no"}[fact.is_capable_guardian]
    return {
        "name": fact.name,
        "whereabouts": fact.whereabouts,
        "location": fact.location,
        "away_since": fact.away_since,
        "is_capable_guardian": is_capable_guardian,
    }


def family_tab(told: Any, filled: Filled) -> dict[str, Any]:
    """What `children/family.html` draws: each form as filled in, or with what is known."""
    now = {fact.parent: fact for fact in told.parents}
    parents = [
        (which, which.label, filled.get(which) or ParentForm(prefix=which, initial=_initial(now.get(which))))
        for which in Parent
    ]
    guardian = told.guardian
    start = {"name": guardian.name, "relation": guardian.relation, "age": guardian.age} if guardian else {}
    return {
        "parent_forms": parents,
        "guardian_form": filled.get("guardian") or GuardianForm(prefix="guardian", initial=start),
        "contact_form": filled.get("contact") or ContactForm(prefix="contact"),
        "verified": VerificationResult.choices,
    }
