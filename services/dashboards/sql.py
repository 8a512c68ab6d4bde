"""The SQL of the rollup: a school's quarter and weeks counted from the rows, and the page that shows them.

Each text is a constant; every value is a parameter. Statements over measures take those of `measures.parameters()`
too. tests/guards/code/test_sql.py lets PostgreSQL read every statement.
"""
# ruff: noqa: S608  put together from constants; values are always parameters

from services.assessment import sql as measures
from services.dashboards.rollup.columns import BASIS_COLUMNS, COLUMNS, MEASURE_COLUMNS, WORK_MEASURES
from services.dashboards.suppression.columns import SUPPRESSED_COLUMNS
from services.kit.ids import SQL_UUID7

REPORTED = "reported"


def _of_measure(measure: str, part: str) -> str:
    """The numerator or denominator of one measure, of the rows `t` of measure_counts."""
    return f"max(t.{part}) FILTER (WHERE t.measure = '{measure}')"


def _measure_aggregates() -> dict[str, str]:
    """Column → the aggregate that fills it."""
    aggregates = {}
    for measure, (met, due) in MEASURE_COLUMNS.items():
        aggregates[met] = _of_measure(measure, "numerator")
        if due:
            aggregates[due] = _of_measure(measure, "denominator")
    return aggregates


# One row per school with every column of SchoolQuarter, counted school by school (assessment.sql says why). Takes
# `schools`, `year`, `quarter`, `as_of` and `bases`: a JSON array of {school_id, pupils, d1 …} that
# children.queries.basis has counted.
COUNT_QUARTERS = f"""
WITH bases AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(%(bases)s::jsonb)
    AS b(school_id bigint, {", ".join(f"{column} int" for column in BASIS_COLUMNS)}))
SELECT s.id AS school_id, s.county_id, %(year)s::int AS year, %(quarter)s::int AS quarter,
    %(as_of)s::timestamptz AS as_of,
    {", ".join(f"coalesce(b.{column}, 0) AS {column}" for column in BASIS_COLUMNS)},
    c.*, r.*
FROM schools_school s LEFT JOIN bases b ON b.school_id = s.id
CROSS JOIN LATERAL (
    SELECT {_of_measure(REPORTED, "numerator")} AS reported,
        {", ".join(f"{aggregate} AS {column}" for column, aggregate in _measure_aggregates().items())}
    FROM ({measures.measure_counts(MEASURE_COLUMNS)}
        UNION ALL
        SELECT '{REPORTED}', count(*), count(*) FROM enrolled p WHERE p.is_reported_left_behind) t) c
CROSS JOIN LATERAL (
    SELECT max(r.points) AS score, max(r.out_of) AS score_out_of
    FROM assessment_assessmentresult r JOIN assessment_assessmentround o ON o.id = r.round_id
    WHERE r.school_id = s.id AND r.subject = %(school_assessee)s AND o.county_id = s.county_id
        AND (o.year, o.quarter) = (%(year)s, %(quarter)s)) r
WHERE s.id = ANY(%(schools)s)
"""
# Store the same rows, and remember which counts of people were small on this day. Takes the same parameters, and
# `threshold`.
WRITE_QUARTERS = f"""
INSERT INTO dashboards_schoolquarter (school_id, county_id, year, quarter, as_of, {", ".join(COLUMNS)}, small_on)
SELECT n.*, (SELECT coalesce(jsonb_object_agg(v.name, %(until)s::date), '{{}}')
    FROM (VALUES {", ".join(f"('{column}', n.{column})" for column in SUPPRESSED_COLUMNS)}) AS v(name, number)
    WHERE v.number > 0 AND v.number < %(threshold)s)
FROM ({COUNT_QUARTERS}) n
ON CONFLICT (school_id, year, quarter) DO UPDATE SET as_of = excluded.as_of,
    {", ".join(f"{column} = excluded.{column}" for column in COLUMNS)},
    small_on = dashboards_schoolquarter.small_on || excluded.small_on
"""
# Count care work alone, in rows that are up to date but for it: nine in ten changes are care records. A row of an
# earlier day is left to WRITE_QUARTERS, because every count depends on the day. Takes the same parameters but `bases`.
WRITE_WORK = f"""
UPDATE dashboards_schoolquarter q SET as_of = %(as_of)s,
    {", ".join(f"{column} = c.{column}" for measure in WORK_MEASURES for column in MEASURE_COLUMNS[measure])}
FROM schools_school s CROSS JOIN LATERAL (
    SELECT {
    ", ".join(
        f"{aggregate} AS {column}"
        for column, aggregate in _measure_aggregates().items()
        if any(column in MEASURE_COLUMNS[measure] for measure in WORK_MEASURES)
    )
}
    FROM ({measures.measure_counts(WORK_MEASURES)}) t) c
WHERE s.id = ANY(%(schools)s) AND q.school_id = s.id AND (q.year, q.quarter) = (%(year)s, %(quarter)s)
    AND least((q.as_of AT TIME ZONE %(zone)s)::date, %(ends)s) = %(until)s
RETURNING q.school_id
"""
# Count and store the care records of each week from `begins` to `until`.
WRITE_WEEKS = """
INSERT INTO dashboards_schoolweek (school_id, county_id, starts_on, talks, visits, calls)
SELECT s.id, s.county_id, w.starts_on::date, r.*
FROM schools_school s
CROSS JOIN generate_series(date_trunc('week', %(begins)s::date), %(until)s::date, '7 days') AS w(starts_on)
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE r.activity = %(talk)s), count(*) FILTER (WHERE r.activity = %(home_visit)s),
        count(*) FILTER (WHERE r.activity = %(call)s)
    FROM care_carerecord r WHERE r.school_id = s.id AND r.happened_on >= w.starts_on::date
        AND r.happened_on < w.starts_on::date + 7) r
WHERE s.id = ANY(%(schools)s)
ON CONFLICT (school_id, starts_on) DO UPDATE SET talks = excluded.talks,
    visits = excluded.visits, calls = excluded.calls
"""
# The schools of a county with their rollup rows, open ones, or `school` alone. One statement, not the ORM: this is the
# page everybody opens, and the ORM has no left join on a condition. The county is named although row-level security
# filters it, so that the planner can use its index.
LIST_SCHOOLS = f"""
SELECT s.id AS school_id, s.public_id, s.name, r.name AS township, q.as_of,
    EXISTS (SELECT FROM dashboards_stalerollup d WHERE d.school_id = s.id) AS is_stale,
    coalesce(p.small_on, '{{}}') || coalesce(q.small_on, '{{}}') AS small_on,
    {", ".join(f"q.{column}" for column in COLUMNS)}
FROM schools_school s JOIN schools_region r ON r.county_id = s.county_id AND r.id = s.region_id
LEFT JOIN dashboards_schoolquarter q ON q.school_id = s.id AND (q.year, q.quarter) = (%(year)s, %(quarter)s)
LEFT JOIN dashboards_schoolquarter p ON p.school_id = s.id
    AND (p.year, p.quarter) = (%(year_before)s, %(quarter_before)s)
WHERE s.county_id = %(county)s AND CASE WHEN %(school)s::bigint IS NULL THEN s.is_open ELSE s.id = %(school)s END
ORDER BY r.name, s.name
"""
# The body of the trigger that notes which schools a statement has changed; runs in the role that writes. The trigger
# has set `dashboards.source` to the name of the table.
MARK_STALE = f"""
INSERT INTO dashboards_stalerollup (id, school_id, county_id, since, source)
SELECT {SQL_UUID7}, school_id, county_id, clock_timestamp(), coalesce(current_setting('dashboards.source', true), '')
FROM (SELECT DISTINCT school_id, county_id FROM touched) t
"""
