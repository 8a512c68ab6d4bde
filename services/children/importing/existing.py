"""What the database holds about pupils, as plain tuples: one query per table, however many pupils."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Model

from services.children.importing.incoming import STATED, ClassKey
from services.children.models import (
    Departure,
    Guardian,
    ParentWhereabouts,
    PhoneNumber,
    Pupil,
    PupilPrivate,
    ReportedStatus,
)
from services.schools.models import SchoolClass

_MAX_IDS = 5_000  # above this the whole school is read, which is faster than a list of ids


class PupilRow(NamedTuple):
    """Columns of Pupil, the last of them in the order of STATED."""

    id: int
    school_class_id: int
    state: str
    person_key: str
    revision: int
    stated: tuple[object, ...]


class PrivateRow(NamedTuple):
    """Columns of PupilPrivate, the sealed ones as envelopes."""

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
    """Columns of ParentWhereabouts."""

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
    """Columns of Guardian."""

    pupil_id: int
    id: int
    order: int
    name: str
    relation: str
    relation_text: str
    age: int | None
    since: date


class PhoneNumberRow(NamedTuple):
    """Columns of PhoneNumber."""

    pupil_id: int
    id: int
    owner: str
    number_index: str
    order: int


class ReportedStatusRow(NamedTuple):
    """Columns of ReportedStatus."""

    pupil_id: int
    id: int
    reported: str
    reported_on: date


class DepartureRow(NamedTuple):
    """Columns of Departure."""

    pupil_id: int
    id: int
    left_on: date


@dataclass(slots=True)
class ExistingRows:
    """All that is in force about one pupil; parents and phone numbers by whose they are."""

    pupil: PupilRow
    private: PrivateRow | None = None
    parents: dict[str, WhereaboutsRow] = field(default_factory=dict)
    guardians: dict[int, GuardianRow] = field(default_factory=dict)
    phone_numbers: dict[str, list[PhoneNumberRow]] = field(default_factory=lambda: defaultdict(list))
    reported_status: ReportedStatusRow | None = None
    departure: DepartureRow | None = None


_PUPIL = PupilRow._fields[:-1]
_Row = TypeVar("_Row", PrivateRow, WhereaboutsRow, GuardianRow, PhoneNumberRow, ReportedStatusRow, DepartureRow)


def load_existing(pupils: Collection[int]) -> dict[int, ExistingRows]:
    """Everything in force about these pupils, by pupil id."""
    existing = {row[0]: ExistingRows(_pupil_row(row)) for row in _values(Pupil, (*_PUPIL, *STATED), pupils, key="pk")}
    for private in _rows(PupilPrivate, PrivateRow, pupils):
        existing[private.pupil_id].private = private
    for whereabouts in _rows(ParentWhereabouts, WhereaboutsRow, pupils, until__isnull=True):
        existing[whereabouts.pupil_id].parents[whereabouts.parent] = whereabouts
    for guardian in _rows(Guardian, GuardianRow, pupils, until__isnull=True):
        existing[guardian.pupil_id].guardians[guardian.order] = guardian
    for number in _rows(PhoneNumber, PhoneNumberRow, pupils):
        existing[number.pupil_id].phone_numbers[number.owner].append(number)
    for status in _rows(ReportedStatus, ReportedStatusRow, pupils, until__isnull=True):
        existing[status.pupil_id].reported_status = status
    for departure in _rows(Departure, DepartureRow, pupils, returned_on__isnull=True):
        existing[departure.pupil_id].departure = departure
    return existing


def classes() -> dict[ClassKey, int]:
    """The ids of the school's classes."""
    rows = SchoolClass.objects.values_list("entry_grade", "entry_year", "number", "pk")
    return {ClassKey(grade, year, number): pk for grade, year, number, pk in rows}


def _rows(model: type[Model], shape: type[_Row], pupils: Collection[int], **filters: bool) -> Iterator[_Row]:
    return (shape(*row) for row in _values(model, shape._fields, pupils, filters))


def _pupil_row(row: tuple[Any, ...]) -> PupilRow:
    return PupilRow._make((*row[: len(_PUPIL)], row[len(_PUPIL) :]))


def _values(
    model: type[Model],
    columns: Sequence[str],
    pupils: Collection[int],
    filters: Mapping[str, bool] = MappingProxyType({}),
    key: str = "pupil_id",
) -> Iterator[tuple[Any, ...]]:
    """The rows of these pupils; the first column is the pupil's id."""
    if not pupils:
        return
    rows = model._default_manager.filter(**filters)  # noqa: SLF001
    reads_all = len(pupils) > _MAX_IDS
    if not reads_all:
        rows = rows.filter(**{f"{key}__in": list(pupils)})
    ordered = rows.order_by("order", "pk") if model is PhoneNumber else rows.order_by()
    for row in ordered.values_list(*columns).iterator(chunk_size=10_000):
        if not reads_all or row[0] in pupils:
            yield row
