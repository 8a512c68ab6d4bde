"""From a serializer to the columns it reads and the function that turns one row into JSON.

Lists answer up to 100 rows a page and exports more: DRF's own `serializer.data` costs several times as much per row
as the query itself. So a serializer class is compiled once, and each row only runs through C-level getters.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Manager
from rest_framework import serializers as drf

from services.api.fields import Computed, EnumField, ReferenceField

if TYPE_CHECKING:
    from services.api.base import BaseView

Row = dict[str, Any]  # one row of `.values()`, or the JSON object made of it
Source = Any  # a row of `.values()`, a model instance or a dataclass
Path = tuple[str, ...]  # the way to a value: ("child", "pupil", "name")
_Values = tuple[Any, ...]
_Getter = Callable[[Source], _Values]
_Read = Callable[["BaseView", Source], object]


class RowReader:
    """How a serializer reads its rows: the columns for `.values()`, and the row as JSON when called."""

    def __init__(self, serializer: "drf.Serializer[Any]", prefix: Path, getter: Callable[[Sequence[Path]], _Getter]):
        self.getter = getter
        self.columns: list[str] = []
        self._names: list[str] = []
        self._special: list[tuple[str, _Read]] = []
        plain: list[Path] = []
        for name, field in serializer.fields.items():
            if field.write_only:
                continue
            paths, read = self._field(field, (*prefix, *field.source_attrs), prefix)
            self._names.append(name)
            plain.append(paths[0])  # overwritten below where `read` is set; it keeps the fields in their order
            self.columns += [column for column in map("__".join, paths) if column not in self.columns]
            if read:
                self._special.append((name, read))
        self._get = getter(plain)

    def __call__(self, view: "BaseView", source: Source) -> Row:
        answer: Row = dict(zip(self._names, self._get(source), strict=True))
        for name, read in self._special:
            answer[name] = read(view, source)
        return answer

    def _field(self, field: Any, path: Path, prefix: Path) -> tuple[list[Path], _Read | None]:
        """The columns of one field, and how it is read when it is not simply its column."""
        if isinstance(field, Computed):
            paths = [(*prefix, *column.split(".")) for column in field.columns]
            return paths, _computed(field.function, self.getter(paths))
        if isinstance(field, drf.ListSerializer):
            child: Any = field.child
            return [path], _many(type(child), self.getter([path]))
        nested = field.shown_as if isinstance(field, ReferenceField) else field
        if isinstance(nested, drf.Serializer):
            inner = RowReader(nested, path, self.getter)
            paths = [tuple(column.split("__")) for column in inner.columns]
            return paths, _or_none(inner, self.getter(paths[:1])) if field.allow_null else inner
        if isinstance(field, ReferenceField):
            return [(*path, "public_id")], None
        convert = _converter(field)
        return [path], _converted(convert, self.getter([path])) if convert else None


@cache  # one entry per serializer class
def row_reader(serializer: "type[drf.Serializer[Any]]") -> RowReader:
    """For rows of `.values(*columns)`."""
    return RowReader(serializer(), (), _columns)


@cache
def object_reader(serializer: "type[drf.Serializer[Any]]") -> RowReader:
    """For model instances and dataclasses, by the same fields."""
    return RowReader(serializer(), (), _attributes)


def serialize(serializer: "type[drf.Serializer[Any]]", view: "BaseView", source: Source) -> Row:
    """One row, instance or dataclass as the serializer's JSON."""
    return (row_reader if isinstance(source, Mapping) else object_reader)(serializer)(view, source)


def _columns(paths: Sequence[Path]) -> _Getter:
    keys = ["__".join(path) for path in paths]
    if len(keys) == 1:  # itemgetter of one key gives the value itself, not a tuple
        only = itemgetter(*keys)
        return lambda row: (only(row),)
    return itemgetter(*keys)


def _attributes(paths: Sequence[Path]) -> _Getter:
    return lambda source: tuple(_attribute(source, path) for path in paths)


def _attribute(source: Source, path: Path) -> object:
    """None as soon as a relation on the way is empty, as a left join gives it."""
    for name in path:
        source = source[name] if isinstance(source, Mapping) else getattr(source, name, None)
        if source is None:
            return None
    return source


def _computed(function: Callable[..., object], get: _Getter) -> _Read:
    return lambda view, source: function(view, *get(source))


def _or_none(read: RowReader, get_id: _Getter) -> _Read:
    return lambda view, source: None if get_id(source)[0] is None else read(view, source)


def _many(serializer: "type[drf.Serializer[Any]]", get: _Getter) -> _Read:
    def read(view: "BaseView", source: Source) -> list[Row]:
        (rows,) = get(source)
        return [serialize(serializer, view, row) for row in (rows.all() if isinstance(rows, Manager) else rows)]

    return read


def _converted(convert: Callable[[Any], object], get: _Getter) -> _Read:
    def read(_view: "BaseView", source: Source) -> object:
        (value,) = get(source)
        return None if value is None else convert(value)

    return read


def _converter(field: Any) -> Callable[[Any], object] | None:
    """orjson writes dates, times, UUIDs and enums as they are; these would come out otherwise."""
    if isinstance(field, drf.FloatField):
        return float  # from Decimal
    if isinstance(field, EnumField) and field.allow_blank and field.allow_null:
        return lambda value: value or None
    if isinstance(field, drf.TimeField) and isinstance(field.format, str):
        return lambda value: value.strftime(field.format)
    return None
