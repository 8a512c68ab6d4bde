"""Triggers that note which schools' figures are stale: registered in DashboardsConfig.ready().

One trigger per statement, over its transition table: a statement of ten thousand rows appends one row per school.
"""

from collections.abc import Iterator

from services.dashboards import sql

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
_TRANSITION_TABLES = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
_FUNCTION = f"""CREATE OR REPLACE FUNCTION dashboards_mark() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('dashboards.source', TG_TABLE_NAME, true);
    {sql.MARK_STALE};
    RETURN NULL;
END $$"""


def triggers() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each tracked table with the statements that create its triggers."""
    for table in TRACKED_TABLES:
        yield table, (_FUNCTION, *_create_triggers(table))


def _create_triggers(table: str) -> Iterator[str]:
    for event, rows in _TRANSITION_TABLES.items():
        name = f"dashboards_mark_{event.lower()}"
        yield f'DROP TRIGGER IF EXISTS {name} ON "{table}"'
        yield (
            f'CREATE TRIGGER {name} AFTER {event} ON "{table}" REFERENCING {rows} TABLE AS touched '
            "FOR EACH STATEMENT EXECUTE FUNCTION dashboards_mark()"
        )
