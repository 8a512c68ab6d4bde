"""The rows behind a score: which records it was computed from, and who may open them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypedDict, cast
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, F, Model, QuerySet, Value, When

from services.access.actor import Actor
from services.assessment import measures
from services.assessment.choices import RowKind
from services.assessment.models import Score
from services.care.models import CareRecord, DueWork
from services.children.models import Child, Pupil
from services.health.models import Checkup, Finding
from services.schools.choices import Season
from services.schools.models import Term


class SourceRow(TypedDict):
    """One record behind a score; `is_met` where it counts in the numerator."""

    id: int
    public_id: UUID
    row_kind: str
    row_name: str
    row_day: date | None
    is_met: bool


@dataclass(frozen=True)
class SourceRowKind:
    """The table of a kind of row, and the columns with its name and its day."""

    model: type[Term | Pupil | Child | DueWork | CareRecord | Checkup | Finding]
    name: F | Case
    day: str


_SEASON_LABEL = Case(
    *(When(season=season, then=Value(str(season.label))) for season in Season),
    default=Value(""),
    output_field=CharField(),
)
TABLES: Mapping[RowKind, SourceRowKind] = {
    RowKind.TERM: SourceRowKind(Term, _SEASON_LABEL, "begins_on"),
    RowKind.PUPIL: SourceRowKind(Pupil, F("name"), "birth_date"),
    RowKind.CHILD: SourceRowKind(Child, F("pupil__name"), "opened_on"),
    RowKind.DUE_WORK: SourceRowKind(DueWork, F("child__pupil__name"), "due_on"),
    RowKind.RECORD: SourceRowKind(CareRecord, F("child__pupil__name"), "happened_on"),
    RowKind.CHECKUP: SourceRowKind(Checkup, F("pupil__name"), "appointment__date"),
    RowKind.FINDING: SourceRowKind(Finding, F("pupil__name"), "found_on"),
}


def may_open_rows(score: Score, by: Actor) -> bool:
    """Whether the reader may see names and days. Of measures on sealed data the county sees counts only."""
    # The county sees numerator and denominator of these; their rows would name pupils with their health.
    return by.school_id is not None or not measures.BY_CODE[score.indicator.measure].has_sealed_rows


def source_rows(score: Score, *, met: bool | None = None) -> "QuerySet[Model, SourceRow]":
    """The rows a score was computed from; `met` True or False selects those that count in the numerator or do not."""
    row_kind = measures.BY_CODE[score.indicator.measure].row_kind
    kind = TABLES[row_kind]
    # By the stored ids and not by counting again: a published score shows the rows of its time.
    ids = [*score.met, *score.unmet] if met is None else score.met if met else score.unmet
    rows = kind.model.objects.filter(pk__in=ids).values(
        "id",
        "public_id",
        row_kind=Value(row_kind.value),
        row_name=kind.name,
        row_day=F(kind.day),
        is_met=Case(When(pk__in=score.met, then=Value(True)), default=Value(False), output_field=BooleanField()),
    )
    return cast("QuerySet[Model, SourceRow]", rows)
