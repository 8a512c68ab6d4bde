"""What stands before the nurse: a class's queue, the pupil at hand, a field for each measure."""

import unicodedata
from dataclasses import dataclass, field
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

# As the stations of the hall follow one another.
ORDER = ("height_cm", "weight_kg", "vision_left", "vision_right", "systolic", "diastolic")
WHOLE = ORDER[-2:]


class Number(forms.DecimalField):
    """A number as it is typed in haste: full-width digits and points are the same."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace("。", ".").strip()
        return super().to_python(value)


class ResultsForm(forms.Form):
    """A field per measure with its usual range; `doubts` are the sentences that want a second Enter."""

    plausibility_issues: dict[str, str]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plausibility_issues = {}
        for name in ORDER:
            bounds = BOUNDS[name]
            limits = {"low": bounds.usual_low, "high": bounds.usual_high}
            limits |= {"lowest": bounds.lowest, "highest": bounds.highest}
            attributes = {"inputmode": "decimal", "autocomplete": "off", "class": "measure-input"}
            attributes |= {f"data-{word}": str(limit) for word, limit in limits.items()}
            self.fields[name] = Number(
                label=bounds.name,
                required=False,
                max_digits=9,
                decimal_places=3,
                help_text=f"{bounds.usual_low}–{bounds.usual_high} {bounds.unit}".strip(),
                widget=forms.TextInput(attrs=attributes),
                error_messages={"invalid": _("请填数字。"), "max_digits": _("请填数字。")},
            )

    def measures(self) -> dict[str, Any]:
        """What was typed, as the action takes it; half a millimetre of mercury is refused by the limits."""
        return {name: _whole(value) if name in WHOLE else value for name, value in self.cleaned_data.items()}


def _whole(value: Decimal | None) -> Any:
    return int(value) if value is not None and value == value.to_integral_value() else value


@dataclass
class StationState:
    """What stands before the nurse: the queue, the pupil at hand, what was just entered."""

    appointment: Appointment
    queue: list[Checkup]
    at: Checkup | None = None
    form: ResultsForm | None = None
    confirm: str = ""
    last: Checkup | None = None
    verdicts: tuple[ScreeningVerdict, ...] = field(default=())
    refusal: str = ""

    @property
    def done(self) -> int:
        return sum(each.state == CheckupState.DONE for each in self.queue)

    @property
    def absent(self) -> int:
        return sum(each.state == CheckupState.ABSENT for each in self.queue)

    @property
    def years(self) -> int | None:
        return months_between(self.at.pupil.birth_date, clock.today()) // 12 if self.at else None

    @property
    def label(self) -> str:
        return queries.label_of(self.appointment)

    def neighbours(self, step: int) -> Checkup | None:
        """The pupil before or after the one at hand."""
        if self.at is None or not self.queue:
            return None
        place = next(n for n, each in enumerate(self.queue) if each.pk == self.at.pk)
        return self.queue[(place + step) % len(self.queue)]

    @property
    def before(self) -> Checkup | None:
        return self.neighbours(-1)

    @property
    def after(self) -> Checkup | None:
        return self.neighbours(1)


def next_expected(queue: list[Checkup], after: Checkup | None = None) -> Checkup | None:
    """The next pupil still expected, going round once."""
    start = next((n + 1 for n, each in enumerate(queue) if after and each.pk == after.pk), 0)
    return next((each for each in queue[start:] + queue[:start] if each.state == CheckupState.EXPECTED), None)


def select_pupil(desk: StationState, checkup: Checkup | None) -> None:
    """Call a pupil: what was measured before stands in the fields."""
    desk.at = checkup
    if checkup:
        measured = getattr(checkup, "measurements", None)
        desk.form = ResultsForm(initial={name: getattr(measured, name, None) for name in ORDER})
