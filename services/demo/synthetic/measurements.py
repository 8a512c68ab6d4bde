"""What a clinic would measure of an invented pupil, drawn from published shares."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from services.health.screening import MeasurementValues

# Median height in cm at 6, 7, … 15 years, and the standard deviation.
_HEIGHTS = {
    "M": (117, 123, 128, 133, 138, 144, 150, 157, 163, 167),
    "F": (116, 121, 127, 132, 139, 145, 151, 155, 158, 159),
}
_HEIGHT_DEVIATION = 5.6
_MYOPIA_BY_GRADE = (0.129, 0.22, 0.31, 0.41, 0.50, 0.596, 0.66, 0.71, 0.75)  # 国家卫健委 2021
_BELOW_STANDARD = 0.8  # share of the myopic pupils whose vision is below 5.0; assumed
# Difference from the median body mass index, and the share in percent: normal, overweight, obese, thin.
_BMI_DIFFERENCES, _BMI_SHARES = (0.0, 3.3, 6.5, -2.6), (77, 11.1, 7.9, 4)


@dataclass(frozen=True)
class DemoBody:
    """A pupil of this sex (M, F), age in months and grade (1 to 9)."""

    rng: Random
    sex: str
    months: int
    grade: int

    def measure(self) -> MeasurementValues:
        """Draw the measurements: cm, kg, mmHg, and vision on the five-point scale of GB 11533."""
        years = self.months / 12
        median = _HEIGHTS[self.sex][min(9, max(0, int(years) - 6))] + years % 1 * 5
        height = max(100.0, self.rng.gauss(median, _HEIGHT_DEVIATION))
        left, right = self._vision()
        systolic, diastolic = self._blood_pressure(years)
        return MeasurementValues(
            height_cm=_one_decimal(height),
            weight_kg=_one_decimal(self._body_mass_index(years) * (height / 100) ** 2),
            systolic=systolic,
            diastolic=diastolic,
            vision_left=left,
            vision_right=right,
        )

    def _body_mass_index(self, years: float) -> float:
        median = 15.4 + 0.42 * (years - 6)
        difference = self.rng.choices(_BMI_DIFFERENCES, _BMI_SHARES)[0]
        return max(12.0, self.rng.gauss(median, 0.8) + difference)

    def _vision(self) -> tuple[Decimal, Decimal]:
        if self.rng.random() < _MYOPIA_BY_GRADE[self.grade - 1] * _BELOW_STANDARD:
            worse = self.rng.choice((4.3, 4.5, 4.6, 4.7, 4.8, 4.9))
            return _one_decimal(worse), _one_decimal(min(5.0, worse + self.rng.choice((0.0, 0.1, 0.2))))
        return _one_decimal(self.rng.choice((5.0, 5.0, 5.1, 5.2))), _one_decimal(self.rng.choice((5.0, 5.1, 5.1)))

    def _blood_pressure(self, years: float) -> tuple[int | None, int | None]:
        if years < 7:  # WS/T 610 begins at 7 years
            return None, None
        return round(self.rng.gauss(97 + 1.6 * (years - 7), 7)), round(self.rng.gauss(59 + 0.8 * (years - 7), 5))


def _one_decimal(number: float) -> Decimal:
    return Decimal(f"{number:.1f}")
