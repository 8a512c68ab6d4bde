"""The columns of a list as a table shows them: flat, with headings, and values a person reads."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import fields

from services.api.resources.fields import EnumField
from services.api.resources.rows import Row
from services.api.resources.serializers import Serializer

Cell = Callable[[Any], object]
_PLAIN = (fields.CharField, fields.IntegerField, fields.FloatField, fields.DateField, fields.TimeField)


@dataclass(frozen=True)
class Column:
    """The way to a value in a row of the API, and what stands in the cell for it."""

    path: tuple[str, ...]
    cell: Cell

    @property
    def name(self) -> str:
        return ".".join(self.path)

    def read(self, row: Row) -> object:
        value: Any = row
        for name in self.path:
            if value is None:
                return None
            value = value[name]
        return None if value is None else self.cell(value)


@cache
def columns_of(serializer: type[Serializer] | None) -> Mapping[str, Column]:
    """By name, in the order of the serializer. Ids are for programs, and lists in a cell for nobody: left out."""
    if serializer is None:
        raise TypeError("a list names its serializer")
    return {column.name: column for column in _columns(serializer(), ())}


def _columns(serializer: Any, prefix: tuple[str, ...]) -> Iterator[Column]:
    for name, field in serializer.fields.items():
        if field.write_only:
            continue
        shown = getattr(field, "shown_as", None) or field
        if isinstance(shown, fields.ListField) and isinstance(shown.child, EnumField):
            yield Column((*prefix, name), _joined(_cell_of(shown.child)))
        elif hasattr(shown, "fields") and not getattr(shown, "many", False):
            yield from _columns(shown, (*prefix, name))
        elif cell := _cell_of(shown):
            yield Column((*prefix, name), cell)


def _cell_of(field: Any) -> Cell | None:
    """What makes a cell of a value; None for a field without a column."""
    match field:
        case fields.ChoiceField():
            return lambda value: str(field.choices.get(value, value))
        case fields.UUIDField():
            return None
        case fields.BooleanField():
            return lambda value: _("是") if value else _("否")
        case fields.DateTimeField():
            return _local
        case fields.DecimalField():
            return float
    return _as_it_is if isinstance(field, _PLAIN) else None


def _as_it_is(value: object) -> object:
    return value


def _joined(cell: Cell | None) -> Cell:
    assert cell is not None, "an enum has a cell"  # noqa: S101
    return lambda values: "、".join(str(cell(value)) for value in values)


def _local(moment: datetime | str) -> object:
    return timezone.localtime(moment).replace(tzinfo=None) if isinstance(moment, datetime) else moment
