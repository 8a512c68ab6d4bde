"""The SQL of the children app: fragments that other apps count by, and the statements that the import runs.

Fragments are as of the day `until` (included); `VALUES` holds their enum values. They say the same as `queries.basis`,
which a test compares, in the form that is fastest over a whole county.
"""
# ruff: noqa: S608  put together from constants of this module; values are always parameters

from collections.abc import Mapping

from psycopg.sql import SQL

from services.children.choices import PupilState, ReportedLeftBehind, Whereabouts

VALUES: Mapping[str, str | list[str]] = {
    "pupil_left": PupilState.LEFT.value,
    "parent_away": Whereabouts.AWAY.value,
    "left_behind": [value.value for value in ReportedLeftBehind if value != ReportedLeftBehind.NONE],
}


# -- conditions on a pupil

# Came to the school by then and has not left; who left on an unknown day is not enrolled on any. Who came back was not
# enrolled in between.
ENROLLED = """((p.enrolled_on IS NULL OR p.enrolled_on <= %(until)s) AND (p.left_on IS NULL OR p.left_on > %(until)s)
    AND NOT (p.state = %(pupil_left)s AND p.left_on IS NULL)
    AND NOT EXISTS (SELECT FROM children_departure d WHERE d.school_id = p.school_id AND d.pupil_id = p.id
                        AND d.left_on <= %(until)s AND d.returned_on > %(until)s))"""
# A case file `c` is open on the day.
OPEN_CASE_FILE = "c.opened_on <= %(until)s AND (c.closed_on IS NULL OR c.closed_on > %(until)s)"

# -- the pupils of one school `s`

# One row per pupil enrolled on the day: its open case file, whether a roster has stated anything (`is_surveyed`) or
# that it is left behind, D1 答“是”, and whether father and mother are both recorded. Every table is named with the
# school, so that the database reads the rows of one school however many there are.
ENROLLED_PUPILS = f"""(SELECT p.id, c.id AS child_id, k.pupil_id IS NOT NULL AS is_surveyed,
        coalesce(k.is_left_behind, false) AS is_reported_left_behind,
        coalesce(f.is_away, false) AS d1, coalesce(f.known = 2, false) AS are_parents_known
    FROM children_pupil p
    LEFT JOIN children_child c ON c.school_id = s.id AND c.pupil_id = p.id AND {OPEN_CASE_FILE}
    LEFT JOIN (SELECT k.pupil_id, bool_or(k.reported = ANY(%(left_behind)s)
                   AND (k.until IS NULL OR k.until > %(until)s)) AS is_left_behind
               FROM children_reportedstatus k WHERE k.school_id = s.id AND k.reported_on <= %(until)s
               GROUP BY 1) k ON k.pupil_id = p.id
    LEFT JOIN (SELECT f.pupil_id, bool_or(f.whereabouts = %(parent_away)s) AS is_away,
                   count(*) FILTER (WHERE f.whereabouts <> '') AS known
               FROM children_parentwhereabouts f WHERE f.school_id = s.id AND f.since <= %(until)s
                   AND (f.until IS NULL OR f.until > %(until)s)
               GROUP BY 1) f ON f.pupil_id = p.id
    WHERE p.school_id = s.id AND {ENROLLED})"""

# -- grants

# One grant for each assignment and permission, of staff who have a login.
INSERT_GRANTS = """
INSERT INTO children_childgrant (school_id, county_id, user_id, permission_id, content_object_id, assignment_id,
                                 granted_by_id, granted_at)
SELECT a.school_id, a.county_id, s.user_id, permission, a.child_id, a.id, coalesce(%(by)s, s.user_id), %(now)s
  FROM children_caseassignment a
  JOIN schools_staff s ON s.school_id = a.school_id AND s.id = a.staff_id AND s.user_id IS NOT NULL
 CROSS JOIN unnest(%(permissions)s::bigint[]) AS permission
 WHERE a.id = ANY(%(assignments)s)
"""

# -- snapshots of an import; {table} and the columns are those of the models in importing.snapshots

PUPIL_ROWS = SQL("{column} = ANY(%(pupils)s)")
CHILD_ROWS = SQL("{column} IN (SELECT id FROM children_child WHERE pupil_id = ANY(%(pupils)s))")
# Rows as the database writes them, so that an undo can restore them to the last byte.
SELECT_ROWS = SQL("SELECT id, row_to_json(t)::text FROM {table} t WHERE {rows}")
DELETE_ROWS = SQL("DELETE FROM {table} WHERE {rows}")
DELETE_BY_ID = SQL("DELETE FROM {table} WHERE id = ANY(%(ids)s)")
RESTORE_ROWS = SQL(
    "UPDATE {table} SET {settings} FROM json_populate_recordset(NULL::{table}, %(rows)s::json) AS old"
    " WHERE {table}.id = old.id"
)
