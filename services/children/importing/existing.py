"""What stands in the database about pupils, as plain tuples: as few queries as tables."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Model

from services.children.importing.incoming import ClassKey
from services.children.models import Guardian, ParentWhereabouts, PhoneNumber, Pupil, PupilPrivate, ReportedStatus
from services.schools.models import SchoolClass

_MANY = 5_000  # above this the whole school is read rather than named pupil by pupil


class PupilRow(NamedTuple):
    id: int
    name: str
    sex: str
    birth_date: date
    ethnicity: str
    school_class_id: int
    boarding: bool | None
    household: str
    enrolled_on: date | None
    state: str
    left_on: date | None
    remark: str
    person_key: str
    revision: int


class PrivateRow(NamedTuple):
    pupil_id: int
    id: int
    seal_id: UUID
    id_kind: str
    id_paper: str
    id_number: bytes | None
    id_index: str
    student_number: bytes | None
    student_index: str
    address: bytes | None
    household_address: bytes | None


class WhereaboutsRow(NamedTuple):
    pupil_id: int
    id: int
    parent: str
    name: str
    whereabouts: str
    away_since: date | None
    location: str
    is_capable_guardian: bool | None
    since: date


class GuardianRow(NamedTuple):
    pupil_id: int
    id: int
    name: str
    relation: str
    relation_text: str
    age: int | None
    since: date


class PhoneNumberRow(NamedTuple):
    pupil_id: int
    id: int
    owner: str
    number_index: str
    order: int


class ReportedStatusRow(NamedTuple):
    pupil_id: int
    id: int
    reported: str
    reported_on: date


@dataclass(slots=True)
class ExistingRows:
    """All that is in force about one pupil."""

    pupil: PupilRow
    private: PrivateRow | None = None
    parents: dict[str, WhereaboutsRow] = field(default_factory=dict)
    guardian: GuardianRow | None = None
    contacts: dict[str, list[PhoneNumberRow]] = field(default_factory=lambda: defaultdict(list))
    claim: ReportedStatusRow | None = None


def load_existing(pupils: Collection[int]) -> dict[int, ExistingRows]:
    """By pupil id."""
    found = {row[0]: ExistingRows(PupilRow(*row)) for row in _rows(Pupil, PupilRow, pupils, key="pk")}
    for private in _rows(PupilPrivate, PrivateRow, pupils):
        found[private[0]].private = PrivateRow(*private)
    for fact in _rows(ParentWhereabouts, WhereaboutsRow, pupils, until__isnull=True):
        found[fact[0]].parents[fact[2]] = WhereaboutsRow(*fact)
    for guardian in _rows(Guardian, GuardianRow, pupils, until__isnull=True):
        found[guardian[0]].guardian = GuardianRow(*guardian)
    for contact in _rows(PhoneNumber, PhoneNumberRow, pupils):
        found[contact[0]].contacts[contact[2]].append(PhoneNumberRow(*contact))
    for claim in _rows(ReportedStatus, ReportedStatusRow, pupils, until__isnull=True):
        found[claim[0]].claim = ReportedStatusRow(*claim)
    return found


def classes() -> dict[ClassKey, int]:
    rows = SchoolClass.objects.values_list("entry_grade", "entry_year", "number", "pk")
    return {ClassKey(*key): pk for *key, pk in rows}


def _rows(
    model: type[Model], shape: Any, pupils: Collection[int], key: str = "pupil_id", **filters: Any
) -> Iterator[tuple[Any, ...]]:
    if not pupils:
        return
    rows = model._default_manager.filter(**filters)  # noqa: SLF001
    is_many = len(pupils) > _MANY
    if not is_many:
        rows = rows.filter(**{f"{key}__in": list(pupils)})
    ordered = rows.order_by("order", "pk") if model is PhoneNumber else rows.order_by()
    for row in ordered.values_list(*shape._fields).iterator(chunk_size=10_000):
        if not is_many or row[0] in pupils:
            yield row
