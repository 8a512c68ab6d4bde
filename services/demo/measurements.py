"""What the clinic would measure of an invented pupil, by county-wide shares."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from services.health.screening import MeasurementValues

# Middling height in cm at 6, 7, … 15 years, and its spread.
_HEIGHTS = {
    "M": (117, 123, 128, 133, 138, 144, 150, 157, 163, 167),
    "F": (116, 121, 127, 132, 139, 145, 151, 155, 158, 159),
}
_SPREAD = 5.6
_MYOPIC = (0.129, 0.22, 0.31, 0.41, 0.50, 0.596, 0.66, 0.71, 0.75)  # by grade (卫健委 2021)


@dataclass(frozen=True)
class Body:
    """A pupil's measures, drawn from county-wide shares: .111 overweight, .079 obese, .04 thin."""

    dice: Random
    sex: str
    months: int
    grade: int

    def measures(self) -> MeasurementValues:
        years = self.months / 12
        height = max(
            100.0, self.dice.gauss(_HEIGHTS[self.sex][min(9, max(0, int(years) - 6))] + years % 1 * 5, _SPREAD)
        )
        left, right = self._eyes()
        systolic, diastolic = self._pressure(years)
        return MeasurementValues(
            height_cm=_one(height),
            weight_kg=_one(self._index(years) * (height / 100) ** 2),
            systolic=systolic,
            diastolic=diastolic,
            vision_left=left,
            vision_right=right,
        )

    def _index(self, years: float) -> float:
        middle = 15.4 + 0.42 * (years - 6)
        away = self.dice.choices((0.0, 3.3, 6.5, -2.6), (77, 11.1, 7.9, 4))[0]
        return max(12.0, self.dice.gauss(middle, 0.8) + away)

    def _eyes(self) -> tuple[Decimal, Decimal]:
        if self.dice.random() < _MYOPIC[self.grade - 1] * 0.8:
            worse = self.dice.choice((4.3, 4.5, 4.6, 4.7, 4.8, 4.9))
            return _one(worse), _one(min(5.0, worse + self.dice.choice((0.0, 0.1, 0.2))))
        return _one(self.dice.choice((5.0, 5.0, 5.1, 5.2))), _one(self.dice.choice((5.0, 5.1, 5.1)))

    def _pressure(self, years: float) -> tuple[int | None, int | None]:
        if years < 7:
            return None, None
        return round(self.dice.gauss(97 + 1.6 * (years - 7), 7)), round(self.dice.gauss(59 + 0.8 * (years - 7), 5))


def _one(number: float) -> Decimal:
    return Decimal(f"{number:.1f}")
