"""SQL statements of monitoring. Every value comes in as a parameter."""

# When each schedule last succeeded: one step in an index for every schedule, however many occurrences there are.
#
# `schedules`  the names in use, each found as the next one after the name before
LAST_SUCCESSES = """
WITH RECURSIVE schedules AS (
    (SELECT o.schedule FROM jobs_occurrence o ORDER BY o.schedule LIMIT 1)
    UNION ALL
    SELECT (SELECT o.schedule FROM jobs_occurrence o WHERE o.schedule > s.schedule ORDER BY o.schedule LIMIT 1)
    FROM schedules s
    WHERE s.schedule IS NOT NULL
)
SELECT s.schedule, newest.finished_at
FROM schedules s
CROSS JOIN LATERAL (
    SELECT o.finished_at
    FROM jobs_occurrence o
    WHERE o.schedule = s.schedule AND o.due_at > %(since)s AND o.finished_at IS NOT NULL
    ORDER BY o.due_at DESC
    LIMIT 1
) newest
"""
