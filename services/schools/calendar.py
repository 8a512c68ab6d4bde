"""Kinds of days by the national calendar: holidays and make-up days of the State Council, weekends, lessons.

`data/calendar_cn.csv` holds the announced years. For other years weekends and the days of the law are guessed, as
`source` states.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from services.schools.choices import DayKind

# A table in the repository, not a service: the holidays of a year are announced once, in November, and must not
# change under a running term.
DATA = Path(__file__).with_name("data") / "calendar_cn.csv"
PROVISIONAL = "按星期和法定节日推定：国务院尚未公布这一年的放假安排，公布后请核对"
SPRING_FESTIVALS = DATA.with_name("spring_festival_cn.csv")
WEEKLY = "按星期"
_ANNOUNCED_BY = "State Council"  # in the source column of data/calendar_cn.csv
_SATURDAY = 5
# 全国年节及纪念日放假办法 (2024): the holidays with a fixed date. Make-up days, and those of the lunar calendar but the
# Spring Festival, are known from the announcement alone.
_BY_LAW = {(1, 1): "元旦", (5, 1): "劳动节", (5, 2): "劳动节", (10, 1): "国庆节", (10, 2): "国庆节", (10, 3): "国庆节"}


@dataclass(frozen=True)
class Day:
    """One day: its kind, the name of the holiday or "", and the source of both."""

    date: date
    kind: DayKind
    name: str
    source: str
    is_override: bool = False  # a school's own kind for the day

    @property
    def is_provisional(self) -> bool:
        """Guessed from the weekday, because the holidays of that year are not announced yet."""
        return self.source == PROVISIONAL

    @property
    def is_announced(self) -> bool:
        """As announced by the State Council."""
        return not self.is_override and _ANNOUNCED_BY in self.source


def day(day: date) -> Day:
    """One day by the national calendar."""
    if announced := _announced().get(day):
        return announced
    kind = DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.LESSONS
    if day.year in _announced_years():
        return Day(day, kind, "", WEEKLY)
    holiday = _BY_LAW.get((day.month, day.day)) or _spring_festival(day)
    return Day(day, DayKind.HOLIDAY if holiday else kind, holiday, PROVISIONAL)


def _spring_festival(day: date) -> str:
    """The name of the festival on its eve and its first three days, "" on others."""
    return next(("春节" for festival in spring_festivals() if -1 <= (day - festival.day).days <= 2), "")


def days(begins: date, ends: date) -> Iterator[Day]:
    """Every day from `begins` to `ends`, both included, by the national calendar."""
    return (day(begins + timedelta(n)) for n in range((ends - begins).days + 1))


@dataclass(frozen=True)
class SpringFestival:
    """A Spring Festival and the weeks in which parents are home: `begins` 腊月廿三, `ends` 正月十五, both included."""

    day: date
    begins: date
    ends: date


@cache
def spring_festivals() -> list[SpringFestival]:
    """The Spring Festivals up to 2032, from `data/spring_festival_cn.csv`, in date order. Extend it before 2033."""
    # The columns in the order of the fields.
    columns = ("festival", "little_new_year", "lantern")
    with SPRING_FESTIVALS.open(encoding="utf-8", newline="") as file:
        return [
            SpringFestival(*(date.fromisoformat(row[column]) for column in columns)) for row in csv.DictReader(file)
        ]


@cache
def _announced() -> dict[date, Day]:
    kinds = {"holiday": DayKind.HOLIDAY, "makeup_workday": DayKind.MAKEUP}
    # Whoever edits the table with Excel leaves a mark at its beginning.
    with DATA.open(encoding="utf-8-sig", newline="") as file:
        rows = [(date.fromisoformat(row["date"]), row) for row in csv.DictReader(file)]
    return {day: Day(day, kinds[row["kind"]], row["name"], row["source"]) for day, row in rows}


@cache
def _announced_years() -> frozenset[int]:
    return frozenset(day.year for day in _announced())
