"""The trigger that fills `AuditTarget`: registered with the setup of row-level security in AccessConfig.ready()."""

from collections.abc import Iterator

# Some targets are rows without a public id; a list that shows nothing has none.
_FUNCTION = """CREATE OR REPLACE FUNCTION access_index_targets() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO access_audittarget (school_id, county_id, event_id, target)
    SELECT DISTINCT added.school_id, added.county_id, added.id, entry::uuid
    FROM added, jsonb_array_elements_text(added.target) AS entry
    WHERE entry ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
    RETURN NULL;
END $$"""


_CREATE = """CREATE TRIGGER access_index_targets AFTER INSERT ON access_auditevent
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION access_index_targets()"""


def triggers() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The table with the statements that create its trigger."""
    drop = "DROP TRIGGER IF EXISTS access_index_targets ON access_auditevent"
    yield "access_auditevent", (_FUNCTION, drop, _CREATE)
