"""Calendar quarters, months and ISO weeks as ranges of dates."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIRST_YEAR, LAST_YEAR = 2000, 2100  # that a form accepts: anything beyond is a typing error
_ORDINALS = "一二三四"
_QUARTERS = (
    gettext_lazy("%(year)d年第一季度"),
    gettext_lazy("%(year)d年第二季度"),
    gettext_lazy("%(year)d年第三季度"),
    gettext_lazy("%(year)d年第四季度"),
)


class InvalidPeriod(ValueError):
    """The text or number is no period."""


class Period(ABC):
    """A range of dates from `begins` to `ends`, both included."""

    @property
    @abstractmethod
    def begins(self) -> date: ...

    @property
    @abstractmethod
    def ends(self) -> date: ...

    def __contains__(self, day: date) -> bool:
        return self.begins <= day <= self.ends

    def days(self) -> Iterator[date]:
        return (self.begins + timedelta(n) for n in range((self.ends - self.begins).days + 1))


@dataclass(frozen=True, order=True)
class Quarter(Period):
    """A calendar quarter, e.g. Quarter(2026, 4)."""

    year: int
    number: int

    def __post_init__(self) -> None:
        _check(self.year, self.number, 4)

    @classmethod
    def of(cls, day: date) -> Self:
        # 1, 2, 3 → 1; 4, 5, 6 → 2; …
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2026Q4", "2026-Q4" or "2026年第四季度". Raises InvalidPeriod."""
        # [0-9] and not \d, which also matches the digits of other scripts.
        if match := re.fullmatch(r"([0-9]{4})-?[Qq]([1-4])", text.strip()):
            return cls(int(match[1]), int(match[2]))
        if match := re.fullmatch(r"([0-9]{4})年第([一二三四1-4])季度", text.strip()):
            return cls(int(match[1]), _ORDINALS.index(match[2]) + 1 if match[2] in _ORDINALS else int(match[2]))
        raise InvalidPeriod(text)

    @property
    def begins(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends(self) -> date:
        return self.next.begins - timedelta(1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter.of(self.begins - timedelta(1))

    @property
    def months(self) -> tuple["Month", "Month", "Month"]:
        first = Month.of(self.begins)
        return first, first.next, first.next.next

    @property
    def label(self) -> str:
        return str(_QUARTERS[self.number - 1]) % {"year": self.year}

    def __str__(self) -> str:
        return f"{self.year:04d}Q{self.number}"


@dataclass(frozen=True, order=True)
class Month(Period):
    """A calendar month."""

    year: int
    number: int

    def __post_init__(self) -> None:
        _check(self.year, self.number, 12)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2026-11". Raises InvalidPeriod."""
        if match := re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text.strip()):
            return cls(int(match[1]), int(match[2]))
        raise InvalidPeriod(text)

    @property
    def begins(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def ends(self) -> date:
        return self.next.begins - timedelta(1)

    @property
    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def previous(self) -> "Month":
        return Month.of(self.begins - timedelta(1))

    @property
    def label(self) -> str:
        return _("%(year)d年%(month)d月") % {"year": self.year, "month": self.number}

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, order=True)
class Week(Period):
    """An ISO 8601 week, Monday to Sunday; `year` is the year of its Thursday."""

    year: int
    number: int

    def __post_init__(self) -> None:
        # 28 December lies in the last ISO week of every year.
        _check(self.year, self.number, date(self.year, 12, 28).isocalendar().week)

    @classmethod
    def of(cls, day: date) -> Self:
        year, number, _weekday = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2026-W48" or "2026W48". Raises InvalidPeriod."""
        if match := re.fullmatch(r"([0-9]{4})-?[Ww]([0-9]{2})", text.strip()):
            return cls(int(match[1]), int(match[2]))
        raise InvalidPeriod(text)

    @property
    def begins(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def ends(self) -> date:
        return self.begins + timedelta(6)

    @property
    def next(self) -> "Week":
        return Week.of(self.begins + timedelta(7))

    @property
    def previous(self) -> "Week":
        return Week.of(self.begins - timedelta(7))

    @property
    def label(self) -> str:
        return f"{self.year}年第{self.number}周"

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"


def _check(year: int, number: int, maximum: int) -> None:
    # One less than Python's last year, because `next` must exist for every period.
    if not 1 <= year <= 9998 or not 1 <= number <= maximum:
        raise InvalidPeriod(f"{year}/{number}")
