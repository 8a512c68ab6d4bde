"""The state of a nurse's station: a class's queue, the current pupil, a field for each measurement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from services.health import queries
from services.health.actions.results import SentMeasurements
from services.health.choices import CheckupState
from services.health.models import Appointment, Checkup, Measurements
from services.health.plausibility import BOUNDS, EYES, LOW_VISION, shown_value
from services.health.screening import ScreeningVerdict
from services.health.standards import months_between
from services.kit import clock
from services.kit.typed_numbers import as_number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# In the order of the stations in the hall.
ORDER = ("height_cm", "weight_kg", "vision_left", "vision_right", "systolic", "diastolic")
WHOLE_NUMBERS = frozenset({"systolic", "diastolic"})


class NumberField(forms.DecimalField):
    """A number as it is typed in haste, with full-width digits and points of a Chinese keyboard."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stub says int
        if isinstance(value, str):
            # A Chinese keyboard types １３０。５; refusing it would cost a second per field and 800 pupils.
            value = as_number(value)
        number: Decimal | None = super().to_python(value)
        return number


@dataclass(frozen=True)
class Meant:
    """Values that were most likely meant: what the button says, and `field=value;…` for it to fill in."""

    label: str
    values: str

    @classmethod
    def of(cls, meant: Sequence[tuple[str, Decimal | int]]) -> "Meant":
        texts = [(field, shown_value(value)) for field, value in meant]
        label = _("对调") if len(texts) > 1 else _("填 %(value)s") % {"value": texts[0][1]}
        return cls(label, ";".join(f"{field}={text}" for field, text in texts))


class ResultsForm(forms.Form):
    """A field per measurement with its usual range, and hidden beside it the value that this station has seen.

    Only what differs from it is sent on: another station may enter other fields of the same pupil. `warnings` by
    field are shown beside it: rare values that a second Enter confirms.
    """

    warnings: dict[str, str]
    meant: dict[str, "Meant"]  # by field: what a button fills in instead
    choices: "dict[str, StrOrPromise]"  # eye → what its 0, 1 or 2 is in GB 11533; ticked, never entered by Enter

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings, self.choices, self.meant = {}, {}, {}
        for name in ORDER:
            self.fields[name] = _field(name)
            self.fields[_seen(name)] = NumberField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, measurements: Measurements | None) -> "ResultsForm":
        """Filled in with what is known."""
        values = {name: getattr(measurements, name, None) for name in ORDER}
        return cls(initial=values | {_seen(name): value for name, value in values.items()})

    @property
    def seen(self) -> SentMeasurements:
        """What this station saw; for a valid form."""
        values: Any = {name: self._value(_seen(name), name) for name in ORDER}
        return values  # type: ignore[no-any-return]

    @property
    def sent(self) -> SentMeasurements:
        """What this station has changed, as the action takes it; for a valid form."""
        seen: Any = self.seen
        values: Any = {name: self._value(name, name) for name in ORDER}
        return {name: value for name, value in values.items() if value != seen[name]}  # type: ignore[return-value]

    @property
    def low_vision(self) -> list[str]:
        """The eyes that were ticked."""
        ticked = self.data.getlist("low_vision") if hasattr(self.data, "getlist") else []
        return [eye for eye in EYES if eye in ticked]

    def offer_choice(self, eye: str) -> None:
        """Offer the mark of GB 11533 for a value that may be one."""
        if (value := self.cleaned_data.get(eye)) in LOW_VISION:
            self.choices[eye] = LOW_VISION[int(value)]

    def show_current(self, current: Mapping[str, object]) -> None:
        """Show what another station has entered meanwhile. Saving again then overwrites it."""
        sent: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data = sent
        for name, value in current.items():
            sent[_seen(name)] = "" if value is None else str(value)
            shown = "—" if value is None else value
            self.add_error(name, _("刚才另一个站录了 %(value)s。再按一次保存，就用您填的。") % {"value": shown})

    def _value(self, field: str, name: str) -> Decimal | int | None:
        value: Decimal | None = self.cleaned_data[field]
        return _whole(value) if name in WHOLE_NUMBERS else value


def _seen(name: str) -> str:
    return f"was_{name}"


def _field(name: str) -> NumberField:
    bounds = BOUNDS[name]
    limits = {
        "low": bounds.usual_low,
        "high": bounds.usual_high,
        "lowest": bounds.lowest,
        "highest": bounds.highest,
    }
    attributes = {"inputmode": "decimal", "autocomplete": "off", "class": "measure-input"}
    attributes |= {f"data-{limit}": str(value) for limit, value in limits.items()}  # station.js warns while typing
    return NumberField(
        label=bounds.name,
        required=False,
        # Wide on purpose: 1305 must reach the app, which knows that 130.5 was meant.
        max_digits=9,
        decimal_places=3,
        help_text=f"{bounds.usual_low}–{bounds.usual_high} {bounds.unit}".strip(),
        widget=forms.TextInput(attrs=attributes),
        error_messages={"invalid": _("请填数字。"), "max_digits": _("请填数字。")},
    )


def _whole(value: Decimal | None) -> Decimal | int | None:
    """An int where nothing is lost; a fraction is left for the action to refuse."""
    return int(value) if value is not None and value == value.to_integral_value() else value


@dataclass
class StationState:
    """What the nurse sees: the queue, the current pupil with the form, and what was entered last."""

    appointment: Appointment
    queue: list[Checkup]
    current: Checkup | None = None
    form: ResultsForm | None = None
    confirm: str = ""  # the warnings that the next Enter confirms
    last: Checkup | None = None
    verdicts: tuple[ScreeningVerdict, ...] = ()
    error: str = ""

    @property
    def done(self) -> int:
        return sum(checkup.state == CheckupState.DONE for checkup in self.queue)

    @property
    def absent(self) -> int:
        return sum(checkup.state == CheckupState.ABSENT for checkup in self.queue)

    @property
    def age(self) -> int | None:
        """Completed years of the current pupil."""
        return months_between(self.current.pupil.birth_date, clock.today()) // 12 if self.current else None

    @property
    def label(self) -> str:
        return queries.label_of(self.appointment)

    @property
    def previous(self) -> Checkup | None:
        return self._neighbour(-1)

    @property
    def next(self) -> Checkup | None:
        return self._neighbour(1)

    def _neighbour(self, step: int) -> Checkup | None:
        """Before or after the current pupil, from either end round to the other."""
        if self.current is None or not self.queue:
            return None
        index = next(number for number, row in enumerate(self.queue) if row.pk == self.current.pk)
        return self.queue[(index + step) % len(self.queue)]


def next_expected(queue: list[Checkup], after: Checkup | None = None) -> Checkup | None:
    """The next pupil who is still expected, going round once."""
    # From the pupil just entered, going round: pupils who were skipped come at the end.
    start = next((number + 1 for number, row in enumerate(queue) if after and row.pk == after.pk), 0)
    return next((row for row in queue[start:] + queue[:start] if row.state == CheckupState.EXPECTED), None)


def select_pupil(state: StationState, checkup: Checkup | None) -> None:
    """Make a pupil the current one, with earlier measurements in the fields."""
    state.current = checkup
    if checkup:
        state.form = ResultsForm.of(getattr(checkup, "measurements", None))
