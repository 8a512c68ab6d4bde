"""Triggers that note which school's figures have moved: for the wall's plan, from DashboardsConfig.ready.

Statement-level over transition tables: a statement of ten thousand rows appends one. They run as whoever writes.
"""

from collections.abc import Iterator

from services.kit.ids import SQL_UUID7

TRACKED_TABLES = (
    "children_pupil",
    "children_parentwhereabouts",
    "children_reportedstatus",
    "children_child",
    "children_guardian",
    "children_phonenumber",
    "children_contactcard",
    "care_pairing",
    "care_carerecord",
    "care_duework",
    "health_appointment",
    "health_checkup",
    "health_finding",
    "assessment_assessmentresult",
)
_EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
_FUNCTION = f"""CREATE OR REPLACE FUNCTION dashboards_mark() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO dashboards_stalerollup (id, school_id, county_id, since)
    SELECT {SQL_UUID7}, school_id, county_id, clock_timestamp()
    FROM (SELECT DISTINCT school_id, county_id FROM touched) t;
    RETURN NULL;
END $$"""  # noqa: S608  our own text


def triggers() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each counted table and the statements that make it mark its school."""
    for table in TRACKED_TABLES:
        yield table, (_FUNCTION, *_each(table))


def _each(table: str) -> Iterator[str]:
    for event, rows in _EVENTS.items():
        name = f"dashboards_mark_{event.lower()}"
        yield f'DROP TRIGGER IF EXISTS {name} ON "{table}"'
        yield (
            f'CREATE TRIGGER {name} AFTER {event} ON "{table}" REFERENCING {rows} TABLE AS touched '
            "FOR EACH STATEMENT EXECUTE FUNCTION dashboards_mark()"
        )
