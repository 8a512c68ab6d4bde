"""Rounds, results with their scores, and estimates."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from services.assessment import measures, scoring
from services.assessment.choices import Assessee, RoundState, RoundStatus
from services.assessment.models import AssessmentResult, AssessmentRound, Indicator, Rubric, Score
from services.jobs.choices import JobState
from services.kit.periods import Quarter

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class RoundAnnotations(TypedDict):
    """`status`: a RoundStatus. `school_count`, `confirmed_count`: schools with results, and with confirmed ones."""

    status: str
    school_count: int
    confirmed_count: int


# Before its first results the status of a round is that of its job. Later it is the state of the round, because its
# results stay readable while they are computed again.
_STATUS = Case(
    *(
        When(state=RoundState.OPEN, job__state=job, then=Value(status.value))
        for job, status in (
            (JobState.QUEUED, RoundStatus.REQUESTED),
            (JobState.RUNNING, RoundStatus.COMPUTING),
            (JobState.FAILED, RoundStatus.FAILED),
        )
    ),
    default=F("state"),
    output_field=CharField(choices=RoundStatus),
)


def measure_name(code: str) -> str:
    """The translated name of a measure, by its code."""
    return str(measures.BY_CODE[code].name)


def current_rubric() -> Rubric | None:
    """The county's newest rubric."""
    return Rubric.objects.order_by("-version").first()


def rounds() -> "QuerySet[WithAnnotations[AssessmentRound, RoundAnnotations]]":
    """Assessment rounds, the newest first, annotated as RoundAnnotations says."""
    of_schools = Q(results__assessee=Assessee.SCHOOL)
    return AssessmentRound.objects.order_by("-year", "-quarter").annotate(
        status=_STATUS,
        school_count=Count("results", filter=of_schools),
        confirmed_count=Count("results", filter=of_schools & Q(results__confirmed_at__isnull=False)),
    )


def results_of(round_: AssessmentRound) -> QuerySet[AssessmentResult]:
    """A round's results in the open scope: a school its own, the county all."""
    return AssessmentResult.objects.filter(round=round_)


def unconfirmed_results(round_: AssessmentRound) -> QuerySet[AssessmentResult]:
    """Schools' results of a round that are not confirmed yet."""
    return results_of(round_).filter(assessee=Assessee.SCHOOL, confirmed_at__isnull=True)


def small_scores(quarter: Quarter, *, below: int) -> dict[int, set[str]]:
    """Result id → its measures with a numerator or denominator of one up to `below`, of the scope's round."""
    is_small = Q(numerator__gt=0, numerator__lt=below) | Q(denominator__gt=0, denominator__lt=below)
    rows = Score.objects.filter(is_small, result__round__year=quarter.year, result__round__quarter=quarter.number)
    measures_by_result: dict[int, set[str]] = defaultdict(set)
    for result_id, measure in rows.order_by().values_list("result_id", "indicator__measure"):
        measures_by_result[result_id].add(measure)
    return measures_by_result


def scores_of(result: AssessmentResult) -> QuerySet[Score]:
    """The scores of a result in the order of the rubric, without the ids of their rows (`met`, `unmet`)."""
    return (
        Score.objects.filter(result=result).select_related("indicator").defer("met", "unmet").order_by("indicator_id")
    )


def estimate(*, rubric: Rubric, schools: Sequence[int], quarter: Quarter, today: date) -> list[scoring.ComputedScore]:
    """The scores a quarter would have if it were assessed today, stored nowhere."""
    return scoring.estimate_scores(
        rubric_id=rubric.pk,
        codes=measure_codes(rubric),
        schools=schools,
        window=measures.quarter_to_date(quarter, today),
    )


def measure_codes(rubric: Rubric) -> list[str]:
    """The codes of a rubric's measures, sorted."""
    return sorted(set(Indicator.objects.filter(rubric=rubric).values_list("measure", flat=True)))
