"""SQL statements of jobs. Every value comes in as a parameter."""

# Create the missing occurrences of a county, with one array per column: thousands on a school morning.
CREATE_OCCURRENCES = """
INSERT INTO jobs_occurrence
    (county_id, school_id, schedule, due_at, claimed_at, result_count, failures, skip_reason)
SELECT %(county)s, d.school_id, d.schedule, d.due_at, %(now)s, 0, 0, ''
FROM unnest(%(schools)s::bigint[], %(schedules)s::text[], %(moments)s::timestamptz[])
    AS d (school_id, schedule, due_at)
ON CONFLICT DO NOTHING
"""

# Finish occurrences that this transaction has locked, with one array per column.
FINISH_OCCURRENCES = """
UPDATE jobs_occurrence o
SET finished_at = %(now)s, result_count = r.result_count, skip_reason = r.skip_reason
FROM unnest(%(ids)s::bigint[], %(counts)s::int[], %(reasons)s::text[]) AS r (id, result_count, skip_reason)
WHERE o.id = r.id
"""
