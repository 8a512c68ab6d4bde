"""Contact cards 学生联系卡: issued from what is known today, stale as soon as the family changes.

No text on a card calls the child left behind, because others than the family may see it.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children.choices import GUARDIANS, UNUSABLE_RESULTS, AuditAction, Parent, Whereabouts
from services.children.models import Child, ContactCard, ParentWhereabouts
from services.children.queries.family import current_guardians, numbers_of
from services.kit import clock, fonts, pdf
from services.schools.queries import school_year_of

_SOURCE = Path(__file__).resolve().parent.parent / "data" / "contact_card.typ"


@dataclass(frozen=True)
class CardLine:
    """One adult on the card; `about` is a parent's whereabouts or the guardian's relation."""

    who: str
    name: str
    about: str
    phones: list[str]


@dataclass(frozen=True)
class ContactCardContent:
    """What a card shows. `is_current`: nothing has changed since it was issued."""

    school: str
    name: str
    class_label: str
    class_teacher: str
    lines: list[CardLine]
    issued_on: str
    is_current: bool
    unprintable: str

    @property
    def warning(self) -> str:
        """What to do about characters that print as a box, "" where there are none."""
        return fonts.warning_about(self.unprintable)


@transaction.atomic
def issue_card(*, child: Child, by: Actor, now: datetime) -> ContactCard:
    """Issue a card for a case file, or return the current one."""
    require_permission(by, Permission.EDIT_PUPIL)
    today = clock.local_date(now)
    # Nothing has changed since it was issued: one card is valid at a time, however often the button is pressed.
    if current := ContactCard.objects.filter(child=child, stale_on__isnull=True).first():
        return current
    card = ContactCard.objects.create(
        school_id=child.school_id, county_id=child.county_id, child=child, issued_on=today, issued_by_id=by.user_id
    )
    audit.log(AuditAction.CARD_ISSUED, target=child, by=by, now=now)
    return card


def card_of(child: Child, by: Actor, now: datetime) -> ContactCardContent:
    """The card as of now: numbers in full for those who may unmask them, else masked; none for the county."""
    pupil, today = child.pupil, clock.local_date(now)
    card = ContactCard.objects.filter(child=child).order_by("-issued_on", "-pk").first()
    teacher, lines = pupil.school_class.class_teacher, _lines(child, _numbers(child, by))
    teacher_name = teacher.name if teacher else ""
    return ContactCardContent(
        school=pupil.school.name,
        name=pupil.name,
        class_label=pupil.school_class.label(school_year_of(today)),
        class_teacher=teacher_name,
        lines=lines,
        issued_on=card.issued_on.isoformat() if card else "",
        is_current=bool(card and card.stale_on is None),
        unprintable=fonts.unprintable("".join([pupil.name, teacher_name, *(line.name + line.about for line in lines)])),
    )


@transaction.atomic
def render_pdf(*, child: Child, by: Actor, now: datetime) -> bytes:
    """The card as PDF (A5). Leaves an audit event, because unmasked numbers leave the service on it."""
    card = card_of(child, by, now)
    audit.log(AuditAction.CARD_PRINTED, target=child, by=by, now=now)
    # With a fixed moment of making, so that the same card gives the same bytes.
    return pdf.render(_SOURCE.read_text(encoding="utf-8"), data_of(card), root=_SOURCE.parent, made_at=now)


def data_of(card: ContactCardContent) -> dict[str, Any]:
    """What `data/card.typ` prints."""
    return asdict(card) | {"unprintable": card.warning}


def _numbers(child: Child, by: Actor) -> dict[str, list[str]]:
    """Numbers that may work, by owner."""
    # The county's role cannot read the table of numbers at all, masked or not.
    if not by.school_id:
        return {}
    numbers: dict[str, list[str]] = {}
    for row in numbers_of(child.pupil, masked=not by.has_permission(Permission.UNMASK_NUMBERS)):
        if row.verification not in UNUSABLE_RESULTS:
            numbers.setdefault(row.owner, []).append(row.number)
    return numbers


def _lines(child: Child, numbers: dict[str, list[str]]) -> list[CardLine]:
    rows = {row.parent: row for row in ParentWhereabouts.objects.filter(pupil=child.pupil, until__isnull=True)}
    lines = []
    for parent in Parent:
        row = rows.get(parent)
        # Of a parent of whom nothing is known there is no line, rather than an empty one to be filled in by hand.
        if row or numbers.get(parent):
            about = "" if row is None else _about(row)
            lines.append(CardLine(str(parent.label), row.name if row else "", about, numbers.get(parent, [])))
    guardians = {guardian.order: guardian for guardian in current_guardians(child.pupil)}
    for order, owner in GUARDIANS.items():
        guardian = guardians.get(order)
        if guardian or numbers.get(owner):
            name, about = (guardian.name, guardian.relation_text) if guardian else ("", "")
            lines.append(CardLine(str(owner.label), name, about, numbers.get(owner, [])))
    return lines


def _about(row: ParentWhereabouts) -> str:
    """Where a parent can be reached; "" for a death, a prison sentence and the like, which no card shows."""
    shown = {Whereabouts.AWAY: _("在外"), Whereabouts.HOME: _("在家")}
    if row.whereabouts not in shown:
        return ""
    return " ".join(filter(None, [shown[Whereabouts(row.whereabouts)], row.location]))
