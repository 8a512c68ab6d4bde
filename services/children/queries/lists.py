"""Lists of pupils and of children: filtered, searched, as `values()`, in one query however many rows."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Replace

from services.access.actor import Actor
from services.access.models import Membership
from services.access.roles import ROLES, Role
from services.children import access, blind_indexes
from services.children.choices import AssignmentReason
from services.children.models import CaseAssignment, Child, ContactCard, Guardian, Pupil
from services.children.queries import basis
from services.schools import classes
from services.schools.queries import school_year_of

COLUMNS = (
    "id", "public_id", "name", "pinyin", "sex", "birth_date", "boarding", "household", "state", "updated_at",
    "school_class__public_id", "school_class__entry_grade", "school_class__entry_year", "school_class__number",
    "child__public_id", "school__name",
)  # fmt: skip
OF_CHILD = (
    "child__opened_on",
    "child__closed_on",
    "child__opening_reason",
    "guardian_name",
    "has_card",
    "d1",
    "d2",
    "d3",
)


@dataclass(frozen=True)
class PupilFilter:
    """What a list is filtered by; empty: not filtered."""

    search_text: str = ""
    school_class: UUID | None = None
    school: UUID | None = None
    boarding: bool | None = None
    basis: str = ""  # d1, d2, d3
    answer: str = "yes"
    state: str = ""
    is_paired: bool | None = None
    has_card: bool | None = None


def pupils(by: Actor, now: datetime, wish: PupilFilter) -> QuerySet[Any, Any]:
    """Pupils somebody may see."""
    rows: QuerySet[Any, Any] = _filtered(access.visible_pupils(by, now), by, wish).values(*COLUMNS)
    return rows


def children(by: Actor, now: datetime, on: date, wish: PupilFilter) -> QuerySet[Any, Any]:
    """Pupils with a care file somebody may see, with d1, d2, d3 on a day, carer and card."""
    rows = _with_file(by, now)
    guardian = Guardian.objects.filter(pupil=OuterRef("pk"), until__isnull=True).values("name")[:1]
    card = ContactCard.objects.filter(child__pupil=OuterRef("pk"), stale_on__isnull=True)
    pairing = CaseAssignment.objects.filter(
        child__pupil=OuterRef("pk"), reason=AssignmentReason.PAIRING, until__isnull=True
    )
    rows = basis.annotate(_filtered(rows, by, wish), on).annotate(
        guardian_name=Subquery(guardian), has_card=Exists(card)
    )
    if wish.basis:
        rows = rows.filter(**{wish.basis: wish.answer})
    if wish.is_paired is not None:
        rows = rows.filter(Exists(pairing) if wish.is_paired else ~Exists(pairing))
    if wish.has_card is not None:
        rows = rows.filter(has_card=wish.has_card)
    columns: QuerySet[Any, Any] = rows.values(*COLUMNS, *OF_CHILD)
    return columns


def guardians(by: Actor, now: datetime) -> QuerySet[Any, Any]:
    """Who looks after the pupils somebody may see, now."""
    rows = Guardian.objects.filter(until__isnull=True)
    if not by.sees_whole_school:
        rows = rows.filter(pupil__in=access.visible_pupils(by, now))
    return rows


def search(rows: QuerySet[Any], words: str, by: Actor) -> QuerySet[Any, Any]:
    """By part of the name, its sound or its initials; a whole ID or 学籍号 exactly, where numbers may be read."""
    plain = "".join(words.split())
    if not plain:
        return rows
    if number := blind_indexes.search_indexes(plain):
        return rows.filter(Q(**number)) if by.school_id else rows.none()
    if not plain.isascii():
        return rows.filter(name__contains=plain)
    sound = plain.lower()
    with_sound: QuerySet[Any, Any] = rows.annotate(sound=Replace("pinyin", Value(" "), Value("")))
    return with_sound.filter(Q(sound__contains=sound) | Q(initials__startswith=sound))


def class_label(row: dict[str, Any], on: date) -> str:
    """三(2)班 of a row with the class's columns."""
    columns = ("school_class__entry_year", "school_class__entry_grade", "school_class__number")
    return class_label_on(*(row[column] for column in columns), on)


@lru_cache(maxsize=4096)  # a list shows the same few classes again and again
def class_label_on(entry_year: int, entry_grade: int, number: int, on: date) -> str:
    """三(2)班, as a class is called on a day."""
    return classes.class_label(
        entry_year=entry_year, entry_grade=entry_grade, number=number, school_year=school_year_of(on)
    )


def who_can_see(child: Child, now: datetime) -> list[dict[str, Any]]:
    """The adults who may open this care file by a grant in force: staff, reason, since, until."""
    in_force = Q(until__isnull=True) | Q(until__gt=now)
    rows = CaseAssignment.objects.filter(in_force, child=child).select_related("staff").order_by("since", "pk")
    return [
        {
            "staff": one.staff.public_id,
            "name": one.staff.name,
            "reason": one.reason,
            "reason_label": one.get_reason_display(),
            "note": one.note,
            "since": one.since,
            "can_sign_in": one.staff.user_id is not None,
        }
        for one in rows
    ]


def roles_that_see(child: Child, on: date) -> list[dict[str, Any]]:
    """Roles that see every child of the school or county, with the names of those who hold them at the school."""
    held = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=on), school=child.school_id)
    names: dict[str, list[str]] = {}
    for role, name in held.order_by("pk").values_list("role", "staff__name"):
        names.setdefault(role, []).append(name or "")
    return [
        {
            "role": role,
            "role_label": str(role.label),
            "sentence": str(ROLES[role].description),
            "names": names.get(role, []),
        }
        for role in (Role.HEAD, Role.SCHOOL_ADMIN, Role.COUNTY, Role.COUNTY_LEAD)
    ]


def _with_file(by: Actor, now: datetime) -> QuerySet[Pupil]:
    if by.sees_whole_school:
        return Pupil.objects.filter(child__isnull=False)
    return Pupil.objects.filter(child__in=access.visible_to(by, now))


def _filtered(rows: QuerySet[Pupil], by: Actor, wish: PupilFilter) -> QuerySet[Pupil]:
    exact = {
        "school_class__public_id": wish.school_class,
        "school__public_id": wish.school,
        "boarding": wish.boarding,
        "state": wish.state or None,
    }
    rows = rows.filter(**{column: value for column, value in exact.items() if value is not None})
    found: QuerySet[Pupil] = search(rows, wish.search_text, by)
    return found
