"""Snapshots of pupils' rows, as the database writes them, so that an undo restores them to the last byte."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypedDict

import orjson
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from psycopg.sql import SQL, Composed, Identifier

from services.children import sql
from services.children.models import (
    CaseAssignment,
    Child,
    ChildGrant,
    ContactCard,
    Departure,
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
_FAMILY: tuple[type[Model], ...] = (
    Child,
    Departure,
    ReportedStatus,
    PhoneNumber,
    Guardian,
    ParentWhereabouts,
    PupilPrivate,
)
OF_PUPIL: dict[type[Model], str] = {**dict.fromkeys((*_FAMILY, Departure), "pupil_id"), Pupil: "id"}
MODELS = {model._meta.db_table: model for model in (*OF_CHILD, *OF_PUPIL)}

Snapshot = dict[str, dict[int, str]]  # table → id → row as JSON


class Difference(TypedDict):
    """Rows to restore and ids to delete, by table."""

    restored: dict[str, list[str]]
    inserted: dict[str, list[int]]


class UndoSnapshot(Difference):
    """All that an undo needs, including the ids the import created and each pupil's revision after it."""

    pupils: list[int]
    classes: list[int]
    children: list[int]
    revisions: Mapping[str, int]  # by pupil id, text because it has been JSON


def take(pupils: Collection[int]) -> Snapshot:
    """Read every row that this app holds about these pupils."""
    if not pupils:
        return {table: {} for table in MODELS}
    with connection.cursor() as cursor:
        return {table: _read(cursor, model, pupils) for table, model in MODELS.items()}


def add(to: Snapshot, other: Snapshot) -> None:
    """Add the rows of another snapshot."""
    for table, rows in other.items():
        to[table] |= rows


def difference(before: Snapshot, after: Snapshot) -> Difference:
    """The rows that changed or went, as they were before, and the ids of rows that are new."""
    restored = {
        table: [row for key, row in rows.items() if after[table].get(key) != row] for table, rows in before.items()
    }
    inserted = {table: [key for key in rows if key not in before[table]] for table, rows in after.items()}
    return {"restored": restored, "inserted": inserted}


def restore(snapshot: UndoSnapshot) -> None:
    """Delete the inserted rows, then set every changed row as it was."""
    with connection.cursor() as cursor:
        for table in MODELS:
            _delete(cursor, table, snapshot["inserted"].get(table, ()))
        for table in reversed(MODELS):  # a row before those that point to it
            _restore(cursor, table, snapshot["restored"].get(table, ()))


def erase(pupils: Collection[int]) -> None:
    """Delete pupils with every row that this app holds about them."""
    with connection.cursor() as cursor:
        for table, model in MODELS.items():
            statement = sql.DELETE_ROWS.format(table=Identifier(table), rows=_rows_of(model))
            cursor.execute(statement, {"pupils": list(pupils)})


def pack(snapshot: Mapping[str, object]) -> bytes:
    """An UndoSnapshot as JSON; number keys become text."""
    return orjson.dumps(snapshot, option=orjson.OPT_NON_STR_KEYS)


def _rows_of(model: type[Model]) -> Composed:
    """The condition on a model's rows of the parameter `pupils`."""
    if model in OF_CHILD:
        return sql.CHILD_ROWS.format(column=Identifier(OF_CHILD[model]))
    return sql.PUPIL_ROWS.format(column=Identifier(OF_PUPIL[model]))


def _read(cursor: CursorWrapper, model: type[Model], pupils: Collection[int]) -> dict[int, str]:
    statement = sql.SELECT_ROWS.format(table=Identifier(model._meta.db_table), rows=_rows_of(model))
    cursor.execute(statement, {"pupils": list(pupils)})
    return dict(cursor.fetchall())


def _delete(cursor: CursorWrapper, table: str, ids: Iterable[int]) -> None:
    if keys := list(ids):
        cursor.execute(sql.DELETE_BY_ID.format(table=Identifier(table)), {"ids": keys})


def _restore(cursor: CursorWrapper, table: str, rows: Iterable[str]) -> None:
    if not (lines := list(rows)):
        return
    columns = [(str(f.column), f.null) for f in MODELS[table]._meta.concrete_fields if not f.primary_key]
    # A column that came with a later release than the snapshot is not in it, and stays.
    kept = SQL("{0} = coalesce(old.{0}, {1}.{0})")
    settings = SQL(", ").join(
        [
            (SQL("{0} = old.{0}") if is_null else kept).format(Identifier(column), Identifier(table))
            for column, is_null in columns
        ]
    )
    statement = sql.RESTORE_ROWS.format(table=Identifier(table), settings=settings)
    cursor.execute(statement, {"rows": f"[{','.join(lines)}]"})
