"""How many pupils, classes and staff each school of a county has, by county_parameters.csv. The same on every run."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist

with (Path(__file__).parent / "county_parameters.csv").open(encoding="utf-8") as lines:
    PARAMETERS = {line["parameter"]: float(line["value"]) for line in csv.DictReader(lines)}

COUNTIES, PUPILS_OF_FIRST, PUPILS = 18, 56_448, 1_016_064
SCHOOLS_OF_FIRST = PARAMETERS["schools"] + PARAMETERS["teaching_points"]
TEACHING_POINT_PUPILS = 24
# Sigma of the logarithm: the largest of 66 schools has 5,100 pupils, half of them fewer than 570.
SIZE_SPREAD, COUNTY_SPREAD = 0.9, 0.5


@dataclass(frozen=True)
class SchoolSize:
    """What one school has: pupils, classes in each of six grades, staff, left-behind children in a thousand pupils."""

    pupils: int
    classes: int
    staff: int
    children_permille: int


def county_pupils() -> list[int]:
    """Pupils of each county, the measured one first; the others from some 20,000 to 130,000."""
    return [PUPILS_OF_FIRST, *_scaled(_log_normal(COUNTIES - 1, COUNTY_SPREAD), PUPILS - PUPILS_OF_FIRST)]


def school_sizes(pupils: int) -> list[SchoolSize]:
    """The schools of a county with so many pupils: a fifth are teaching points, the others log-normal."""
    count = min(180, max(38, round(pupils / PUPILS_OF_FIRST * SCHOOLS_OF_FIRST)))
    points = round(count * PARAMETERS["teaching_points"] / SCHOOLS_OF_FIRST)
    others = _scaled(_log_normal(count - points, SIZE_SPREAD), pupils - points * TEACHING_POINT_PUPILS)
    sizes = [TEACHING_POINT_PUPILS] * points + others
    return [_school(size, _share(number, count)) for number, size in enumerate(sizes)]


def _log_normal(count: int, sigma: float) -> list[float]:
    """The quantiles of a log-normal distribution, shuffled by a fixed step so that neighbours differ."""
    quantiles = [math.exp(sigma * NormalDist().inv_cdf((n + 0.5) / count)) for n in range(count)]
    step = next(step for step in range(count * 5 // 8, 2 * count + 2) if math.gcd(step, count) == 1)
    return [quantiles[n * step % count] for n in range(count)]


def _scaled(weights: Sequence[float], total: int) -> list[int]:
    """Whole numbers in the proportion of the weights that add up to the total."""
    sizes = [int(weight / sum(weights) * total) for weight in weights]
    return [size + (number < total - sum(sizes)) for number, size in enumerate(sizes)]


def _share(number: int, count: int) -> int:
    """Left-behind children in a thousand pupils: none at a quarter of the schools, up to half at others."""
    without = PARAMETERS["schools_without_left_behind"]
    rank = (number * 37 % count + 0.5) / count
    beyond = max(0.0, (rank - without) / (1 - without))
    return round(1000 * 2 * PARAMETERS["left_behind_share"] / (1 - without) * beyond)


def _school(pupils: int, children_permille: int) -> SchoolSize:
    classes = max(1, round(pupils / 6 / PARAMETERS["class_size"]))
    staff = max(4, round(pupils * PARAMETERS["teachers"] / PARAMETERS["pupils"]))
    return SchoolSize(pupils, classes, staff, children_permille)
