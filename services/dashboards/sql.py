"""The SQL of the rollup: a school's quarter and weeks counted from the rows, and the page that shows them.

Each text is a constant; every value is a parameter. Statements over measures take those of `measures.parameters()`
too. tests/guards/test_sql.py lets PostgreSQL read every statement.
"""
# ruff: noqa: S608  put together from constants; values are always parameters

from services.assessment import sql as measures
from services.children import sql as children
from services.dashboards.rollup.columns import BASIS_COLUMNS, COLUMNS, MEASURE_COLUMNS
from services.kit.ids import SQL_UUID7


def _measure_aggregates() -> dict[str, str]:
    """Column → the aggregate over `tallies` that fills it."""
    aggregates = {}
    for measure, (met, due) in MEASURE_COLUMNS.items():
        aggregates[met] = f"coalesce(max(t.numerator) FILTER (WHERE t.measure = '{measure}'), 0)"
        if due:
            aggregates[due] = f"coalesce(max(t.denominator) FILTER (WHERE t.measure = '{measure}'), 0)"
    return aggregates


# One row per school with every column of SchoolQuarter. Takes `schools`, `year`, `quarter`, `as_of` and `bases`: a JSON
# array of {school_id, pupils, d1 …} that children.queries.basis has counted.
COUNT_QUARTERS = f"""
WITH items AS MATERIALIZED ({measures.measure_rows(MEASURE_COLUMNS)}),
tallies AS MATERIALIZED (
    SELECT school_id, measure, count(*) FILTER (WHERE met) AS numerator, count(*) AS denominator
    FROM items GROUP BY 1, 2),
bases AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(%(bases)s::jsonb)
    AS b(school_id bigint, {", ".join(f"{column} int" for column in BASIS_COLUMNS)})),
reported AS MATERIALIZED (SELECT p.school_id, count(*) AS reported FROM children_pupil p
    WHERE p.school_id = ANY(%(schools)s) AND {children.ENROLLED} AND {children.REPORTED_LEFT_BEHIND} GROUP BY 1),
results AS (SELECT r.school_id, r.points, r.out_of
    FROM assessment_assessmentresult r JOIN assessment_assessmentround o ON o.id = r.round_id
    WHERE r.school_id = ANY(%(schools)s) AND r.subject = %(school_subject)s
    AND (o.year, o.quarter) = (%(year)s, %(quarter)s))
SELECT s.id AS school_id, s.county_id, %(year)s::int AS year, %(quarter)s::int AS quarter,
    %(as_of)s::timestamptz AS as_of,
    {", ".join(f"coalesce(max(b.{column}), 0) AS {column}" for column in BASIS_COLUMNS)},
    coalesce(max(c.reported), 0) AS reported,
    {", ".join(f"{aggregate} AS {column}" for column, aggregate in _measure_aggregates().items())},
    max(r.points) AS score, max(r.out_of) AS score_out_of
FROM schools_school s LEFT JOIN tallies t ON t.school_id = s.id LEFT JOIN bases b ON b.school_id = s.id
LEFT JOIN reported c ON c.school_id = s.id LEFT JOIN results r ON r.school_id = s.id
WHERE s.id = ANY(%(schools)s) GROUP BY s.id
"""
# Store the same rows. Takes the same parameters.
WRITE_QUARTERS = f"""
INSERT INTO dashboards_schoolquarter (school_id, county_id, year, quarter, as_of, {", ".join(COLUMNS)})
{COUNT_QUARTERS}
ON CONFLICT (school_id, year, quarter) DO UPDATE SET as_of = excluded.as_of,
    {", ".join(f"{column} = excluded.{column}" for column in COLUMNS)}
"""
# Count and store the care records of each week from `begins` to `until`.
WRITE_WEEKS = """
INSERT INTO dashboards_schoolweek (school_id, county_id, starts_on, talks, visits, calls)
SELECT s.id, s.county_id, w.starts_on::date, count(*) FILTER (WHERE r.activity = %(talk)s),
    count(*) FILTER (WHERE r.activity = %(home_visit)s), count(*) FILTER (WHERE r.activity = %(call)s)
FROM schools_school s
CROSS JOIN generate_series(date_trunc('week', %(begins)s::date), %(until)s::date, '7 days') AS w(starts_on)
LEFT JOIN care_carerecord r ON r.school_id = s.id AND r.happened_on >= w.starts_on::date
    AND r.happened_on < w.starts_on::date + 7
WHERE s.id = ANY(%(schools)s) GROUP BY s.id, w.starts_on
ON CONFLICT (school_id, starts_on) DO UPDATE SET talks = excluded.talks,
    visits = excluded.visits, calls = excluded.calls
"""
# The schools of a county with their rollup rows, open ones, or `school` alone. One statement, not the ORM: this is the
# page everybody opens, and the ORM has no left join on a condition. The county is named although row-level security
# filters it, so that the planner can use its index.
LIST_SCHOOLS = f"""
SELECT s.id AS school_id, s.public_id, s.name, r.name AS township, q.as_of,
    EXISTS (SELECT FROM dashboards_stalerollup d WHERE d.school_id = s.id) AS is_stale,
    {", ".join(f"q.{column}" for column in COLUMNS)}
FROM schools_school s JOIN schools_region r ON r.county_id = s.county_id AND r.id = s.region_id
LEFT JOIN dashboards_schoolquarter q ON q.school_id = s.id AND (q.year, q.quarter) = (%(year)s, %(quarter)s)
WHERE s.county_id = %(county)s AND CASE WHEN %(school)s::bigint IS NULL THEN s.is_open ELSE s.id = %(school)s END
ORDER BY r.name, s.name
"""
# The body of the trigger that notes which schools a statement has changed; runs in the role that writes.
MARK_STALE = f"""
INSERT INTO dashboards_stalerollup (id, school_id, county_id, since)
SELECT {SQL_UUID7}, school_id, county_id, clock_timestamp()
FROM (SELECT DISTINCT school_id, county_id FROM touched) t
"""
