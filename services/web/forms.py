"""Form fields that several pages share."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Choices, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from services.kit.names import person_names
from services.schools.models import Staff
from services.web.page_request import uuid_param

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PLEASE_CHOOSE = gettext_lazy("请选择")


def max_length(model: type[Model], column: str) -> int:
    """How many characters a column holds: the limit is declared in the model and nowhere else."""
    return int(getattr(model._meta.get_field(column), "max_length", 0) or 0)


class NameField(forms.CharField):
    """A person's name as typed: the action brings it into its one form, or refuses it as a roster import does."""

    def __init__(self, *, label: "StrOrPromise", required: bool = True) -> None:
        widget = forms.TextInput(attrs={"maxlength": person_names.MAX_NAME})
        super().__init__(label=label, required=required, strip=False, widget=widget)

    def validate(self, value: object) -> None:
        """An empty one too is the action's to refuse."""


class DayField(forms.DateField):
    """A day. A browser's date input sends and reads ISO dates in every language."""

    # Without the format Django writes the date in the reader's language, and the browser shows an empty field.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ClockField(forms.TimeField):
    """A time of day, in hours and minutes."""

    # Hours and minutes only: with seconds the browser offers a third field.
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class EnumField(forms.TypedChoiceField):
    """One member of a `Choices` class; the cleaned value is the member."""

    def __init__(self, enum: type[Choices], *, label: "StrOrPromise", initial: Choices | None = None) -> None:
        super().__init__(choices=enum.choices, coerce=enum, label=label, initial=initial)


class ScopedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One row of the open scope, by public id.

    The rows are queried when a form is made, because no scope is open when its class is.
    """

    def __init__(
        self,
        rows: Callable[[], QuerySet[Any]],
        *,
        model: type[Model],
        label: "StrOrPromise",
        option_label: Callable[[Any], str] = str,
        empty_label: "StrOrPromise" = PLEASE_CHOOSE,
        required: bool = True,
    ) -> None:
        super().__init__(
            # The bare class: the model's own manager refuses to build a query without a scope.
            queryset=QuerySet(model).none(),
            # Inner keys never leave the server.
            to_field_name="public_id",
            label=label,
            empty_label=empty_label,
            required=required,
        )
        self.rows = rows
        self.option_label = option_label

    def __deepcopy__(self, memo: dict[int, Any]) -> "ScopedChoiceField":
        field: ScopedChoiceField = super().__deepcopy__(memo)  # how a form gets its own copy of each field
        field.queryset = self.rows()
        return field

    def label_from_instance(self, obj: Model) -> str:
        return self.option_label(obj)


def working_staff() -> QuerySet[Staff]:
    """Staff who work at the school now, by name."""
    return Staff.objects.filter(is_active=True).order_by("pinyin", "pk")


def staff_field(label: "StrOrPromise", *, required: bool = True) -> ScopedChoiceField:
    """One of the staff who work at the school now."""
    return ScopedChoiceField(working_staff, model=Staff, label=label, required=required)


def staff_of_address(request: HttpRequest) -> Staff | None:
    """The working member of staff whom `?staff=` names, or None: then the form has a choice."""
    public_id = uuid_param(request, "staff")
    return working_staff().filter(public_id=public_id).first() if public_id else None


class AboutStaffForm(forms.Form):
    """A form about one of the staff. A subclass has the field `staff`, for whom no address names.

    Whom the address names is no field: neither a draft that was kept for somebody else nor a slip can change it.
    """

    def __init__(self, data: Any = None, *, about: Staff | None, **options: Any) -> None:
        super().__init__(data, **options)
        self.about = about
        if about:
            del self.fields["staff"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        return self.cleaned_data | ({"staff": self.about} if self.about else {})
