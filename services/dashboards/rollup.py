"""One school's quarter, counted from the rows: for many schools in one statement, by the measures of the assessment.

`count` only reads; `write` stores what it read. The counting bases come from children.queries.basis.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection

from services.assessment import measures
from services.children.models import Pupil
from services.children.queries import basis
from services.kit import clock
from services.kit.periods import Quarter

# measure → (column of what is met, column of what is due); a denominator stands with one measure only
_COLUMNS = {
    "surveyed": ("surveyed", ""),
    "case_files": ("case_files", "entitled"),
    "case_files_complete": ("case_files_complete", "children"),
    "cards": ("cards", ""),
    "phones": ("phones", ""),
    "paired": ("paired", ""),
    "talks": ("talks_done", "talks_due"),
    "visits": ("visits_done", "visits_due"),
    "calls": ("calls_done", "calls_due"),
    "checkups": ("checkups_done", "checkups_due"),
    "findings_notified": ("findings_notified", "findings"),
    "findings_closed": ("findings_closed", ""),
}
_BASES = ("pupils", "d1", "d2", "d3", "d1_unknown", "d2_unknown", "d3_unknown")


def _tallies() -> dict[str, str]:
    """Column → the aggregate that fills it from the tallies."""
    found = {}
    for measure, (met, due) in _COLUMNS.items():
        found[met] = f"coalesce(max(t.n) FILTER (WHERE t.measure = '{measure}'), 0)"
        if due:
            found[due] = f"coalesce(max(t.d) FILTER (WHERE t.measure = '{measure}'), 0)"
    return found


_TALLIES = _tallies()
COUNTS = (*_BASES, "reported", *_TALLIES, "score", "score_out_of")
_SELECT = f"""
WITH items AS MATERIALIZED ({measures.items(_COLUMNS)}),
tallies AS MATERIALIZED (
    SELECT school_id, measure, count(*) FILTER (WHERE met) AS n, count(*) AS d FROM items GROUP BY 1, 2),
bases AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(%(bases)s::jsonb)
    AS b(school_id bigint, {", ".join(f"{column} int" for column in _BASES)})),
reported AS MATERIALIZED (SELECT p.school_id, count(*) AS reported FROM children_pupil p
    WHERE p.school_id = ANY(%(schools)s) AND {measures.PRESENT} AND {measures.REPORTED} GROUP BY 1),
results AS (SELECT r.school_id, r.points, r.out_of FROM assessment_assessmentresult r JOIN assessment_assessmentround o ON o.id = r.round_id
    WHERE r.school_id = ANY(%(schools)s) AND r.subject = 'school' AND (o.year, o.quarter) = (%(year)s, %(quarter)s))
SELECT s.id AS school_id, s.county_id, %(year)s::int AS year, %(quarter)s::int AS quarter,
    %(as_of)s::timestamptz AS as_of,
    {", ".join(f"coalesce(max(b.{column}), 0) AS {column}" for column in _BASES)},
    coalesce(max(c.reported), 0) AS reported,
    {", ".join(f"{aggregate} AS {column}" for column, aggregate in _TALLIES.items())},
    max(r.points) AS score, max(r.out_of) AS score_out_of
FROM schools_school s LEFT JOIN tallies t ON t.school_id = s.id LEFT JOIN bases b ON b.school_id = s.id
LEFT JOIN reported c ON c.school_id = s.id LEFT JOIN results r ON r.school_id = s.id
WHERE s.id = ANY(%(schools)s) GROUP BY s.id
"""  # noqa: S608  our own texts
_WRITE = f"""
INSERT INTO dashboards_schoolquarter (school_id, county_id, year, quarter, as_of, {", ".join(COUNTS)})
{_SELECT}
ON CONFLICT (school_id, year, quarter) DO UPDATE SET as_of = excluded.as_of,
    {", ".join(f"{column} = excluded.{column}" for column in COUNTS)}
"""
_WEEKS = """
INSERT INTO dashboards_schoolweek (school_id, county_id, starts_on, talks, visits, calls)
SELECT s.id, s.county_id, w.starts_on::date, count(*) FILTER (WHERE r.activity = 'talk'),
    count(*) FILTER (WHERE r.activity = 'home_visit'), count(*) FILTER (WHERE r.activity = 'call')
FROM schools_school s
CROSS JOIN generate_series(date_trunc('week', %(begins)s::date), %(until)s::date, '7 days') AS w(starts_on)
LEFT JOIN care_carerecord r ON r.school_id = s.id AND r.happened_on >= w.starts_on::date
    AND r.happened_on < w.starts_on::date + 7
WHERE s.id = ANY(%(schools)s) GROUP BY s.id, w.starts_on
ON CONFLICT (school_id, starts_on) DO UPDATE SET talks = excluded.talks,
    visits = excluded.visits, calls = excluded.calls
"""


def write(*, schools: Sequence[int], quarter: Quarter, now: datetime) -> int:
    """Count and store one quarter of these schools, and its weeks; how many schools. Again: the same numbers."""
    if not schools:
        return 0
    values = _parameters(schools, quarter, clock.local_date(now), now)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        count = int(cursor.rowcount)
        cursor.execute(_WEEKS, values)
    return count


def count(*, schools: Sequence[int], quarter: Quarter, today: date, now: datetime) -> list[dict[str, Any]]:
    """The rows as they would be stored, as seen on a day."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, _parameters(schools, quarter, today, now))
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _parameters(schools: Sequence[int], quarter: Quarter, today: date, now: datetime) -> dict[str, Any]:
    window = measures.window(quarter, today)
    return {
        **window,
        "schools": list(schools),
        "year": quarter.year,
        "quarter": quarter.number,
        "as_of": now,
        "bases": orjson.dumps(_bases(schools, window["until"])).decode(),
    }


def _bases(schools: Sequence[int], on: date) -> list[dict[str, int]]:
    rows = basis.counts(Pupil.objects.filter(school_id__in=schools), on, "school_id")
    return [
        {"school_id": row["school_id"], "pupils": row["pupils"]}
        | {name: row[f"{name}_yes"] for name in basis.BASES}
        | {f"{name}_unknown": row[f"{name}_unknown"] for name in basis.BASES}
        for row in rows
    ]
