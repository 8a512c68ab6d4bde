"""Insert, update and delete many rows in one statement, several times faster than Django's own methods.

Rows go into a temporary table by COPY first, because PostgreSQL refuses COPY into a table with row-level security.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from psycopg import sql
from psycopg.types.json import Jsonb

# Counted, because one transaction may import into several tables.
_numbers = count()  # for the names of temporary tables


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    constants: Mapping[str, object] | None = None,
    returning: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """Insert rows of database values and return their `returning` columns; `constants` are the same in every row."""
    constants = constants or {}
    with connection.cursor() as cursor:
        temporary = _temporary_table(cursor, model, columns, rows)
        statement = sql.SQL("INSERT INTO {table} ({columns}) SELECT {values} FROM {temporary}{returning}").format(
            table=_table(model),
            columns=_names([*columns, *constants]),
            values=sql.SQL(", ").join([*map(sql.Identifier, columns), *map(sql.Literal, constants.values())]),
            temporary=temporary,
            returning=_returning(returning),
        )
        cursor.execute(statement)
        result = cursor.fetchall() if returning else []
        # Dropped at once: an import runs for minutes in one transaction and would keep every copy until its end.
        cursor.execute(sql.SQL("DROP TABLE {}").format(temporary))
    return result


def update(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Set columns by primary key, which comes first in `columns` and in each row; return the number of rows."""
    key, *others = columns
    with connection.cursor() as cursor:
        temporary = _temporary_table(cursor, model, columns, rows)
        cursor.execute(
            sql.SQL("UPDATE {table} SET {settings} FROM {temporary} AS fresh WHERE {table}.{key} = fresh.{key}").format(
                table=_table(model),
                settings=sql.SQL(", ").join(
                    sql.SQL("{0} = fresh.{0}").format(sql.Identifier(column)) for column in others
                ),
                temporary=temporary,
                key=sql.Identifier(key),
            )
        )
        changed = int(cursor.rowcount)
        cursor.execute(sql.SQL("DROP TABLE {}").format(temporary))
    return changed


def insert_instances(
    instances: Sequence[models.Model], *, returning: Sequence[str] = (), ignore_conflicts: bool = False
) -> list[tuple[Any, ...]]:
    """Insert unsaved instances of one model and return their `returning` columns.

    Sends one array per column. The instances get no primary keys; with `ignore_conflicts` only new rows are returned.
    """
    if not instances:
        return []
    # Without the automatic key, which the database gives.
    fields = [field for field in instances[0]._meta.concrete_fields if not isinstance(field, models.AutoField)]
    statement = sql.SQL("INSERT INTO {table} ({columns}) SELECT * FROM unnest({arrays}){ignoring}{returning}").format(
        table=_table(type(instances[0])),
        columns=_names([str(field.column) for field in fields]),
        arrays=sql.SQL(", ").join(sql.SQL("%s::" + str(field.db_type(connection)) + "[]") for field in fields),
        ignoring=sql.SQL(" ON CONFLICT DO NOTHING" if ignore_conflicts else ""),
        returning=_returning(returning),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [[_value(field, instance) for instance in instances] for field in fields])
        return cursor.fetchall() if returning else []


def _value(field: "models.Field[object, object]", instance: models.Model) -> object:
    value: object = getattr(instance, field.attname)
    return Jsonb(value) if isinstance(field, models.JSONField) and value is not None else value


def delete_by_key(model: type[models.Model], keys: Collection[Any]) -> int:
    """Delete rows by primary key in one statement, and look for nothing that refers to them; how many.

    An array, not a list of parameters: Django's `delete` reads every dependent table first and sends each key apart.
    """
    column = model._meta.pk.column if model._meta.pk else None
    assert column, "a table with a primary key"  # noqa: S101
    statement = sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)").format(_table(model), sql.Identifier(column))
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(keys)])
        return int(cursor.rowcount)


def _temporary_table(
    cursor: CursorWrapper, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> sql.Identifier:
    """Create a temporary table with some columns of a model's table and copy the rows into it."""
    # Columns and types are taken from the table, so that COPY checks each value as the INSERT would.
    temporary = sql.Identifier(f"bulk_{next(_numbers)}")
    cursor.execute(
        sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            temporary, _names(columns), _table(model)
        )
    )
    # An empty answer that only tells the types, which binary COPY needs to know.
    cursor.execute(sql.SQL("SELECT {} FROM {}").format(_names(columns), temporary))
    types = [column.type_code for column in cursor.description]
    # binary: half the work of text for client and server
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(temporary, _names(columns))) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
    return temporary


def _returning(columns: Sequence[str]) -> sql.Composable:
    return sql.SQL(" RETURNING {}").format(_names(columns)) if columns else sql.SQL("")


def _table(model: type[models.Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def _names(columns: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
