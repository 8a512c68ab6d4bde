"""Apply the planned policies, grants and keys to the database; only tables that differ are touched."""

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from services.schools.rls.plan import CompositeKey, TablePlan, composite_keys, table_plans

_MARK = "rls "  # before the hash of the applied statements, in the table's comment


def apply(using: str, *, is_forced: bool = False) -> int:
    """Create what is missing or changed, with the owner's connection, and return the number of tables touched.

    Forced, it repairs every table, also where somebody changed policies or grants by hand, and drops foreign policies.
    """
    # One transaction: no moment in which a table has grants and no policy.
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        comments = _comments(cursor)
        existing = [plan for plan in table_plans() if plan.table in comments]
        changed = [plan for plan in existing if is_forced or comments[plan.table] != _MARK + plan.hash]
        if is_forced:
            _drop_policies(cursor, [plan.table for plan in existing])
        for plan in changed:
            _apply_plan(cursor, plan)
        present = _constraints(cursor)
        # After all plans, and only what is missing: a key that exists is never checked again.
        for key in composite_keys():
            if key.table in comments and (key.table, key.name) not in present:
                _add_key(cursor, key)
        return len(changed)


def _drop_policies(cursor: CursorWrapper, tables: list[str]) -> None:
    cursor.execute(
        "SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = ANY(%s)", [tables]
    )
    for table, policy in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{policy}" ON "{table}"')


def _apply_plan(cursor: CursorWrapper, plan: TablePlan) -> None:
    for statement in plan.statements:
        cursor.execute(statement)
    cursor.execute(f"COMMENT ON TABLE \"{plan.table}\" IS '{_MARK}{plan.hash}'")


def _add_key(cursor: CursorWrapper, key: CompositeKey) -> None:
    # NOT VALID first: validating an existing table afterwards needs only a light lock.
    not_valid = " NOT VALID" if key.definition.startswith("FOREIGN") else ""
    cursor.execute(f'ALTER TABLE "{key.table}" ADD CONSTRAINT "{key.name}" {key.definition}{not_valid}')
    if not_valid:
        cursor.execute(f'ALTER TABLE "{key.table}" VALIDATE CONSTRAINT "{key.name}"')


def _comments(cursor: CursorWrapper) -> dict[str, str]:
    """The comment of every table, by table name."""
    cursor.execute(
        "SELECT relname, coalesce(obj_description(oid, 'pg_class'), '') FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    )
    return dict(cursor.fetchall())


def _constraints(cursor: CursorWrapper) -> set[tuple[str, str]]:
    """(table, constraint) of every constraint."""
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    )
    return {(table.strip('"'), name) for table, name in cursor.fetchall()}
