"""The national screening tables of `data/`, loaded once: numbers by sex ("M", "F") and age.

WS/T 456-2014 (stunting, wasting) and WS/T 586-2018 (overweight, obesity) go by half-years rounded down,
WS/T 610-2018 (blood pressure) by years rounded to the nearest and by height.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

STUNTING_STANDARD = WASTING_STANDARD = "WS/T 456-2014"
OVERWEIGHT_STANDARD = "WS/T 586-2018"
PRESSURE_STANDARD = "WS/T 610-2018"
VISION_STANDARD = "GB 11533-2011"

ADULT_YEARS = 18
_DATA = Path(__file__).parent / "data"
# The columns of the table: a height belongs to the highest percentile that it reaches.
_BUCKETS = ("LT_P5", "P5", "P10", "P25", "P50", "P75", "P90", "P95")
_LAST_BMI_STEP = 2 * ADULT_YEARS


@dataclass(frozen=True)
class BmiLimits:
    """kg/m²: wasting up to and including, overweight and obesity from and including."""

    wasting_severe: Decimal
    wasting_mild: Decimal
    overweight: Decimal
    obesity: Decimal


@dataclass(frozen=True)
class PressureLimits:
    """mmHg: high from and including either."""

    systolic: int
    diastolic: int


# WS/T 610-2018 ends at 17; from 18 the limits of adults hold.
ADULT_PRESSURE = PressureLimits(140, 90)


def months_between(birth_date: date, day: date) -> int:
    """Whole months of age on a day; negative before birth."""
    months = (day.year - birth_date.year) * 12 + day.month - birth_date.month
    # The month is complete on the day of birth in it.
    return months - (day.day < birth_date.day)


def half_years(months: int) -> int:
    """The half-year step of an age, rounded down: 72–77 months are 12, which the tables write 6.0."""
    return months // 6


def nearest_years(months: int) -> int:
    """Age in years, rounded to the nearest, a half upwards: 78–89 months are 7."""
    return (months + 6) // 12


def bmi_limits(sex: str, months: int) -> BmiLimits | None:
    """BMI limits of an age; None below 6 years. The row of 18.0 holds for everyone older."""
    return _bmi().get((sex, min(half_years(months), _LAST_BMI_STEP)))


def stunting_limit(sex: str, months: int) -> Decimal | None:
    """Height in cm up to and including which a child is stunted; None below 6 and from 18 years."""
    return _stunting().get((sex, half_years(months)))


def height_bucket(sex: str, years: int, height: Decimal) -> str | None:
    """The height column ("LT_P5", "P5" … "P95") of the pressure table; None outside 7–17 years."""
    if (percentiles := _percentiles().get((sex, years))) is None:
        return None
    return _BUCKETS[sum(height >= percentile for percentile in percentiles)]


def pressure_limits(sex: str, years: int, bucket: str) -> PressureLimits | None:
    """The 95th percentile of a height column; None outside 7–17 years."""
    return _pressure().get((sex, years, bucket))


def pressure_range(sex: str, years: int) -> tuple[PressureLimits, PressureLimits] | None:
    """Limits of the shortest and of the tallest column, for a child whose height is not known."""
    # Limits rise with height, so these two enclose all others.
    columns = [pressure_limits(sex, years, bucket) for bucket in (_BUCKETS[0], _BUCKETS[-1])]
    return (columns[0], columns[1]) if columns[0] and columns[1] else None


def usual_height(sex: str, months: int) -> tuple[Decimal, Decimal] | None:
    """Heights in cm between which almost every child of 7–17 lies: 5th and 95th percentile."""
    percentiles = _percentiles().get((sex, nearest_years(months)))
    return (percentiles[0], percentiles[-1]) if percentiles else None


@cache
def _bmi() -> dict[tuple[str, int], BmiLimits]:
    # _le: the limit itself still counts; _ge: it counts already.
    names = ("wasting_moderate_severe_max_le", "wasting_mild_max_le", "overweight_ge", "obesity_ge")
    return {
        (row["sex"], _step(row)): BmiLimits(*(Decimal(row[name]) for name in names))
        for row in _rows("bmi_screening_6_18_cn")
    }


@cache
def _stunting() -> dict[tuple[str, int], Decimal]:
    rows = _rows("stunting_height_6_18_cn")
    return {(row["sex"], _step(row)): Decimal(row["stunting_height_cm_le"]) for row in rows}


@cache
def _percentiles() -> dict[tuple[str, int], tuple[Decimal, ...]]:
    names = ("p5", "p10", "p25", "p50", "p75", "p90", "p95")
    return {
        (row["sex"], int(row["age_years"])): tuple(Decimal(row[name]) for name in names)
        for row in _rows("height_percentile_for_bp_7_17_cn_wst610")
    }


@cache
def _pressure() -> dict[tuple[str, int, str], PressureLimits]:
    return {
        (row["sex"], int(row["age_years_rounded"]), row["height_bucket"]): PressureLimits(
            int(row["sbp_p95_mmHg_ge"]), int(row["dbp_p95_mmHg_ge"])
        )
        for row in _rows("bp_p95_7_17_cn_wst610")
    }


def _step(row: dict[str, str]) -> int:
    return int(Decimal(row["age_years_half"]) * 2)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
