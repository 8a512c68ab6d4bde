"""Screening of one checkup by the national standards: pure, from measurements to verdicts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Protocol

from services.health import standards
from services.health.interpretations import WITHIN_NORMAL, FindingKind, Interpretation
from services.health.standards import PressureLimits, months_between, nearest_years

VISION_FROM_MONTHS = 6 * 12
GOOD_VISION = Decimal("5.0")
_TENTH_HALVED = Fraction(1, 20)


class HasMeasurements(Protocol):
    """What a checkup holds: cm, kg, mmHg, naked vision on the five-mark log chart. None: not measured."""

    @property
    def height_cm(self) -> Decimal | None: ...
    @property
    def weight_kg(self) -> Decimal | None: ...
    @property
    def systolic(self) -> int | None: ...
    @property
    def diastolic(self) -> int | None: ...
    @property
    def vision_left(self) -> Decimal | None: ...
    @property
    def vision_right(self) -> Decimal | None: ...


@dataclass(frozen=True)
class MeasurementValues:
    """Measurements that are not stored (yet)."""

    height_cm: Decimal | None = None
    weight_kg: Decimal | None = None
    systolic: int | None = None
    diastolic: int | None = None
    vision_left: Decimal | None = None
    vision_right: Decimal | None = None


@dataclass(frozen=True)
class ScreeningVerdict:
    """One judgement. `value` and `threshold` are written as a report prints them; the threshold is the
    limit reached, or for a normal value the nearest one not reached."""

    kind: FindingKind
    interpretation: Interpretation
    value: str
    threshold: str
    standard: str

    @property
    def is_abnormal(self) -> bool:
        """Whether the verdict opens a finding."""
        return self.interpretation not in WITHIN_NORMAL


def screen(measures: HasMeasurements, *, sex: str, birth_date: date, day: date) -> tuple[ScreeningVerdict, ...]:
    """Judge what was measured on a day, stunting first. `sex` is "M" or "F".

    Every measured kind has one verdict; NOT_JUDGED where no table reaches the age or a measure is missing.
    """
    months = months_between(birth_date, day)
    return tuple(_verdicts(measures, sex, months))


def bmi(height_cm: Decimal, weight_kg: Decimal) -> Fraction:
    """Body mass index in kg/m², exactly."""
    return Fraction(weight_kg) / (Fraction(height_cm) / 100) ** 2


def grade_of_eye(vision: Decimal) -> Interpretation:
    """4.9 is mild, 4.6–4.8 moderate, 4.5 and below severe."""
    if vision >= GOOD_VISION:
        return Interpretation.NORMAL
    if vision >= Decimal("4.9"):
        return Interpretation.VISION_MILD
    return Interpretation.VISION_MODERATE if vision >= Decimal("4.6") else Interpretation.VISION_SEVERE


def _verdicts(measures: HasMeasurements, sex: str, months: int) -> Iterator[ScreeningVerdict]:
    stunting = None
    if measures.height_cm is not None:
        stunting = _stunting(measures.height_cm, sex, months)
        yield stunting
    if measures.height_cm and measures.weight_kg is not None:
        # Decided first: a stunted child is not judged for wasting as well.
        is_stunted = stunting is not None and stunting.interpretation == Interpretation.STUNTED
        yield _nutrition(bmi(measures.height_cm, measures.weight_kg), sex, months, is_stunted=is_stunted)
    if measures.systolic is not None and measures.diastolic is not None:
        yield _pressure(measures.systolic, measures.diastolic, measures.height_cm, sex, months)
    eyes = [eye for eye in (measures.vision_left, measures.vision_right) if eye is not None]
    if eyes:
        # The standard grades a pupil by the worse eye.
        yield _vision(min(eyes), months)


def _stunting(height: Decimal, sex: str, months: int) -> ScreeningVerdict:
    limit = standards.stunting_limit(sex, months)
    grade = (
        Interpretation.NOT_JUDGED
        if limit is None
        else Interpretation.STUNTED
        if height <= limit
        else Interpretation.NORMAL
    )
    threshold = "" if limit is None else f"≤ {limit}"
    return ScreeningVerdict(FindingKind.STUNTING, grade, str(height), threshold, standards.STUNTING_STANDARD)


def _nutrition(index: Fraction, sex: str, months: int, *, is_stunted: bool) -> ScreeningVerdict:
    """Wasting, else overweight or obesity.

    One rule of rounding: the index is exact, and a printed upper limit reaches half a tenth above itself,
    because the next printed row begins one tenth higher (mild wasting "13.3–13.4" after "≤ 13.2"): 13.24 is
    still 13.2, 13.25 is not. A lower limit (≥ 16.4) is a value to be reached; nothing is rounded up to it.
    A child already stunted is malnourished once and not judged for wasting as well (WS/T 456-2014).
    """
    value = str(_round_bmi(index))
    limits = standards.bmi_limits(sex, months)
    if limits is None:
        return ScreeningVerdict(FindingKind.BMI, Interpretation.NOT_JUDGED, value, "", standards.OVERWEIGHT_STANDARD)
    if index < Fraction(limits.wasting_mild) + _TENTH_HALVED:
        severe = index < Fraction(limits.wasting_severe) + _TENTH_HALVED
        grade = Interpretation.WASTING_SEVERE if severe else Interpretation.WASTING_MILD
        limit = limits.wasting_severe if severe else limits.wasting_mild
        return ScreeningVerdict(
            FindingKind.BMI,
            Interpretation.NOT_JUDGED if is_stunted else grade,
            value,
            f"≤ {limit}",
            standards.WASTING_STANDARD,
        )
    if index >= Fraction(limits.obesity):
        return ScreeningVerdict(
            FindingKind.BMI, Interpretation.OBESE, value, f"≥ {limits.obesity}", standards.OVERWEIGHT_STANDARD
        )
    grade = Interpretation.OVERWEIGHT if index >= Fraction(limits.overweight) else Interpretation.NORMAL
    return ScreeningVerdict(FindingKind.BMI, grade, value, f"≥ {limits.overweight}", standards.OVERWEIGHT_STANDARD)


def _pressure(systolic: int, diastolic: int, height: Decimal | None, sex: str, months: int) -> ScreeningVerdict:
    value = f"{systolic}/{diastolic}"
    # By the age rounded to the nearest year, as WS/T 610 asks, and not by completed years.
    limits = _pressure_limits(systolic, diastolic, height, sex, nearest_years(months))
    if limits is None:
        return ScreeningVerdict(
            FindingKind.BLOOD_PRESSURE, Interpretation.NOT_JUDGED, value, "", standards.PRESSURE_STANDARD
        )
    # High-normal also begins at the 90th percentile, a table we do not have; its fixed half is 120/80.
    raised = systolic >= 120 or diastolic >= 80
    grade = Interpretation.HIGH_NORMAL if raised else Interpretation.NORMAL
    if _reaches(systolic, diastolic, limits):
        grade = Interpretation.PRESSURE_HIGH
    threshold = f"≥ {limits.systolic}/{limits.diastolic}"
    return ScreeningVerdict(FindingKind.BLOOD_PRESSURE, grade, value, threshold, standards.PRESSURE_STANDARD)


def _pressure_limits(
    systolic: int, diastolic: int, height: Decimal | None, sex: str, years: int
) -> PressureLimits | None:
    if years >= standards.ADULT_YEARS:
        return standards.ADULT_PRESSURE
    if height is not None:
        bucket = standards.height_bucket(sex, years, height)
        return standards.pressure_limits(sex, years, bucket) if bucket else None
    # Without a height it is still known what holds for the shortest and for the tallest alike.
    ends = standards.pressure_range(sex, years)
    if ends is None:
        return None
    reached = [_reaches(systolic, diastolic, limits) for limits in ends]
    return ends[0] if reached[0] == reached[1] else None


def _reaches(systolic: int, diastolic: int, limits: PressureLimits) -> bool:
    return systolic >= limits.systolic or diastolic >= limits.diastolic


def _vision(worst: Decimal, months: int) -> ScreeningVerdict:
    grade = grade_of_eye(worst) if months >= VISION_FROM_MONTHS else Interpretation.NOT_JUDGED
    threshold = f"< {GOOD_VISION}" if grade != Interpretation.NOT_JUDGED else ""
    return ScreeningVerdict(FindingKind.VISION, grade, str(worst), threshold, standards.VISION_STANDARD)


def _round_bmi(index: Fraction) -> Decimal:
    # For showing only; limits are compared with the exact fraction.
    exact = Decimal(index.numerator) / Decimal(index.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
