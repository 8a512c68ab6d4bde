"""Lists of pupils and of children: filtered, searched, as `values()`, in one query however many rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from services.access.actor import Actor
from services.access.models import Membership
from services.access.roles import ROLES, Role
from services.children import access, blind_indexes
from services.children.choices import AssignmentReason
from services.children.models import CaseAssignment, Child, ContactCard, Departure, Guardian, Pupil
from services.children.queries import basis
from services.kit.names import person_names
from services.kit.names.name_search import search_names
from services.schools import classes
from services.schools.queries import school_year_of

Rows = QuerySet[Any, Any]  # the annotated columns are in no model

COLUMNS = (
    "id", "public_id", "name", "pinyin", "sex", "birth_date", "boarding", "household", "state", "updated_at",
    "school_class__public_id", "school_class__entry_grade", "school_class__entry_year", "school_class__number",
    "child__public_id", "school__name",
)  # fmt: skip
CHILD_COLUMNS = (
    "child__opened_on", "child__closed_on", "child__opening_reason", "guardian_name", "has_card", "d1", "d2", "d3",
)  # fmt: skip


@dataclass(frozen=True)
class PupilFilter:
    """Filters of a list; an empty one filters nothing."""

    search_text: str = ""
    school_class: UUID | None = None
    school: UUID | None = None
    boarding: bool | None = None
    basis: str = ""  # d1, d2, d3
    answer: str = "yes"
    state: str = ""
    is_paired: bool | None = None
    has_card: bool | None = None


class AccessRow(TypedDict):
    """A member of staff with an open assignment to a child."""

    id: UUID
    staff: UUID
    name: str
    reason: str
    reason_label: str
    note: str
    since: datetime
    can_sign_in: bool


class RoleRow(TypedDict):
    """A role that sees every child, and who has it at the school."""

    role: Role
    role_label: str
    sentence: str
    names: list[str]


def pupils(by: Actor, now: datetime, filters: PupilFilter) -> Rows:
    """The pupils whom the actor may see."""
    rows: Rows = _filtered(access.visible_pupils(by, now), by, filters).values(*COLUMNS)
    return rows


def children(by: Actor, now: datetime, day: date, filters: PupilFilter) -> Rows:
    """Pupils with a case file that the actor may see, with d1, d2, d3 as of a day, guardian and card."""
    # Subqueries and no joins: a joined row more would repeat the pupil and break the pages.
    guardian = Guardian.objects.filter(pupil=OuterRef("pk"), until__isnull=True).order_by("order").values("name")[:1]
    card = ContactCard.objects.filter(child__pupil=OuterRef("pk"), stale_on__isnull=True)
    pairing = CaseAssignment.objects.filter(
        child__pupil=OuterRef("pk"), reason=AssignmentReason.PAIRING, until__isnull=True
    )
    rows: Rows = basis.annotate(_filtered(_with_case_file(by, now), by, filters), day).annotate(
        guardian_name=Subquery(guardian), has_card=Exists(card)
    )
    if filters.basis:
        rows = rows.filter(**{filters.basis: filters.answer})
    if filters.is_paired is not None:
        rows = rows.filter(Exists(pairing) if filters.is_paired else ~Exists(pairing))
    if filters.has_card is not None:
        rows = rows.filter(has_card=filters.has_card)
    return rows.values(*COLUMNS, *CHILD_COLUMNS)


def guardians(by: Actor, now: datetime) -> QuerySet[Guardian]:
    """Who looks after the pupils whom the actor may see, today."""
    rows = Guardian.objects.filter(until__isnull=True)
    if not by.sees_whole_school:
        rows = rows.filter(pupil__in=access.visible_pupils(by, now))
    return rows


def search(rows: Rows, text: str, by: Actor) -> Rows:
    """Search by part of the name, its pinyin or initials; by a whole ID or student number, inside a school only."""
    plain = "".join(text.split())
    if not plain:
        return rows
    # the county may not read the sealed table, not even by its index
    if number := blind_indexes.search_indexes(plain):
        return rows.filter(**number) if by.school_id else rows.none()
    return search_names(rows, text)


def search_departures(rows: QuerySet[Departure], text: str) -> QuerySet[Departure]:
    """Departures of pupils by name, its pinyin or initials."""
    return rows.filter(pupil__in=search_names(Pupil.objects.all(), text))


def search_guardians(rows: QuerySet[Guardian], text: str) -> QuerySet[Guardian]:
    """Guardians whose name contains the text."""
    return rows.filter(name__icontains=person_names.folded(text))


def class_label(row: Mapping[str, Any], day: date) -> str:
    """三(2)班, of a row with the columns of its class."""
    columns = ("school_class__entry_year", "school_class__entry_grade", "school_class__number")
    return class_label_on(*(row[column] for column in columns), day)


@lru_cache(maxsize=4096)  # a list shows the same few classes again and again
def class_label_on(entry_year: int, entry_grade: int, number: int, day: date) -> str:
    """三(2)班, as a class is called on a day."""
    return classes.class_label(
        entry_year=entry_year, entry_grade=entry_grade, number=number, school_year=school_year_of(day)
    )


def who_can_see(child: Child, now: datetime) -> list[AccessRow]:
    """The staff who may open this case file because of an assignment."""
    in_force = Q(until__isnull=True) | Q(until__gt=now)
    rows = CaseAssignment.objects.filter(in_force, child=child).select_related("staff").order_by("since", "pk")
    return [
        {
            "id": row.public_id,
            "staff": row.staff.public_id,
            "name": row.staff.name,
            "reason": row.reason,
            "reason_label": row.get_reason_display(),
            "note": row.note,
            "since": row.since,
            "can_sign_in": row.staff.user_id is not None,
        }
        for row in rows
    ]


def roles_that_see(child: Child, day: date) -> list[RoleRow]:
    """The roles that see every child of the school or county, with the names of those who have them."""
    held = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=day), school=child.school_id)
    names: dict[str, list[str]] = {}
    for role_name, name in held.order_by("pk").values_list("role", "staff__name"):
        names.setdefault(role_name, []).append(name or "")
    return [
        {
            "role": role,
            "role_label": str(role.label),
            "sentence": str(ROLES[role].description),
            "names": names.get(role, []),
        }
        # In this order, also where nobody has the role: the page shows who could see the child.
        for role in (Role.HEAD, Role.SCHOOL_ADMIN, Role.COUNTY, Role.COUNTY_LEAD)
    ]


def _with_case_file(by: Actor, now: datetime) -> QuerySet[Pupil]:
    if by.sees_whole_school:
        return Pupil.objects.filter(child__isnull=False)
    return Pupil.objects.filter(child__in=access.visible_to(by, now))


def _filtered(rows: QuerySet[Pupil], by: Actor, filters: PupilFilter) -> QuerySet[Pupil]:
    exact = {
        "school_class__public_id": filters.school_class,
        "school__public_id": filters.school,
        "boarding": filters.boarding,
        "state": filters.state or None,
    }
    rows = rows.filter(**{column: value for column, value in exact.items() if value is not None})
    return search(rows, filters.search_text, by)
