"""Which class goes to the clinic on which day: whole classes, school days, never above the day's capacity.

Pure. `plan` fills first-fit today; an optimiser takes its place by being another `Planner`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class UnplacedReason(models.TextChoices):
    """Why a class has no day."""

    TOO_LARGE = "too_large", _("人数超过机构每日容量")
    NO_SCHOOL_DAY = "no_school_day", _("体检期内没有可用的上课日")
    NO_CAPACITY = "no_capacity", _("体检期内的容量已排满")
    EMPTY = "empty", _("班级没有学生")


_SENTENCES = {
    UnplacedReason.TOO_LARGE: _("该班 {size} 人，超过体检机构每日 {capacity} 人的容量，请提高容量或分批安排。"),
    UnplacedReason.NO_SCHOOL_DAY: _("体检期内除去考试周没有上课日，请延长体检期。"),
    UnplacedReason.NO_CAPACITY: _("体检期内每天的容量都已排满（该班 {size} 人），请延长体检期或增加机构。"),
    UnplacedReason.EMPTY: _("班级没有学生，不必安排。"),
}


@dataclass(frozen=True)
class ClassGroup:
    """A class to be examined together. `away`: days on which its own school is closed or in exams."""

    id: int
    school: int
    size: int
    away: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Unplaced:
    """A class without a day, and a sentence that says what to do."""

    group: int
    reason: UnplacedReason
    sentence: StrOrPromise


@dataclass(frozen=True)
class Plan:
    """Day by class id, and the classes that found none."""

    assigned: dict[int, date]
    unplaced: tuple[Unplaced, ...]


class Planner(Protocol):
    def __call__(
        self,
        groups: Sequence[ClassGroup],
        days: Collection[date],
        capacity: int,
        *,
        quiet: Collection[date] = (),
        taken: Mapping[date, int] | None = None,
    ) -> Plan:
        """Give classes of one clinic a day each.

        `days` are school days, `quiet` those among them to leave alone (exam weeks), `capacity` pupils a day,
        `taken` pupils already expected on a day. The same question always has the same answer.
        """
        ...


@dataclass
class _Book:
    """The clinic's days in order, with the places still free on each."""

    free: dict[date, int]
    assigned: dict[int, date] = field(default_factory=dict)

    def fit(self, groups: Sequence[ClassGroup], days: Sequence[date]) -> dict[int, date] | None:
        """Every group onto the first of these days with room for it, or nothing."""
        left = {day: self.free[day] for day in days}
        places: dict[int, date] = {}
        for group in groups:
            day = next((day for day in days if left[day] >= group.size and day not in group.away), None)
            if day is None:
                return None
            left[day] -= group.size
            places[group.id] = day
        return places

    def enter(self, groups: Sequence[ClassGroup], places: Mapping[int, date]) -> None:
        for group in groups:
            self.free[places[group.id]] -= group.size
        self.assigned.update(places)


def first_fit(
    groups: Sequence[ClassGroup],
    days: Collection[date],
    capacity: int,
    *,
    quiet: Collection[date] = (),
    taken: Mapping[date, int] | None = None,
) -> Plan:
    """School by school, the largest first: each into the shortest, then earliest, run of days that holds it."""
    if len({group.id for group in groups}) != len(groups):
        raise ValueError("a class stands twice in the list")
    book = _Book({day: max(0, capacity - (taken or {}).get(day, 0)) for day in sorted({*days} - {*quiet})})
    possible = [group for group in groups if _hopeless(group, book, capacity) is None]
    for school in _by_school(possible):
        _place(school, book)
    return Plan(book.assigned, tuple(_unplaced(groups, book, capacity)))


plan: Planner = first_fit


def _hopeless(group: ClassGroup, book: _Book, capacity: int) -> UnplacedReason | None:
    if group.size < 1:
        return UnplacedReason.EMPTY
    if group.size > capacity:
        return UnplacedReason.TOO_LARGE
    return None if any(day not in group.away for day in book.free) else UnplacedReason.NO_SCHOOL_DAY


def _by_school(groups: Sequence[ClassGroup]) -> list[list[ClassGroup]]:
    """The classes of each school, large classes and large schools first, ties by id."""
    schools: dict[int, list[ClassGroup]] = {}
    for group in sorted(groups, key=lambda group: (-group.size, group.id)):
        schools.setdefault(group.school, []).append(group)
    return sorted(schools.values(), key=lambda school: (-sum(group.size for group in school), school[0].school))


def _place(school: Sequence[ClassGroup], book: _Book) -> None:
    for run in _runs(list(book.free), most=len(school)):
        if places := book.fit(school, run):
            return book.enter(school, places)
    # No run of days holds the whole school: what fits anywhere is better than nothing.
    for group in school:
        if places := book.fit([group], list(book.free)):
            book.enter([group], places)
    return None


def _runs(days: Sequence[date], *, most: int) -> Iterator[Sequence[date]]:
    """Runs of following school days, the short ones first."""
    for length in range(1, min(most, len(days)) + 1):
        for start in range(len(days) - length + 1):
            yield days[start : start + length]


def _unplaced(groups: Sequence[ClassGroup], book: _Book, capacity: int) -> Iterator[Unplaced]:
    for group in groups:
        if group.id not in book.assigned:
            reason = _hopeless(group, book, capacity) or UnplacedReason.NO_CAPACITY
            yield Unplaced(group.id, reason, format_lazy(_SENTENCES[reason], size=group.size, capacity=capacity))
