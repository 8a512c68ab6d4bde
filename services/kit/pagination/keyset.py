"""Keyset pagination: a page begins after the ordering values of a row. No OFFSET, no COUNT."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from services.kit.pagination.cursors import CursorPosition, decode, encode

# Two screens of a desktop; more would let one request load a whole school.
MAX_PAGE_SIZE = 100

Row = TypeVar("Row")


@dataclass(frozen=True)
class Ordering:
    """Columns without NULL, all in one direction; the last is the key, which makes each position unique.

    One direction, because PostgreSQL then answers `(a, b, id) > (x, y, z)` from one index.
    """

    columns: tuple[str, ...]
    descending: bool = False

    @classmethod
    def of_columns(cls, *columns: str, key: str = "id") -> "Ordering":
        """From names as for Django's `order_by`; the key is added when missing. Raises ValueError."""
        directions = {column.startswith("-") for column in columns} or {False}
        if len(directions) > 1:
            raise ValueError("all columns of a keyset order run in one direction")
        names = [column.removeprefix("-") for column in columns]
        return cls(tuple(names if key in names else [*names, key]), descending=directions.pop())

    def order_by(self, *, is_backward: bool = False) -> list[str]:
        """Arguments for Django's `order_by`."""
        sign = "-" if self.descending != is_backward else ""
        return [sign + column for column in self.columns]

    def position_of(self, row: object) -> tuple[object, ...]:
        """The ordering values of a row, a model instance or a mapping. Raises ValueError for NULL."""
        values = tuple(_value(row, column) for column in self.columns)
        if None in values:
            raise ValueError(f"a keyset order needs columns without NULL: {self.columns}")
        return values


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows in order, and the cursors of the next and previous pages, None at the ends."""

    rows: Sequence[Row]
    next: str | None
    previous: str | None


def paginate(
    rows: QuerySet[Any, Row], *, order: Ordering, size: int, cursor: str | None, name: str, key: bytes
) -> Page[Row]:
    """One page of at most `size` (1–100) rows of the list called `name`, in one query.

    `rows` yields instances, or `values()` with the ordering columns; its own order is replaced. Raises InvalidCursor
    for a cursor of another list, ordering or key.
    """
    size = max(1, min(size, MAX_PAGE_SIZE))
    associated_data = _associated_data(name, order)
    position = (
        decode(cursor, associated_data=associated_data, key=key, value_count=len(order.columns)) if cursor else None
    )
    is_backward = bool(position and position.is_backward)
    # one row more than the page shows whether there is a further page
    selected = list(_from(rows, order, position).order_by(*order.order_by(is_backward=is_backward))[: size + 1])
    has_more, selected = len(selected) > size, selected[:size]
    if not selected:
        return Page([], None, None)
    if is_backward:
        selected.reverse()
    first, last = order.position_of(selected[0]), order.position_of(selected[-1])
    after = encode(CursorPosition(last), associated_data=associated_data, key=key)
    before = encode(CursorPosition(first, is_backward=True), associated_data=associated_data, key=key)
    return Page(
        selected,
        # A page reached backward always has a next one: the page that the reader came from.
        next=after if is_backward or has_more else None,
        previous=before if (has_more if is_backward else position is not None) else None,
    )


def _from(rows: QuerySet[Any, Row], order: Ordering, position: CursorPosition | None) -> QuerySet[Any, Row]:
    if position is None:
        return rows
    comparison = TupleLessThan if order.descending != position.is_backward else TupleGreaterThan
    return rows.filter(comparison(Tuple(*(F(column) for column in order.columns)), position.values))


def _associated_data(name: str, order: Ordering) -> bytes:
    return "|".join([name, *order.order_by()]).encode()


def _value(row: object, column: str) -> object:
    if isinstance(row, Mapping):
        return row[column]
    if isinstance(row, Model) or hasattr(row, column.split("__", maxsplit=1)[0]):
        return attrgetter(column.replace("__", "."))(row)
    raise TypeError(f"a row of {type(row).__name__} does not hold {column}")


def batches(rows: QuerySet[Any, Row], *, order: Ordering, size: int) -> Iterator[list[Row]]:
    """Every row, `size` at a time: constant memory, and no cursor that a pooled connection would have to keep."""
    position = None
    while batch := list(_from(rows, order, position).order_by(*order.order_by())[:size]):
        yield batch
        position = CursorPosition(order.position_of(batch[-1]))
