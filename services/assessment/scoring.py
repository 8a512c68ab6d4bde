"""The assessment of a county, or of one school, as one set-based statement over the measures.

`_MARKS` gives one row per assessed school or teacher and indicator; `write` stores them, `estimate` only shows them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from services.assessment.measures import items
from services.kit.ids import SQL_UUID7

# A teacher is assessed who had a paired child on some day of the quarter. Equality on coalesce, not IS NOT DISTINCT
# FROM, so that the join can be hashed. MATERIALIZED: on tables without statistics (just after the first import) the
# planner would count each part anew for every row of the next, 20 times slower.
_MARKS = """
items AS MATERIALIZED ({items}),
lines AS MATERIALIZED (SELECT id, subject, measure, points FROM assessment_indicator WHERE rubric_id = %(rubric)s),
tallies AS MATERIALIZED (
    SELECT l.id AS indicator_id, i.school_id, CASE l.subject WHEN 'teacher' THEN i.staff_id ELSE 0 END AS staff,
        count(*) FILTER (WHERE met) AS n, count(*) AS d,
        array_agg(item_id ORDER BY item_id) FILTER (WHERE met) AS met,
        array_agg(item_id ORDER BY item_id) FILTER (WHERE NOT met) AS unmet
    FROM lines l JOIN items i USING (measure)
    WHERE l.subject = 'school' OR i.staff_id IS NOT NULL GROUP BY 1, 2, 3),
assessed AS MATERIALIZED (
    SELECT s.id AS school_id, s.county_id, 'school' AS subject, NULL::bigint AS staff_id
    FROM schools_school s WHERE s.id = ANY(%(schools)s)
    UNION ALL
    SELECT DISTINCT c.school_id, c.county_id, 'teacher', c.staff_id
    FROM care_pairing a JOIN care_mentor c ON c.school_id = a.school_id AND c.id = a.mentor_id
    WHERE a.school_id = ANY(%(schools)s) AND a.started_at < %(after)s
        AND (a.ended_at IS NULL OR (a.ended_at AT TIME ZONE 'Asia/Shanghai')::date >= %(begins)s)),
marks AS MATERIALIZED (
    SELECT a.*, l.id AS indicator_id, l.measure, l.points AS worth, coalesce(t.n, 0) AS n, coalesce(t.d, 0) AS d,
        CASE WHEN coalesce(t.d, 0) = 0 THEN l.points ELSE round(l.points * t.n / t.d, 2) END AS points,
        coalesce(t.met, '{{}}') AS met, coalesce(t.unmet, '{{}}') AS unmet
    FROM assessed a JOIN lines l ON l.subject = a.subject
    LEFT JOIN tallies t ON t.indicator_id = l.id AND t.school_id = a.school_id AND t.staff = coalesce(a.staff_id, 0))
"""
# A result keeps its id and, where nothing about it changed, its confirmation. Who is no longer assessed is removed.
_WRITE = """
WITH {marks},
totals AS MATERIALIZED (
    SELECT school_id, county_id, subject, staff_id, sum(points) AS points, sum(worth) AS out_of
    FROM marks GROUP BY 1, 2, 3, 4),
gone AS (
    SELECT r.id, r.school_id FROM assessment_assessmentresult r
    WHERE r.round_id = %(round)s AND r.school_id = ANY(%(schools)s) AND NOT EXISTS (
        SELECT FROM totals t WHERE t.school_id = r.school_id AND t.subject = r.subject
            AND coalesce(t.staff_id, 0) = coalesce(r.staff_id, 0))),
no_scores AS (DELETE FROM assessment_score s USING gone g WHERE s.school_id = g.school_id AND s.result_id = g.id),
no_results AS (DELETE FROM assessment_assessmentresult r USING gone g WHERE r.school_id = g.school_id AND r.id = g.id),
results AS (
    INSERT INTO assessment_assessmentresult AS r
        (public_id, school_id, county_id, round_id, subject, staff_id, points, out_of)
    SELECT {uuid7}, school_id, county_id, %(round)s, subject, staff_id, points, out_of FROM totals
    ON CONFLICT (round_id, school_id, subject, staff_id) DO UPDATE SET
        points = excluded.points, out_of = excluded.out_of,
        confirmed_at = CASE WHEN (r.points, r.out_of) = (excluded.points, excluded.out_of) THEN r.confirmed_at END,
        confirmed_by_id = CASE WHEN (r.points, r.out_of) = (excluded.points, excluded.out_of) THEN r.confirmed_by_id END
    RETURNING r.id, r.school_id, r.subject, r.staff_id)
INSERT INTO assessment_score
    (public_id, school_id, county_id, result_id, indicator_id, numerator, denominator, points, met, unmet)
SELECT {uuid7}, m.school_id, m.county_id, r.id, m.indicator_id, m.n, m.d, m.points, m.met, m.unmet
FROM marks m JOIN results r ON r.school_id = m.school_id AND r.subject = m.subject
    AND coalesce(r.staff_id, 0) = coalesce(m.staff_id, 0)
ON CONFLICT (result_id, indicator_id) DO UPDATE SET numerator = excluded.numerator,
    denominator = excluded.denominator, points = excluded.points, met = excluded.met, unmet = excluded.unmet
"""
# 56,000 pupils are some 800,000 items, sorted in 90 MB of memory, or on disk at a third more of the time.
_ROOM, _NO_ROOM = "SET LOCAL work_mem = '128MB'", "SET LOCAL work_mem = DEFAULT"
_SHOW = "WITH {marks} SELECT subject, staff_id, measure, n, d, points, worth FROM marks ORDER BY indicator_id, staff_id"


@dataclass(frozen=True)
class ComputedScore:
    """One indicator of a school (`staff_id` None) or a teacher, not stored."""

    subject: str
    staff_id: int | None
    measure: str
    numerator: int
    denominator: int
    points: Decimal
    worth: Decimal

    @property
    def points_lost(self) -> Decimal:
        return self.worth - self.points


def write_scores(
    *, round_id: int, rubric_id: int, codes: Iterable[str], schools: Sequence[int], window: dict[str, Any]
) -> int:
    """Compute and store every result and score of these schools; how many scores. Running again changes nothing."""
    statement = _WRITE.format(marks=_MARKS.format(items=items(codes)), uuid7=SQL_UUID7)
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        cursor.execute(statement, {**window, "round": round_id, "rubric": rubric_id, "schools": list(schools)})
        count = int(cursor.rowcount)
        cursor.execute(_NO_ROOM)
    return count


def estimate_scores(
    *, rubric_id: int, codes: Iterable[str], schools: Sequence[int], window: dict[str, Any]
) -> list[ComputedScore]:
    """The same marks as they stand today."""
    statement = _SHOW.format(marks=_MARKS.format(items=items(codes)))
    with connection.cursor() as cursor:
        cursor.execute(statement, {**window, "rubric": rubric_id, "schools": list(schools)})
        return [ComputedScore(*row) for row in cursor.fetchall()]
