"""SQL statements of jobs. Every value comes in as a parameter."""

# Finish occurrences that this transaction has locked, with one array per column.
FINISH_OCCURRENCES = """
UPDATE jobs_occurrence o
SET finished_at = %(now)s, result_count = r.result_count, skip_reason = r.skip_reason
FROM unnest(%(ids)s::bigint[], %(counts)s::int[], %(reasons)s::text[]) AS r (id, result_count, skip_reason)
WHERE o.id = r.id
"""
