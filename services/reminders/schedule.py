"""When a rule speaks and about what: arithmetic on days, no database.

In school days a date counts as the next day on which school is kept: due on a Saturday is due on Monday, one school
day before it is Friday. Such a rule speaks on school days only; a rule in calendar days speaks on any day.
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
    """What is known of a calendar: the school days, in order, from `begins` to `ends`; nothing outside."""

    begins: date
    ends: date
    school: tuple[date, ...]

    def number(self, day: date) -> int:
        """The place in `school` of this day, or of the next school day."""
        return bisect_left(self.school, day)

    def is_school(self, day: date) -> bool:
        place = self.number(day)
        return self.school[place : place + 1] == (day,)

    def knows(self, day: date) -> bool:
        return self.begins <= day <= self.ends


@dataclass(frozen=True)
class EffectiveSettings:
    """Terms with the time they held: from `since` to before `until`, None while they hold."""

    terms: RuleSettings
    since: datetime
    until: datetime | None

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


def offsets(terms: RuleSettings) -> range:
    """On which days after an item's date the rule speaks of it, negative ones before."""
    last = max(terms.repeat_until_days, terms.offset_days) if terms.repeat_every_days else terms.offset_days
    return range(terms.offset_days, last + 1, terms.repeat_every_days or 1)


def days_since(terms: RuleSettings, days: CalendarDays, anchor: date, day: date) -> int | None:
    """How far `day` is from an item's date, in the rule's own days; None on days it does not know or count."""
    if terms.day_counting == DayCounting.CALENDAR:
        return (day - anchor).days
    if not days.knows(anchor) or not days.is_school(day):
        return None
    return days.number(day) - days.number(anchor)


def matches(terms: RuleSettings, days: CalendarDays, anchor: date, day: date) -> bool:
    """Whether the rule speaks on `day` of an item with this date."""
    return days_since(terms, days, anchor, day) in offsets(terms)


def runs_on(terms: RuleSettings, days: CalendarDays, day: date) -> bool:
    return terms.day_counting == DayCounting.CALENDAR or days.is_school(day)


def window(terms: RuleSettings, days: CalendarDays, day: date) -> tuple[date, date] | None:
    """The first and the last date an item may have of which the rule speaks on `day`; None when it is silent."""
    nearest, furthest = offsets(terms)[0], offsets(terms)[-1]
    if terms.day_counting == DayCounting.CALENDAR:
        return day - furthest * _DAY, day - nearest * _DAY
    if not days.is_school(day):
        return None
    low, high = days.number(day) - furthest, days.number(day) - nearest
    if high < 0 or low > len(days.school):
        return None
    begins = days.school[low - 1] + _DAY if low > 0 else days.begins
    return begins, days.school[high] if high < len(days.school) else days.ends


def due_time(terms: RuleSettings, day: date) -> datetime:
    """The moment of a day at which the rule speaks, by the county's clock."""
    return timezone.make_aware(datetime.combine(day, terms.send_at))


def timeline(county: Iterable[RuleSettings], own: Iterable[RuleSettings] = ()) -> list[EffectiveSettings]:
    """Which terms held when: a school's own where there were any, the county's otherwise."""
    by_rank = [_spans(own), _spans(county)]
    cuts = sorted({moment for rank in by_rank for held in rank for moment in (held.since, held.until) if moment})
    found = []
    for since, until in zip_longest(cuts, cuts[1:]):
        holding = next((held for rank in by_rank for held in rank if held.holds(since)), None)
        if holding:
            found.append(EffectiveSettings(holding.terms, since, until))
    return found


def due_times(
    held: list[EffectiveSettings], days: CalendarDays, after: datetime, upto: datetime
) -> list[tuple[datetime, RuleSettings]]:
    """The moments after `after` and up to `upto` at which the rule spoke or should have, each with its terms.

    Terms that are off have none. Whoever moves the hour to one that has passed today, before the old one came, is
    heard at the moment of the change: the day is not lost.
    """
    found = {moment: each.terms for each in held for moment in _of(each, days, after, upto)}
    for before, each in pairwise(held):
        if after < each.since <= upto and _lost_its_hour(before, each, days):
            found[each.since] = each.terms
    return sorted(found.items(), key=lambda pair: pair[0])


def _of(held: EffectiveSettings, days: CalendarDays, after: datetime, upto: datetime) -> Iterator[datetime]:
    if not held.terms.is_enabled:
        return
    day, last = local_date(max(after, held.since)), local_date(min(upto, held.until or upto))
    while day <= last:
        moment = due_time(held.terms, day)
        if after < moment <= upto and held.holds(moment) and runs_on(held.terms, days, day):
            yield moment
        day += _DAY


def _lost_its_hour(before: EffectiveSettings, now: EffectiveSettings, days: CalendarDays) -> bool:
    day = local_date(now.since)
    both_speak = all(each.terms.is_enabled and runs_on(each.terms, days, day) for each in (before, now))
    return (
        both_speak and before.until == now.since and due_time(now.terms, day) < now.since <= due_time(before.terms, day)
    )


def _spans(versions: Iterable[RuleSettings]) -> list[EffectiveSettings]:
    """Versions that held for any time at all."""
    return [
        EffectiveSettings(each, each.effective_from, each.superseded_at)
        for each in versions
        if each.superseded_at != each.effective_from
    ]
