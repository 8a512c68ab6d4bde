"""The state of a nurse's station: a class's queue, the current pupil, a field for each measurement."""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from services.health import queries
from services.health.choices import CheckupState
from services.health.models import Appointment, Checkup
from services.health.plausibility import BOUNDS
from services.health.screening import ScreeningVerdict
from services.health.standards import months_between
from services.kit import clock

# In the order of the stations in the hall.
ORDER = ("height_cm", "weight_kg", "vision_left", "vision_right", "systolic", "diastolic")
WHOLE_NUMBERS = frozenset({"systolic", "diastolic"})


class NumberField(forms.DecimalField):
    """A number as it is typed in haste, with full-width digits and points of a Chinese keyboard."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stub says int
        if isinstance(value, str):
            # A Chinese keyboard types １３０。５; refusing it would cost a second per field and 800 pupils.
            value = unicodedata.normalize("NFKC", value).replace("。", ".").strip()
        number: Decimal | None = super().to_python(value)
        return number


class ResultsForm(forms.Form):
    """A field per measurement with its usual range.

    `warnings` by field are shown beside it: rare values that a second Enter confirms.
    """

    warnings: dict[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings = {}
        for name in ORDER:
            self.fields[name] = _field(name)

    def measurements(self) -> dict[str, Decimal | int | None]:
        """As the action takes them; for a valid form."""
        return {name: _whole(value) if name in WHOLE_NUMBERS else value for name, value in self.cleaned_data.items()}


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
        earlier = getattr(checkup, "measurements", None)
        state.form = ResultsForm(initial={name: getattr(earlier, name, None) for name in ORDER})
