"""Fields of our serializers beside DRF's: enums, references in bodies, values computed from columns."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Choices, Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework import fields
from rest_framework.exceptions import ValidationError

from services.api.resources.serializers import Serializer

if TYPE_CHECKING:
    from services.api.views.base import BaseView

    Field = fields.Field[Any, Any, Any, Any]
else:
    Field = fields.Field


MAX_TYPED = 1000  # characters: more than any such column holds


class Computed(Field):
    """A value computed from columns: `function(view, *values)`. `shown_as` is the field the schema shows."""

    def __init__(self, shown_as: Field, function: Callable[..., object], *columns: str) -> None:
        super().__init__(allow_null=shown_as.allow_null, help_text=shown_as.help_text)
        self.function, self.columns, self.shown_as = function, columns, shown_as
        # What `extend_schema_field` sets on a class; here each field has its own.
        self._spectacular_annotation = {"field": shown_as}


class TypedField(fields.CharField):
    """Text as typed, blanks and all: the action brings it into its one form, or refuses it as a roster import does."""

    def __init__(self, *, required: bool = True, write_only: bool = False) -> None:
        super().__init__(
            required=required, write_only=write_only, allow_blank=True, trim_whitespace=False, max_length=MAX_TYPED
        )


class EnumField(fields.ChoiceField):
    """One of an enum's values; a body's value arrives as the enum's member.

    With `allow_blank` and `allow_null` a column's "" is answered as null.
    """

    def __init__(self, enum: type[Choices], **options: Any) -> None:
        super().__init__(choices=[(member, member.label) for member in enum], **options)


class ReferenceField(fields.UUIDField):
    """A related row. A body names it by public id and it arrives as the object; an answer shows it by `shown_as`.

    `rows(view)` gives what the caller may name. Unknown, foreign and invisible are all 400 on the field, worded alike,
    so that nobody learns which ids exist elsewhere. Without `shown_as` the answer holds the id alone.
    """

    def __init__(
        self, rows: "Callable[[BaseView], QuerySet[Any]]", shown_as: Serializer | None = None, **options: Any
    ) -> None:
        super().__init__(**options)
        self.rows, self.shown_as = rows, shown_as

    def to_internal_value(self, data: str | int | UUID) -> Model:  # type: ignore[override]  # the object of the id
        public_id = super().to_internal_value(data)
        # The rows the caller may name, and not a look-up with a check after it: both cases must look alike.
        row: Model | None = self.rows(self.context["view"]).filter(public_id=public_id).first()
        if row is None:
            raise ValidationError(_("没有这个对象，或您看不到它。"))
        return row
