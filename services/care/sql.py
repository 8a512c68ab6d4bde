"""The raw SQL of care: each statement with what it does and why it is not written in the ORM."""

from services.kit.ids import SQL_UUID7

# Add the due work of one school for every period that has begun. One statement instead of a query per pairing and
# frequency: a county of 100 schools is refreshed in seconds.
#   day          school days of the term, the school's own overrides applied
#   period       weeks, months and the term, with their school days
#   requirement  open pairings × frequencies of the approved plan, counted from `counts_from`
#   quota        the school days of a period and how many of them are left from `counts_from` on
# Of a period that began before `counts_from`, `count` is reduced in proportion to its days left, rounded up; fewer than
# `min_days_left_of_week` or `min_days_left` of them require nothing. Existing rows are kept: due_work_once.
# With `since` only the periods that have begun after that day are derived.
ADD_DUE_WORK = f"""
WITH day AS (
    SELECT d.date
      FROM schools_schoolday d
      LEFT JOIN schools_schooldayoverride o ON o.school_id = %(school)s AND o.date = d.date
     WHERE d.county_id = %(county)s AND d.term_id = %(term)s AND coalesce(o.kind, d.kind) = ANY(%(school_day_kinds)s)
), period AS (
    SELECT unit, begins, ends, count(*) AS days, min(date) AS first_day, max(date) AS due_on, array_agg(date) AS dates
      FROM day
     CROSS JOIN LATERAL (VALUES
           (%(week)s, date_trunc('week', date)::date, date_trunc('week', date)::date + 6),
           (%(month)s, date_trunc('month', date)::date, (date_trunc('month', date) + interval '1 month')::date - 1),
           (%(whole_term)s, %(begins_on)s::date, %(ends_on)s::date)) AS p (unit, begins, ends)
     GROUP BY unit, begins, ends
), requirement AS (
    SELECT p.id AS pairing_id, p.child_id, m.staff_id, f.id AS frequency_id, f.activity, f.period_unit, f.count,
           greatest((p.started_at AT TIME ZONE %(time_zone)s)::date, %(approved_on)s::date) AS counts_from
      FROM care_pairing p
      JOIN care_mentor m ON m.school_id = p.school_id AND m.id = p.mentor_id
      JOIN plans_requiredfrequency f ON f.school_id = p.school_id AND f.plan_id = %(plan)s
     WHERE p.school_id = %(school)s AND p.ended_at IS NULL
), quota AS (
    SELECT r.*, p.begins, p.ends, p.due_on, p.days,
           CASE WHEN r.counts_from <= p.first_day THEN p.days
                ELSE (SELECT count(*) FROM unnest(p.dates) AS date WHERE date >= r.counts_from) END AS remaining
      FROM requirement r
      JOIN period p ON p.unit = r.period_unit AND p.begins <= %(until)s AND p.due_on >= r.counts_from
       AND p.begins > coalesce(%(since)s::date, '-infinity')
)
INSERT INTO care_duework (public_id, school_id, county_id, pairing_id, child_id, staff_id, frequency_id, activity,
                          period_unit, period_start, period_end, due_on, number, state)
SELECT {SQL_UUID7}, %(school)s, %(county)s, pairing_id, child_id, staff_id, frequency_id, activity,
       period_unit, begins, ends, due_on, number, %(due)s
  FROM quota q
 CROSS JOIN LATERAL generate_series(1, CASE
           WHEN remaining = days THEN q.count
           WHEN remaining >= CASE period_unit
                             WHEN %(week)s THEN %(min_days_left_of_week)s::int ELSE %(min_days_left)s::int END
           THEN ceil(q.count * remaining::numeric / days)::int
           ELSE 0 END) AS number
ON CONFLICT DO NOTHING
"""  # noqa: S608  a constant of our own is inserted; every value is a parameter

# Cancel the due work of one school that its changed plan no longer asks for. Past days stay: they were due then.
CANCEL_DUE_WORK = """
UPDATE care_duework w SET state = %(cancelled)s
 WHERE w.school_id = %(school)s AND w.state = %(due)s AND w.due_on >= %(today)s
   AND w.due_on BETWEEN %(begins_on)s AND %(ends_on)s
   AND NOT EXISTS (SELECT FROM plans_requiredfrequency f
                    WHERE f.school_id = w.school_id AND f.plan_id = %(plan)s
                      AND f.activity = w.activity AND f.period_unit = w.period_unit AND f.count >= w.number)
"""

# The bodies of the triggers on what due work is derived from; they run in the role that writes.
MARK_SCHOOLS = f"""
INSERT INTO care_staleduework (id, school_id, county_id, since)
SELECT {SQL_UUID7}, school_id, county_id, clock_timestamp() FROM (SELECT DISTINCT school_id, county_id FROM touched) t
"""  # noqa: S608  a constant of our own is inserted
MARK_COUNTIES = f"""
INSERT INTO care_staleduework (id, school_id, county_id, since)
SELECT {SQL_UUID7}, s.id, s.county_id, clock_timestamp()
FROM schools_school s WHERE s.county_id IN (SELECT county_id FROM touched)
"""  # noqa: S608  a constant of our own is inserted

# Mark due work as done by its records, from two arrays of ids. Django's bulk_update writes a CASE branch per row,
# which took half of the time of bringing a term's records.
COMPLETE_DUE_WORK = """
UPDATE care_duework w SET state = %(done)s, record_id = pair.record_id
  FROM unnest(%(works)s::bigint[], %(records)s::bigint[]) AS pair (work_id, record_id)
 WHERE w.school_id = %(school)s AND w.id = pair.work_id
"""
