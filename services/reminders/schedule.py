"""When a rule runs and about which items: arithmetic on days, without a database.

Counted in school days, a date without school counts as the next school day: due on a Saturday is due on Monday, and one
school day before that is Friday. Such a rule runs on school days only; one in calendar days runs on any day.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise, zip_longest

from django.utils import timezone

from services.kit.clock import local_date
from services.reminders.choices import DayCounting
from services.reminders.models import RuleSettings

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CalendarDays:
    """The school days of a calendar from `begins` to `ends`, in order; nothing is known outside."""

    begins: date
    ends: date
    school_days: tuple[date, ...]

    def index_of(self, day: date) -> int:
        """The index in `school_days` of this day, or of the next school day."""
        return bisect_left(self.school_days, day)

    def is_school_day(self, day: date) -> bool:
        index = self.index_of(day)
        return self.school_days[index : index + 1] == (day,)

    def covers(self, day: date) -> bool:
        return self.begins <= day <= self.ends


@dataclass(frozen=True)
class EffectiveSettings:
    """Settings with the time in which they are in effect: from `since` to before `until`, None for open."""

    settings: RuleSettings
    since: datetime
    until: datetime | None

    def is_in_effect_at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


def offsets(settings: RuleSettings) -> range:
    """The days after an anchor date on which the rule reminds; negative ones are before it."""
    repeats = settings.repeat_every_days
    last = max(settings.repeat_until_days, settings.offset_days) if repeats else settings.offset_days
    return range(settings.offset_days, last + 1, repeats or 1)


def days_since(settings: RuleSettings, days: CalendarDays, anchor: date, day: date) -> int | None:
    """The days from `anchor` to `day`, counted as the rule counts; None for a day it does not know or count."""
    if settings.day_counting == DayCounting.CALENDAR:
        return (day - anchor).days
    # Not an error: an item may be older than the calendars that were read.
    if not days.covers(anchor) or not days.is_school_day(day):
        return None
    return days.index_of(day) - days.index_of(anchor)


def matches(settings: RuleSettings, days: CalendarDays, anchor: date, day: date) -> bool:
    """Whether the rule reminds on `day` of an item with this anchor date."""
    return days_since(settings, days, anchor, day) in offsets(settings)


def runs_on(settings: RuleSettings, days: CalendarDays, day: date) -> bool:
    return settings.day_counting == DayCounting.CALENDAR or days.is_school_day(day)


def anchor_range(settings: RuleSettings, days: CalendarDays, day: date) -> tuple[date, date] | None:
    """The first and last anchor date of items that the rule reminds of on `day`; None when it does not run."""
    nearest, furthest = offsets(settings)[0], offsets(settings)[-1]
    if settings.day_counting == DayCounting.CALENDAR:
        return day - furthest * _DAY, day - nearest * _DAY
    if not days.is_school_day(day):
        return None
    low, high = days.index_of(day) - furthest, days.index_of(day) - nearest
    if high < 0 or low > len(days.school_days):
        return None
    # Dates without school count as the next school day, so the range begins after the school day before.
    begins = days.school_days[low - 1] + _DAY if low > 0 else days.begins
    return begins, days.school_days[high] if high < len(days.school_days) else days.ends


def due_time(settings: RuleSettings, day: date) -> datetime:
    """The moment at which the rule runs on a day, in county time."""
    return timezone.make_aware(datetime.combine(day, settings.send_at))


def timeline(county: Iterable[RuleSettings], school: Iterable[RuleSettings] = ()) -> list[EffectiveSettings]:
    """Which settings were in effect when: a school's own where there were any, else the county's."""
    by_precedence = [_periods(school), _periods(county)]
    moments = (moment for periods in by_precedence for row in periods for moment in (row.since, row.until) if moment)
    cuts = sorted(set(moments))
    result = []
    # Between two cuts nothing changes, so that one look at the beginning of each period is enough.
    for since, until in zip_longest(cuts, cuts[1:]):
        effective = next((row for periods in by_precedence for row in periods if row.is_in_effect_at(since)), None)
        if effective:
            result.append(EffectiveSettings(effective.settings, since, until))
    return result


def due_times(
    effective: list[EffectiveSettings], days: CalendarDays, after: datetime, upto: datetime
) -> list[tuple[datetime, RuleSettings]]:
    """The moments after `after` and up to `upto` at which a rule runs, each with its settings.

    Disabled settings have none. When the time of day is changed to one that has passed today, before the old one came,
    the rule runs at the moment of the change, so that the day is not lost.
    """
    moments = {moment: row.settings for row in effective for moment in _moments(row, days, after, upto)}
    for before, row in pairwise(effective):
        if after < row.since <= upto and _would_skip_today(before, row, days):
            moments[row.since] = row.settings
    return sorted(moments.items(), key=lambda pair: pair[0])


def _moments(row: EffectiveSettings, days: CalendarDays, after: datetime, upto: datetime) -> Iterator[datetime]:
    if not row.settings.is_enabled:
        return
    # Day by day, although a rule runs seldom: after an outage it is a few days, and the arithmetic stays readable.
    day, last = local_date(max(after, row.since)), local_date(min(upto, row.until or upto))
    while day <= last:
        moment = due_time(row.settings, day)
        if after < moment <= upto and row.is_in_effect_at(moment) and runs_on(row.settings, days, day):
            yield moment
        day += _DAY


def _would_skip_today(before: EffectiveSettings, after: EffectiveSettings, days: CalendarDays) -> bool:
    day, changed_at = local_date(after.since), after.since
    # A rule that was off before, or is off now, has lost no day.
    both_run = all(row.settings.is_enabled and runs_on(row.settings, days, day) for row in (before, after))
    is_between = due_time(after.settings, day) < changed_at <= due_time(before.settings, day)
    return both_run and before.until == changed_at and is_between


def _periods(versions: Iterable[RuleSettings]) -> list[EffectiveSettings]:
    """Without versions that were superseded at the moment they took effect."""
    return [
        EffectiveSettings(version, version.effective_from, version.superseded_at)
        for version in versions
        if version.superseded_at != version.effective_from
    ]
