"""Days that were taken for others: inputs that people reported, each with siblings of our own."""

from datetime import date

import pytest

from services.schools import calendar
from services.schools.choices import DayKind


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2027-01-01", "元旦"),
        ("2028-01-01", "元旦"),
        ("2027-05-01", "劳动节"),
        ("2027-05-02", "劳动节"),
        ("2027-10-01", "国庆节"),
        ("2027-10-03", "国庆节"),
        ("2027-02-05", "春节"),
        ("2027-02-08", "春节"),
    ],
)
def test_a_holiday_of_the_law_is_guessed_before_its_announcement(day: str, name: str) -> None:
    read = calendar.day(date.fromisoformat(day))

    assert (read.kind, read.name, read.is_provisional) == (DayKind.HOLIDAY, name, True)


@pytest.mark.parametrize("day", ["2027-01-04", "2027-02-09", "2027-05-03", "2027-10-04"])
def test_the_day_after_is_not_guessed_to_be_one(day: str) -> None:
    assert calendar.day(date.fromisoformat(day)).kind == DayKind.LESSONS


def test_an_announced_year_has_its_announcement_alone() -> None:
    assert not calendar.day(date(2026, 1, 1)).is_provisional
    assert calendar.day(date(2026, 2, 23)).kind != DayKind.LESSONS
