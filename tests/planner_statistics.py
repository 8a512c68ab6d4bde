"""What the planner knows of a test database: all rows of a county have its key, so that this index finds them all.

Without a statistic it may plan the check of a foreign key with this index instead of the unique one, when it meets a
small table first. The plan stays: a test that then writes 50 000 rows reads half of them for each, for minutes.
"""

from django.db import connections

ALIAS = "owner"
FIRST_VERSION = 18_00_00  # of PostgreSQL that takes statistics
_ONE_VALUE = """
    SELECT pg_restore_attribute_stats(
        'schemaname', 'public', 'relname', relname::text, 'attname', attname::text, 'inherited', false,
        'null_frac', 0::real, 'avg_width', 8, 'n_distinct', 1::real
    )
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attname IN ('county_id', 'school_id')
"""


def write() -> None:
    """Write the statistics of every table; they last until a test analyses one."""
    with connections[ALIAS].cursor() as cursor:
        if cursor.connection.info.server_version >= FIRST_VERSION:
            cursor.execute(_ONE_VALUE)
