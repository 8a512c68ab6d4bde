"""Reads of this room: rounds, results with their scores, and the rows behind a score."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, CharField, Count, F, Q, QuerySet, Value, When

from services.access.actor import Actor
from services.assessment import measures, scoring
from services.assessment.choices import Subject
from services.assessment.models import AssessmentResult, AssessmentRound, Indicator, Rubric, Score
from services.care.models import CareRecord, DueWork
from services.children.models import Child, Pupil
from services.health.models import Checkup, Finding
from services.kit.periods import Quarter
from services.schools.choices import Season
from services.schools.models import Term


@dataclass(frozen=True)
class SourceRowKind:
    """What one row behind a score is: its table, and the columns that name it and its day."""

    model: Any
    name: str | Case
    about: str
    day: str


_TERM = Case(
    *(When(season=season, then=Value(str(season.label))) for season in Season),
    default=Value(""),
    output_field=CharField(),
)
KINDS = {
    "term": SourceRowKind(Term, _TERM, "school_year", "begins_on"),
    "pupil": SourceRowKind(Pupil, "name", "school_class_id", "birth_date"),
    "child": SourceRowKind(Child, "pupil__name", "pupil__school_class_id", "opened_on"),
    "due": SourceRowKind(DueWork, "child__pupil__name", "staff__name", "due_on"),
    "record": SourceRowKind(CareRecord, "child__pupil__name", "staff__name", "happened_on"),
    "checkup": SourceRowKind(Checkup, "pupil__name", "pupil__school_class_id", "appointment__date"),
    "finding": SourceRowKind(Finding, "pupil__name", "pupil__school_class_id", "found_on"),
}


def name_of(measure: str) -> str:
    """What a measure is called."""
    return str(measures.BY_CODE[measure].name)


def current_rubric() -> Rubric | None:
    """The county's newest rubric."""
    return Rubric.objects.order_by("-version").first()


def rounds() -> QuerySet[AssessmentRound]:
    """Newest first, with how many schools there are and how many have confirmed."""
    schools = Q(results__subject=Subject.SCHOOL)
    rows: QuerySet[AssessmentRound] = AssessmentRound.objects.order_by("-year", "-quarter")
    return rows.annotate(
        schools=Count("results", filter=schools),
        confirmed=Count("results", filter=schools & Q(results__confirmed_at__isnull=False)),
    )


def results_of(round_: AssessmentRound) -> QuerySet[AssessmentResult]:
    """A round's results in the open scope: a school its own, the county all."""
    return AssessmentResult.objects.filter(round=round_)


def unconfirmed(round_: AssessmentRound) -> QuerySet[AssessmentResult]:
    """School results of a round that nobody has confirmed yet."""
    return AssessmentResult.objects.filter(round=round_, subject=Subject.SCHOOL, confirmed_at__isnull=True)


def scores_of(result: AssessmentResult) -> QuerySet[Score]:
    """In the rubric's order, without the ids behind them."""
    return (
        Score.objects.filter(result=result).select_related("indicator").defer("met", "unmet").order_by("indicator_id")
    )


def may_open_rows(score: Score, by: Actor) -> bool:
    """Rows about health and notes are opened by the school alone; the county sees how many."""
    return by.school_id is not None or not measures.BY_CODE[score.indicator.measure].is_sealed


def source_rows(score: Score, *, met: bool | None = None) -> QuerySet[Any, Any]:
    """The rows a score was computed from: {id, public_id, row_kind, row_name, row_about, row_day, is_met}."""
    kind = KINDS[about := measures.BY_CODE[score.indicator.measure].about]
    ids = [*score.met, *score.unmet] if met is None else score.met if met else score.unmet
    rows: QuerySet[Any, Any] = kind.model.objects.filter(pk__in=ids)
    return rows.values(
        "id",
        "public_id",
        row_kind=Value(about),
        row_name=F(kind.name) if isinstance(kind.name, str) else kind.name,
        row_about=F(kind.about),
        row_day=F(kind.day),
        is_met=Case(When(pk__in=score.met, then=Value(True)), default=Value(False), output_field=BooleanField()),
    )


def estimate(*, rubric: Rubric, schools: Sequence[int], quarter: Quarter, today: date) -> list[scoring.ComputedScore]:
    """What the quarter's scores would be today, stored nowhere."""
    return scoring.estimate_scores(
        rubric_id=rubric.pk,
        codes=measures_of(rubric),
        schools=schools,
        window=measures.window(quarter, today),
    )


def measures_of(rubric: Rubric) -> list[str]:
    return sorted(set(Indicator.objects.filter(rubric=rubric).values_list("measure", flat=True)))
