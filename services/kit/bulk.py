"""Many rows at once: COPY into a temporary table, then one statement (COPY itself is refused under a wall); objects
by an array for each column.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

_numbers = count()


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    constants: Mapping[str, Any] | None = None,
    returning: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """Insert rows of database values; `constants` are the same in every row. Answers the `returning` columns."""
    constants = constants or {}
    with connection.cursor() as cursor:
        temporary = _filled(cursor, model, columns, rows)
        into = sql.SQL("INSERT INTO {table} ({columns}) SELECT {chosen} FROM {temporary}{returning}").format(
            table=_table(model),
            columns=_names([*columns, *constants]),
            chosen=sql.SQL(", ").join([*map(sql.Identifier, columns), *map(sql.Literal, constants.values())]),
            temporary=temporary,
            returning=sql.SQL(" RETURNING {}").format(_names(returning)) if returning else sql.SQL(""),
        )
        cursor.execute(into)
        answer = list(cursor.fetchall()) if returning else []
        cursor.execute(sql.SQL("DROP TABLE {}").format(temporary))
    return answer


def update(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Set columns by id, which stands first in `columns` and in each row; how many rows."""
    key, *others = columns
    with connection.cursor() as cursor:
        temporary = _filled(cursor, model, columns, rows)
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
    objects: Sequence[models.Model], *, returning: Sequence[str] = (), ignore_conflicts: bool = False
) -> list[tuple[Any, ...]]:
    """Unsaved objects of one model in one statement with a parameter for each column, a few times faster than
    `bulk_create`. Their keys are not set: ask for them by `returning`; with `ignore_conflicts` those of new rows.
    """
    if not objects:
        return []
    fields = [each for each in objects[0]._meta.concrete_fields if not isinstance(each, models.AutoField)]
    columns = [str(each.column) for each in fields]
    statement = sql.SQL("INSERT INTO {table} ({columns}) SELECT * FROM unnest({arrays}){ignoring}{returning}").format(
        table=_table(type(objects[0])),
        columns=_names(columns),
        arrays=sql.SQL(", ").join(sql.SQL("%s::" + str(each.db_type(connection)) + "[]") for each in fields),
        ignoring=sql.SQL(" ON CONFLICT DO NOTHING" if ignore_conflicts else ""),
        returning=sql.SQL(" RETURNING {}").format(_names(returning)) if returning else sql.SQL(""),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [[_value(each, one) for one in objects] for each in fields])
        return list(cursor.fetchall()) if returning else []


def _value(field: Any, one: models.Model) -> Any:
    value = getattr(one, field.attname)
    return Jsonb(value) if isinstance(field, models.JSONField) and value is not None else value


def _filled(
    cursor: Any, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> sql.Identifier:
    temporary = sql.Identifier(f"bulk_{next(_numbers)}")
    cursor.execute(
        sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            temporary, _names(columns), _table(model)
        )
    )
    cursor.execute(sql.SQL("SELECT {} FROM {}").format(_names(columns), temporary))
    types = [column.type_code for column in cursor.description]
    # binary: half the work of text on either side
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(temporary, _names(columns))) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
    return temporary


def _table(model: type[models.Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def _names(columns: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
