"""The trigger that queues each audit event for its seal: registered in AppConfig.ready()."""

from collections.abc import Iterator

_FUNCTION = """CREATE OR REPLACE FUNCTION audit_log_queue() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit_log_unsealedevent (id, county_id) SELECT id, county_id FROM added;
    RETURN NULL;
END $$"""
_CREATE = """CREATE TRIGGER audit_log_queue AFTER INSERT ON access_auditevent
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_log_queue()"""


def triggers() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The table with the statements that create its trigger."""
    drop = "DROP TRIGGER IF EXISTS audit_log_queue ON access_auditevent"
    yield "access_auditevent", (_FUNCTION, drop, _CREATE)
