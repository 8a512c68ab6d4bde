"""Triggers that note whose due work has to be derived anew: registered in CareConfig.ready().

One trigger per statement, over its transition table, as for the figures: every way to change a plan, a pairing or the
calendar is seen, also an import's.
"""

from collections.abc import Iterator

from services.care import sql

# Table → the body that appends the schools concerned.
TRACKED_TABLES = {
    "care_pairing": sql.MARK_SCHOOLS,
    "plans_workplan": sql.MARK_SCHOOLS,
    "plans_requiredfrequency": sql.MARK_SCHOOLS,
    "schools_schooldayoverride": sql.MARK_SCHOOLS,
    "schools_schoolday": sql.MARK_COUNTIES,
    "schools_term": sql.MARK_COUNTIES,
}
_TRANSITION_TABLES = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def triggers() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each tracked table with the statements that create its triggers."""
    for table, body in TRACKED_TABLES.items():
        function = "care_mark_schools" if body == sql.MARK_SCHOOLS else "care_mark_counties"
        yield table, (_function(function, body), *_create_triggers(table, function))


def _function(name: str, body: str) -> str:
    return f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    {body};
    RETURN NULL;
END $$"""


def _create_triggers(table: str, function: str) -> Iterator[str]:
    for event, rows in _TRANSITION_TABLES.items():
        name = f"care_mark_{event.lower()}"
        yield f'DROP TRIGGER IF EXISTS {name} ON "{table}"'
        yield (
            f'CREATE TRIGGER {name} AFTER {event} ON "{table}" REFERENCING {rows} TABLE AS touched '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )
