"""Give each class a day at one clinic: whole classes, on school days, never above the clinic's capacity.

Pure: no database, no clock. `first_fit` is the only `Planner`; an optimiser would be another.
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
    """A class to be examined together. On its `closed_days` its own school is closed or has exams."""

    id: int
    school_id: int
    size: int
    closed_days: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Unplaced:
    """A class without a day, with a sentence that says what to do."""

    class_id: int
    reason: UnplacedReason
    sentence: StrOrPromise


@dataclass(frozen=True)
class Plan:
    """The day of each class, by class id, and the classes without one."""

    assigned: dict[int, date]
    unplaced: tuple[Unplaced, ...]


class Planner(Protocol):
    def __call__(
        self,
        groups: Sequence[ClassGroup],
        days: Collection[date],
        capacity: int,
        *,
        excluded: Collection[date] = (),
        booked: Mapping[date, int] | None = None,
    ) -> Plan:
        """Give each class of one clinic a day.

        `days` are school days, `excluded` those among them to leave free (exam weeks), `capacity` pupils a day,
        `booked` pupils already expected on a day. The same input has the same result.
        """
        ...


@dataclass
class _Bookings:
    """The clinic's days in order with the pupils it can still take on each, and the classes booked so far."""

    free: dict[date, int]
    assigned: dict[int, date] = field(default_factory=dict)

    def fit(self, groups: Sequence[ClassGroup], days: Sequence[date]) -> dict[int, date] | None:
        """Each class on the first of these days that can take it, or None when one of them fits on no day."""
        # On a copy: a run of days that does not hold the whole school must leave no trace.
        free = {day: self.free[day] for day in days}
        fitted: dict[int, date] = {}
        for group in groups:
            day = next((day for day in days if free[day] >= group.size and day not in group.closed_days), None)
            if day is None:
                return None
            free[day] -= group.size
            fitted[group.id] = day
        return fitted

    def book(self, groups: Sequence[ClassGroup], fitted: Mapping[int, date]) -> None:
        for group in groups:
            self.free[fitted[group.id]] -= group.size
        self.assigned.update(fitted)


def first_fit(
    groups: Sequence[ClassGroup],
    days: Collection[date],
    capacity: int,
    *,
    excluded: Collection[date] = (),
    booked: Mapping[date, int] | None = None,
) -> Plan:
    """School by school, the largest first: into the shortest, then the earliest, run of days that holds the school.

    Large schools first, because a small one still fits into the days they leave. Raises ValueError for a class that
    comes twice.
    """
    if len({group.id for group in groups}) != len(groups):
        raise ValueError("a class is in the list twice")
    known = booked or {}
    bookings = _Bookings({day: max(0, capacity - known.get(day, 0)) for day in sorted({*days} - {*excluded})})
    # A class that fits no day must not keep its school from staying together.
    placeable = [group for group in groups if _reason_against(group, bookings, capacity) is None]
    for school in _by_school(placeable):
        _schedule_school(school, bookings)
    return Plan(bookings.assigned, tuple(_unplaced(groups, bookings, capacity)))


# The planner in use. Callers name `plan`, so that another one is put in here alone.
plan: Planner = first_fit


def _reason_against(group: ClassGroup, bookings: _Bookings, capacity: int) -> UnplacedReason | None:
    """Why the class could have no day even at an empty clinic."""
    if group.size < 1:
        return UnplacedReason.EMPTY
    if group.size > capacity:
        return UnplacedReason.TOO_LARGE
    return None if any(day not in group.closed_days for day in bookings.free) else UnplacedReason.NO_SCHOOL_DAY


def _by_school(groups: Sequence[ClassGroup]) -> list[list[ClassGroup]]:
    """The classes of each school, large classes and large schools first, equal ones by id."""
    schools: dict[int, list[ClassGroup]] = {}
    # The id decides between equals, so that the same input has the same plan.
    for group in sorted(groups, key=lambda group: (-group.size, group.id)):
        schools.setdefault(group.school_id, []).append(group)
    return sorted(schools.values(), key=lambda school: (-sum(group.size for group in school), school[0].school_id))


def _schedule_school(school: Sequence[ClassGroup], bookings: _Bookings) -> None:
    for run in _runs(list(bookings.free), max_length=len(school)):
        if fitted := bookings.fit(school, run):
            return bookings.book(school, fitted)
    # No run of days holds the whole school: what fits anywhere is better than nothing.
    for group in school:
        if fitted := bookings.fit([group], list(bookings.free)):
            bookings.book([group], fitted)
    return None


def _runs(days: Sequence[date], *, max_length: int) -> Iterator[Sequence[date]]:
    """Runs of consecutive school days, the short ones first."""
    # Short runs first: a school is examined on as few days as possible.
    for length in range(1, min(max_length, len(days)) + 1):
        for start in range(len(days) - length + 1):
            yield days[start : start + length]


def _unplaced(groups: Sequence[ClassGroup], bookings: _Bookings, capacity: int) -> Iterator[Unplaced]:
    for group in groups:
        if group.id not in bookings.assigned:
            reason = _reason_against(group, bookings, capacity) or UnplacedReason.NO_CAPACITY
            yield Unplaced(group.id, reason, format_lazy(_SENTENCES[reason], size=group.size, capacity=capacity))
