"""From a serializer to the columns it reads and the function that turns one row into JSON.

DRF's own `serializer.data` costs several times as much per row as the query that brought it. So a serializer class is
compiled once into the dictionary display that one would write by hand: `{"id": row["public_id"], …}`.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Manager
from rest_framework import serializers as drf

from services.api.resources.fields import Computed, EnumField, ReferenceField

if TYPE_CHECKING:
    from services.api.views.base import BaseView

    Serializer = type[drf.Serializer[Any]]

Row = dict[str, Any]  # one row of `.values()`, or the JSON object made of it
Source = Any  # a row of `.values()`, a model instance or a dataclass
Path = tuple[str, ...]  # the way to a value: ("child", "pupil", "name")


class RowReader:
    """How a serializer reads its rows: the `columns` for `.values()`, and the row as JSON when called."""

    def __init__(self, serializer: "Serializer", value: Callable[[Path], str]) -> None:
        self.columns: list[str] = []
        self._value = value
        self._names: dict[str, object] = {"attribute": _attribute}  # what the compiled text refers to
        text = f"lambda view, row: {self._object(serializer(), ())}"
        self._read: Callable[[BaseView, Source], Row] = eval(text, self._names)  # noqa: S307  made of our own fields

    def __call__(self, view: "BaseView", source: Source) -> Row:
        return self._read(view, source)

    def _object(self, serializer: Any, prefix: Path) -> str:
        fields = [(name, field) for name, field in serializer.fields.items() if not field.write_only]
        pairs = [f"{name!r}: {self._field(field, prefix)}" for name, field in fields]
        return f"{{{', '.join(pairs)}}}"

    def _field(self, field: Any, prefix: Path) -> str:
        path = (*prefix, *field.source_attrs)
        nested = getattr(field, "shown_as", None) or field
        if isinstance(field, Computed):
            values = [self._column((*prefix, *column.split("."))) for column in field.columns]
            return f"{self._name(field.function)}({', '.join(['view', *values])})"
        if isinstance(field, drf.ListSerializer):
            return f"{self._name(_reader_of_many(field))}(view, {self._column(path)})"
        if isinstance(nested, drf.Serializer):
            # A left join that finds nothing gives NULL in all columns; the first field, mostly the id, tells.
            first, *_others = [*nested.fields.values()]
            is_null = f"None if {self._column((*path, *first.source_attrs))} is None else " if field.allow_null else ""
            return f"({is_null}{self._object(nested, path)})"
        if isinstance(field, ReferenceField):
            return self._column((*path, "public_id"))
        convert = _converter(field)
        return f"{self._name(convert)}({self._column(path)})" if convert else self._column(path)

    def _column(self, path: Path) -> str:
        if (column := "__".join(path)) not in self.columns:
            self.columns.append(column)
        return self._value(path)

    def _name(self, function: object) -> str:
        name = f"_{len(self._names)}"
        self._names[name] = function
        return name


@cache  # one entry per serializer: compiling costs more than reading a page
def row_reader(serializer: "Serializer") -> RowReader:
    """For rows of `.values(*columns)`."""
    return RowReader(serializer, lambda path: f"row[{'__'.join(path)!r}]")


@cache
def object_reader(serializer: "Serializer") -> RowReader:
    """For model instances and dataclasses, by the same fields."""
    return RowReader(serializer, lambda path: f"attribute(row, {path!r})")


def serialize(serializer: "Serializer", view: "BaseView", source: Source) -> Row:
    """One row, instance or dataclass as the serializer's JSON."""
    return (row_reader if isinstance(source, dict) else object_reader)(serializer)(view, source)


def _attribute(source: Source, path: Path) -> object:
    """None as soon as a relation on the way is empty, as a left join gives it."""
    for name in path:
        source = source[name] if isinstance(source, Mapping) else getattr(source, name, None)
        if source is None:
            return None
    return source


def _reader_of_many(field: Any) -> Callable[["BaseView", Source], list[Row]]:
    serializer = type(field.child)

    def read(view: "BaseView", sources: Source) -> list[Row]:
        items = sources.all() if isinstance(sources, Manager) else sources
        return [serialize(serializer, view, item) for item in items]

    return read


def _converter(field: Any) -> Callable[[Any], object] | None:
    """orjson writes dates, times, UUIDs and enums as they are; these would come out otherwise."""
    if isinstance(field, drf.FloatField):
        return lambda value: None if value is None else float(value)  # of a Decimal
    if isinstance(field, EnumField) and field.allow_blank and field.allow_null:
        return lambda value: value or None
    if isinstance(field, drf.TimeField) and isinstance(field.format, str):
        return lambda value: None if value is None else value.strftime(field.format)
    return None
