"""Rows of pupils as they stand, as the database writes them, so that an undo can put them back to the last byte."""

from collections.abc import Collection, Iterable
from typing import Any

import orjson
from django.db import connection
from django.db.models import Model
from psycopg import sql

from services.children.models import (
    CaseAssignment,
    Child,
    ChildGrant,
    ContactCard,
    Guardian,
    ParentWhereabouts,
    PhoneNumber,
    Pupil,
    PupilPrivate,
    ReportedStatus,
)

# In the order in which rows may be deleted; the column that leads to the pupil or to the child.
OF_CHILD: dict[type[Model], str] = {
    ChildGrant: "content_object_id",
    CaseAssignment: "child_id",
    ContactCard: "child_id",
}
_FAMILY: tuple[type[Model], ...] = (Child, ReportedStatus, PhoneNumber, Guardian, ParentWhereabouts, PupilPrivate)
OF_PUPIL: dict[type[Model], str] = {**dict.fromkeys(_FAMILY, "pupil_id"), Pupil: "id"}
MODELS = {model._meta.db_table: model for model in (*OF_CHILD, *OF_PUPIL)}

Snapshot = dict[str, dict[int, str]]


def take(pupils: Collection[int]) -> Snapshot:
    """{table: {id: row as JSON}} of everything this room holds about these pupils."""
    if not pupils:
        return {table: {} for table in MODELS}
    with connection.cursor() as cursor:
        return {model._meta.db_table: _rows(cursor, model, pupils) for model in (*OF_CHILD, *OF_PUPIL)}


def add(to: Snapshot, others: Snapshot) -> None:
    """Put another snapshot's rows beside those that are there."""
    for table, rows in others.items():
        to[table] |= rows


def difference(before: Snapshot, after: Snapshot) -> dict[str, Any]:
    """What an undo needs: rows to put back, and ids of rows that were not there."""
    restored = {
        table: [row for key, row in rows.items() if after[table].get(key) != row] for table, rows in before.items()
    }
    inserted = {table: [key for key in rows if key not in before[table]] for table, rows in after.items()}
    return {"restored": restored, "inserted": inserted}


def restore(told: dict[str, Any]) -> None:
    """Delete what was inserted, then set every changed row as it was."""
    with connection.cursor() as cursor:
        for table in MODELS:
            _delete_ids(cursor, table, told["inserted"].get(table, ()))
        for table in reversed(MODELS):
            _restore(cursor, table, told["restored"].get(table, ()))


def erase(pupils: Collection[int]) -> None:
    """Delete pupils with everything this room holds about them."""
    with connection.cursor() as cursor:
        for model, column in OF_CHILD.items():
            cursor.execute(
                sql.SQL("DELETE FROM {} WHERE {} IN (SELECT id FROM children_child WHERE pupil_id = ANY(%s))").format(
                    _name(model._meta.db_table), _name(column)
                ),
                [list(pupils)],
            )
        for model, column in OF_PUPIL.items():
            statement = sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)")
            cursor.execute(statement.format(_name(model._meta.db_table), _name(column)), [list(pupils)])


def _rows(cursor: Any, model: type[Model], pupils: Collection[int]) -> dict[int, str]:
    table = _name(model._meta.db_table)
    if model in OF_CHILD:
        where = sql.SQL("{} IN (SELECT id FROM children_child WHERE pupil_id = ANY(%s))").format(_name(OF_CHILD[model]))
    else:
        where = sql.SQL("{} = ANY(%s)").format(_name(OF_PUPIL[model]))
    statement = sql.SQL("SELECT id, row_to_json(t)::text FROM {} t WHERE {}").format(table, where)
    cursor.execute(statement, [list(pupils)])
    return dict(cursor.fetchall())


def _delete_ids(cursor: Any, table: str, ids: Iterable[int]) -> None:
    if keys := list(ids):
        cursor.execute(sql.SQL("DELETE FROM {} WHERE id = ANY(%s)").format(_name(table)), [keys])


def _restore(cursor: Any, table: str, rows: Iterable[str]) -> None:
    if not (lines := list(rows)):
        return
    columns = [field.column for field in MODELS[table]._meta.concrete_fields if field.column and not field.primary_key]
    cursor.execute(
        sql.SQL(
            "UPDATE {table} SET {settings} FROM json_populate_recordset(NULL::{table}, %s::json) AS old"
            " WHERE {table}.id = old.id"
        ).format(
            table=_name(table),
            settings=sql.SQL(", ").join([sql.SQL("{0} = old.{0}").format(_name(column)) for column in columns]),
        ),
        [f"[{','.join(lines)}]"],
    )


def _name(word: str) -> sql.Identifier:
    return sql.Identifier(word)


def pack(told: dict[str, Any]) -> bytes:
    return orjson.dumps(told, option=orjson.OPT_NON_STR_KEYS)
