"""What an answer or a body consists of.

A resource's serializer alone names its fields. Its columns and rows (`services.api.resources.rows`), bodies and
schema follow.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.fields import CharField, UUIDField

if TYPE_CHECKING:
    _Serializer = serializers.Serializer[Any]
else:
    _Serializer = serializers.Serializer


MAX_UNKNOWN = 20  # fields that are named


def unknown_fields(data: object, known: Collection[str]) -> dict[str, list[str]]:
    """An error for each field of a body that does not exist or cannot be set: it must not look as if it had been."""
    names = [str(name) for name in data if name not in known] if isinstance(data, Mapping) else []
    return {name: [_("没有这个字段，或不能在这里改。")] for name in sorted(names)[:MAX_UNKNOWN]}


class Serializer(_Serializer):
    # A field's `source` is the way to its column, "child.pupil.name"; a body's value is named like the field.
    # A comment, because docstrings are inherited by every component of the API's description.
    writable: ClassVar[Sequence[str] | None] = None  # fields that a body may hold; None: all
    becomes: ClassVar[Callable[..., object] | None] = None  # what an action takes of a row inside a body, by its fields

    if TYPE_CHECKING:  # DRF takes declared fields off the class, so these names are free for fields of ours
        label: Any
        source: Any
        parent: Any
        errors: Any

    def get_fields(self) -> Any:
        fields = super().get_fields()
        if self.writable:
            for name in fields.keys() - set(self.writable):
                fields[name].read_only, fields[name].required = True, False
        return fields

    def to_internal_value(self, data: Any) -> Any:
        # DRF nests values by `source`: a body's `staff` would arrive as {"mentor": {"staff": …}}.
        nested = self._checked(data)
        values: dict[str, object] = {
            str(field.field_name): value
            for field in self._writable_fields
            if (value := _value_at(nested, field.source_attrs)) is not _MISSING
        }
        return self.becomes(**values) if self.becomes else values

    def _checked(self, data: Any) -> Any:
        """What DRF makes of the body. Raises ValidationError naming each field that is wrong or that there is not."""
        unknown = unknown_fields(data, {str(field.field_name) for field in self._writable_fields})
        try:
            nested = super().to_internal_value(data)
        except ValidationError as error:
            # DRF raises a mapping here
            raise ValidationError({**error.detail, **unknown}) from error  # type: ignore[dict-item]
        if unknown:
            raise ValidationError(unknown)
        return nested


class Resource(Serializer):
    # A row with a public id.
    writable: ClassVar[Sequence[str] | None] = ()
    id = UUIDField(source="public_id")

    if TYPE_CHECKING:  # mypy compares with the direct base and, past it, with DRF
        label: Any
        source: Any


class NamedReference(Serializer):
    # A related row by public id and name: `child = NamedReference(name="pupil.name")`.
    id = UUIDField(source="public_id")
    name = CharField()

    def __init__(self, *args: Any, name: str = "name", **options: Any) -> None:
        super().__init__(*args, **options)
        self._name = name

    def get_fields(self) -> Any:
        name = CharField() if self._name == "name" else CharField(source=self._name)
        return {**super().get_fields(), "name": name}


class JobAccepted(Resource):
    """A job was started; `jobs/{id}` has its progress."""

    job = UUIDField(source="job.public_id")


_MISSING = object()


def _value_at(values: Any, path: list[str]) -> Any:
    for name in path:
        if name not in values:
            return _MISSING
        values = values[name]
    return values
