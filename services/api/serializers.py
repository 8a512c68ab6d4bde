"""What an answer or a body consists of. A resource's serializer is the one place that names its fields:
its columns, its rows (`services.api.rows`) and its schema follow from it."""

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.fields import CharField, UUIDField

if TYPE_CHECKING:
    _Serializer = serializers.Serializer[Any]
else:
    _Serializer = serializers.Serializer


class Serializer(_Serializer):
    """A field's `source` is the way to its column: "child.pupil.name"."""

    if TYPE_CHECKING:  # DRF takes declared fields off the class, so these names are free for fields of ours
        label: Any
        source: Any
        parent: Any
        errors: Any


class Resource(Serializer):
    """A row with a public id."""

    id = UUIDField(source="public_id")


class NamedReference(Serializer):
    """A related row by public id and name: `child = NamedReference(name="pupil.name")`."""

    id = UUIDField(source="public_id")
    name = CharField()

    def __init__(self, *args: Any, name: str = "name", **options: Any) -> None:
        super().__init__(*args, **options)
        self._name = name

    def get_fields(self) -> Any:
        name = CharField() if self._name == "name" else CharField(source=self._name)
        return {**super().get_fields(), "name": name}


class JobAccepted(Resource):
    """A job was started; `jobs/{id}` tells how far it is."""

    job = UUIDField(source="job.public_id")
