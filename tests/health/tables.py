"""The shipped tables read a second time, by plain means, and children born for a given row."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).parents[2] / "services/health/data"
ON = date(2026, 11, 23)
HAIR = Decimal("0.0001")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def born(months: int, day: date = ON) -> date:
    """The birth date of a child who completes so many months on that day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, day.day)


def first_and_last_day(first_month: int, length: int) -> list[date]:
    """Births for which `ON` is the first and the last day of an age span."""
    return [born(first_month), born(first_month + length, ON + timedelta(1))]
