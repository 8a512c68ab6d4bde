"""Many rows at once: COPY into a temporary table, then one statement (COPY itself is refused under a wall)."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from django.db import connection, models
from psycopg import sql

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


def _filled(
    cursor: Any, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> sql.Identifier:
    temporary = sql.Identifier(f"bulk_{next(_numbers)}")
    cursor.execute(
        sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            temporary, _names(columns), _table(model)
        )
    )
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(temporary, _names(columns))) as copy:
        for row in rows:
            copy.write_row(row)
    return temporary


def _table(model: type[models.Model]) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def _names(columns: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
