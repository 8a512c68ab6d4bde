"""The scores of many schools in one statement: stored for a round, or estimated as of today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from services.assessment import measures, sql
from services.assessment.measures import QuarterToDate


@dataclass(frozen=True)
class ComputedScore:
    """The score of a school (`staff_id` None) or teacher by one indicator, not stored."""

    assessee: str
    staff_id: int | None
    measure: str
    numerator: int
    denominator: int
    points: Decimal
    max_points: Decimal

    @property
    def points_lost(self) -> Decimal:
        return self.max_points - self.points


def write_scores(
    *, round_id: int, rubric_id: int, codes: Iterable[str], schools: Sequence[int], window: QuarterToDate
) -> int:
    """Compute and store every result and score of these schools. Returns the number of scores.

    `codes` are the measures of the rubric. Running again changes nothing.
    """
    values = _parameters(rubric_id, codes, schools, window) | {"round": round_id}
    with connection.cursor() as cursor:
        cursor.execute(sql.RAISE_SORT_MEMORY)
        cursor.execute(sql.WRITE_SCORES, values)
        count = int(cursor.rowcount)
        cursor.execute(sql.RESET_SORT_MEMORY)
    return count


def estimate_scores(
    *, rubric_id: int, codes: Iterable[str], schools: Sequence[int], window: QuarterToDate
) -> list[ComputedScore]:
    """Compute the scores that `write_scores` would store, and store nothing."""
    with connection.cursor() as cursor:
        cursor.execute(sql.ESTIMATE_SCORES, _parameters(rubric_id, codes, schools, window))
        return [ComputedScore(*row) for row in cursor.fetchall()]


def _parameters(
    rubric_id: int, codes: Iterable[str], schools: Sequence[int], window: QuarterToDate
) -> dict[str, sql.Value]:
    return measures.parameters(schools, window) | {"rubric": rubric_id, "measures": list(codes)}
