"""家庭: who looks after a child and how to reach the family, in a sentence and as facts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from services.children.choices import GUARDIANS, Parent, PhoneOwner, VerificationResult, Whereabouts
from services.children.models import Child, Guardian, ParentWhereabouts
from services.children.queries.family import Family, MaskedNumber
from services.web.components import Text, Tone


@dataclass(frozen=True)
class Relative:
    """A parent or the guardian: what is known as (label, value), and the labels of what is not."""

    label: Text
    facts: list[tuple[Text, Text]]
    missing: list[Text]
    edit_url: str


def family_tab(child: Child, family: Family) -> dict[str, object]:
    """Context of `children/family.html`."""
    return {
        "answer": answer(family),
        "answer_tone": _tone(family),
        "numbers_answer": _numbers_answer(family.phone_numbers),
        "relatives": [
            *(_parent(child, family, parent) for parent in Parent),
            *(_guardian(child, owner.label, family.guardian_at(order)) for order, owner in GUARDIANS.items()),
        ],
    }


def answer(family: Family) -> str:
    """Who looks after the child, and where the parents are: 奶奶罗凤英照看，父母都外出务工。"""
    return f"{_care(family.guardian)}{_parents(family)}"


def _care(guardian: Guardian | None) -> str:
    if guardian is None:
        return _("还没有登记谁在照看。")
    return _("%(relation)s%(name)s照看，") % {"relation": guardian.relation_text, "name": guardian.name}


def _parents(family: Family) -> str:
    father, mother = (_whereabouts_of(family, parent) for parent in Parent)
    if father == mother:
        return _("父母都%(where)s。") % {"where": father}
    return _("父亲%(father)s，母亲%(mother)s。") % {"father": father, "mother": mother}


def _whereabouts_of(family: Family, parent: Parent) -> str:
    fact = _fact(family, parent)
    if fact is None:
        return _("还没有登记")
    return str(Whereabouts(fact.whereabouts).label) if fact.whereabouts else _("去向不清楚")


def _tone(family: Family) -> Tone:
    is_reachable = any(number.verification == VerificationResult.VALID for number in family.phone_numbers)
    return "done" if family.guardian and is_reachable else "due"


def _numbers_answer(numbers: list[MaskedNumber]) -> str:
    if not numbers:
        return _("还没有登记电话。")
    values = {
        "count": len(numbers),
        "valid": sum(number.verification == VerificationResult.VALID for number in numbers),
        "unknown": sum(not number.verification for number in numbers),
    }
    return _("%(count)d 个电话：%(valid)d 个打得通，%(unknown)d 个还没有核实。") % values


def _fact(family: Family, parent: Parent) -> ParentWhereabouts | None:
    return next((fact for fact in family.parents if fact.parent == parent), None)


def _parent(child: Child, family: Family, parent: Parent) -> Relative:
    fact, url = _fact(family, parent), reverse("web:parent", args=[child.public_id, parent])
    if fact is None:
        return Relative(parent.label, [], [], url)
    capable = {True: _("有"), False: _("没有"), None: ""}[fact.is_capable_guardian]
    since = date_format(fact.away_since, _("Y年n月")) if fact.away_since else ""
    known: list[tuple[Text, Text]] = [
        (_("姓名"), fact.name),
        (_("现在"), Whereabouts(fact.whereabouts).label if fact.whereabouts else ""),
        (_("在哪里"), fact.location),
        (_("外出起始"), since),
        (_("监护能力"), capable),
    ]
    if fact.whereabouts == Whereabouts.HOME:  # nobody asks since when, or where
        known = [(label, value) for label, value in known if value or label not in (_("在哪里"), _("外出起始"))]
    return _relative(parent.label, known, url)


def _guardian(child: Child, label: Text, guardian: Guardian | None) -> Relative:
    is_second = label == PhoneOwner.GUARDIAN_2.label
    url = reverse("web:second_guardian" if is_second else "web:guardian", args=[child.public_id])
    if guardian is None:
        return Relative(label, [], [], url)
    age = _("%(age)d 岁") % {"age": guardian.age} if guardian.age else ""
    known = [(_("姓名"), guardian.name), (_("与学生关系"), guardian.relation_text), (_("年龄"), age)]
    return _relative(label, known, url)


def _relative(label: Text, known: Iterable[tuple[Text, Text]], url: str) -> Relative:
    rows = list(known)
    facts = [(name, value) for name, value in rows if value]
    return Relative(label, facts, [name for name, value in rows if not value], url)
