"""What is published stays as it was: the database itself refuses to change it, whoever asks.

Statement-level, over transition tables, so that computing a county costs one look and not one per score.
"""

from collections.abc import Iterator

_REFUSE = """RAISE EXCEPTION 'the round is published: % is frozen', TG_TABLE_NAME USING ERRCODE = 'check_violation'"""
_FUNCTION = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS ({condition}) THEN {refuse}; END IF;
    RETURN NULL;
END $$"""
_TOUCHED = {
    "assessment_assessmentresult": """SELECT FROM touched t JOIN assessment_assessmentround r ON r.id = t.round_id
        WHERE r.published_at IS NOT NULL""",
    "assessment_score": """SELECT FROM (SELECT DISTINCT result_id FROM touched) t
        JOIN assessment_assessmentresult s ON s.id = t.result_id
        JOIN assessment_assessmentround r ON r.id = s.round_id WHERE r.published_at IS NOT NULL""",
    "assessment_assessmentround": "SELECT FROM touched WHERE published_at IS NOT NULL",
    "assessment_indicator": """SELECT FROM touched t JOIN assessment_rubric r ON r.id = t.rubric_id
        WHERE r.state = 'locked'""",
}
_EVENTS = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}


def triggers() -> Iterator[tuple[str, tuple[str, ...]]]:
    """For the wall's plan: each frozen table and the statements that freeze it."""
    for table, condition in _TOUCHED.items():
        name = f"{table}_frozen"
        # A round may be made in the past, and a rubric's lines before it is locked; only changing is refused.
        events = [event for event in _EVENTS if table != "assessment_assessmentround" or event != "INSERT"]
        yield table, (_FUNCTION.format(name=name, condition=condition, refuse=_REFUSE), *_each(table, name, events))


def _each(table: str, function: str, events: list[str]) -> Iterator[str]:
    for event in events:
        trigger = f"{function}_{event.lower()}"
        yield f'DROP TRIGGER IF EXISTS {trigger} ON "{table}"'
        yield (
            f'CREATE TRIGGER {trigger} AFTER {event} ON "{table}" REFERENCING {_EVENTS[event]} TABLE AS touched '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )
