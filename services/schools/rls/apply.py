"""Make the wall stand as planned: as the owner, only what differs, table by table."""

from typing import Any

from django.db import connections, transaction

from services.schools.rls.plan import Key, TablePlan, keys, tables

_MARK = "wall "


def apply(using: str) -> int:
    """Build what is missing or changed; how many tables were touched."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        standing = _comments(cursor)
        changed = [plan for plan in tables() if plan.table in standing and standing[plan.table] != _MARK + plan.hash]
        for plan in changed:
            _raise(cursor, plan)
        present = _constraints(cursor)
        for key in keys():
            if key.table in standing and (key.table, key.name) not in present:
                _add(cursor, key)
        return len(changed)


def _raise(cursor: Any, plan: TablePlan) -> None:
    for statement in plan.statements:
        cursor.execute(statement)
    cursor.execute(f"COMMENT ON TABLE \"{plan.table}\" IS '{_MARK}{plan.hash}'")


def _add(cursor: Any, key: Key) -> None:
    # NOT VALID first: on a table with rows the check then takes a light lock.
    late = " NOT VALID" if key.definition.startswith("FOREIGN") else ""
    cursor.execute(f'ALTER TABLE "{key.table}" ADD CONSTRAINT "{key.name}" {key.definition}{late}')
    if late:
        cursor.execute(f'ALTER TABLE "{key.table}" VALIDATE CONSTRAINT "{key.name}"')


def _comments(cursor: Any) -> dict[str, str]:
    cursor.execute(
        "SELECT relname, coalesce(obj_description(oid, 'pg_class'), '') FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    )
    return dict(cursor.fetchall())


def _constraints(cursor: Any) -> set[tuple[str, str]]:
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    )
    return {(table.strip('"'), name) for table, name in cursor.fetchall()}
