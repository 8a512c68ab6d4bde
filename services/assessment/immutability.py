"""Triggers that keep published results as they are, whichever role writes.

One trigger per statement, over its transition table: computing a county costs one look-up, not one per score.
"""

from collections.abc import Iterable, Iterator

from services.assessment import sql

_FUNCTION = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS ({rows}) THEN
        RAISE EXCEPTION 'the round is published: % is frozen', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$"""
_TRANSITION_TABLES = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}


def triggers() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each frozen table with the statements that create its triggers; used by the setup of row-level security."""
    for table, rows in sql.PUBLISHED_ROWS.items():
        name = f"{table}_frozen"
        # A round may be inserted for a past quarter; once there, only its changes are refused.
        events = [event for event in _TRANSITION_TABLES if table != "assessment_assessmentround" or event != "INSERT"]
        yield table, (_FUNCTION.format(name=name, rows=rows), *_create_triggers(table, name, events))


def _create_triggers(table: str, function: str, events: Iterable[str]) -> Iterator[str]:
    for event in events:
        trigger = f"{function}_{event.lower()}"
        yield f'DROP TRIGGER IF EXISTS {trigger} ON "{table}"'
        yield (
            f'CREATE TRIGGER {trigger} AFTER {event} ON "{table}" '
            f"REFERENCING {_TRANSITION_TABLES[event]} TABLE AS touched "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )
