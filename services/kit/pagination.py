"""Keyset pages: the page after a row is found by its ordering values, never by OFFSET, never by COUNT."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from services.kit.cursors import CursorPosition, decode, encode

MAX_PAGE_SIZE = 100

Row = TypeVar("Row")


@dataclass(frozen=True)
class Ordering:
    """Columns that are never NULL, all in one direction, closed by the key that makes each place unique.

    One direction, because the database then answers `(a, b, id) > (x, y, z)` from one index.
    """

    columns: tuple[str, ...]
    descending: bool = False

    @classmethod
    def of_columns(cls, *columns: str, key: str = "id") -> "Ordering":
        """From names as Django's `order_by` takes them; the key is added when missing."""
        directions = {column.startswith("-") for column in columns} or {False}
        if len(directions) > 1:
            raise ValueError("all columns of a keyset order run in one direction")
        names = [column.removeprefix("-") for column in columns]
        return cls(tuple(names if key in names else [*names, key]), descending=directions.pop())

    def order_by(self, *, backwards: bool = False) -> list[str]:
        """As `order_by` wants it."""
        sign = "-" if self.descending != backwards else ""
        return [sign + column for column in self.columns]

    def position_of(self, row: object) -> tuple[object, ...]:
        """The ordering values of a row (model instance or mapping)."""
        values = tuple(_value(row, column) for column in self.columns)
        if None in values:
            raise ValueError(f"a keyset order needs columns without NULL: {self.columns}")
        return values


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows in their order, and the cursors of the pages beside them (None at either end)."""

    rows: Sequence[Row]
    next: str | None
    previous: str | None


def paginate(
    rows: QuerySet[Any, Row], *, order: Ordering, size: int, cursor: str | None, name: str, key: bytes
) -> Page[Row]:
    """One page of at most `size` (1–100) rows of the list called `name`, in one query.

    `rows` may yield instances or `values()` holding the ordering columns; its own order is replaced.
    Raises `BadCursor` when the cursor is not one of this list in this order under this key.
    """
    size = max(1, min(size, MAX_PAGE_SIZE))
    about = _about(name, order)
    place = decode(cursor, about=about, key=key, length=len(order.columns)) if cursor else None
    backwards = bool(place and place.is_backward)
    found = list(_beyond(rows, order, place).order_by(*order.order_by(backwards=backwards))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([], None, None)
    after, before = (True, more) if backwards else (more, place is not None)
    return Page(
        found,
        next=encode(CursorPosition(order.position_of(found[-1])), about=about, key=key) if after else None,
        previous=encode(CursorPosition(order.position_of(found[0]), is_backward=True), about=about, key=key)
        if before
        else None,
    )


def _beyond(rows: QuerySet[Any, Row], order: Ordering, place: CursorPosition | None) -> QuerySet[Any, Row]:
    if place is None:
        return rows
    comparison = TupleLessThan if order.descending != place.is_backward else TupleGreaterThan
    return rows.filter(comparison(Tuple(*(F(column) for column in order.columns)), place.values))


def _about(name: str, order: Ordering) -> bytes:
    return "|".join([name, *order.order_by()]).encode()


def _value(row: object, column: str) -> object:
    if isinstance(row, Mapping):
        return row[column]
    if isinstance(row, Model) or hasattr(row, column.split("__", maxsplit=1)[0]):
        return attrgetter(column.replace("__", "."))(row)
    raise TypeError(f"a row of {type(row).__name__} does not hold {column}")
