"""Quiet hours: when nobody is rung, by audience, and a parent's shift. Safety alerts ring at any hour; the inbox rings
nobody.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from services.notify.choices import Audience, DelayReason

Span = tuple[time, time]  # from the first minute to before the second; the county's time

HOURS: dict[Audience, tuple[Span, ...]] = {
    Audience.GUARDIAN: ((time(20, 30), time(8, 0)),),
    Audience.STAFF: ((time(21, 0), time(7, 30)), (time(12, 30), time(14, 0))),
}
MORNING = {Audience.GUARDIAN: time(8, 0), Audience.STAFF: time(7, 30)}
MAX_MOVES = 4  # a shift and the nights around it; whoever has no free hour at all is told after the quiet hours


@dataclass(frozen=True)
class WorkingHours:
    """The hours in which a parent works and is not disturbed; none by default."""

    works_from: time | None = None
    works_until: time | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        if self.works_from is None or self.works_until is None or self.works_from == self.works_until:
            return ()
        return ((self.works_from, self.works_until),)


NO_WORKING_HOURS = WorkingHours()


def next_allowed(moment: datetime, audience: Audience | str) -> datetime:
    """The moment itself, or the end of the quiet hours it falls in."""
    return _end(moment, HOURS[Audience(audience)])


def is_allowed(
    moment: datetime, audience: Audience | str, shift: WorkingHours = NO_WORKING_HOURS
) -> tuple[datetime, DelayReason | None]:
    """The first moment at which nobody is disturbed, and why it is later than asked; None when it is not."""
    found, why = next_allowed(moment, audience), None
    if found != moment:
        why = DelayReason.QUIET_HOURS
    for _move in range(MAX_MOVES):
        if (free := _end(found, shift.spans)) == found:
            return found, why
        found, why = next_allowed(free, audience), DelayReason.WORKING_HOURS
    found = next_allowed(moment, audience)
    return found, DelayReason.QUIET_HOURS if found != moment else None


def next_morning(moment: datetime, audience: Audience | str) -> datetime:
    """When the next day begins for messages."""
    local = timezone.localtime(moment)
    day = local.date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, MORNING[Audience(audience)]), local.tzinfo)


def audiences_in_quiet_hours(moment: datetime) -> list[Audience]:
    """Who has quiet hours at a moment."""
    return [audience for audience in HOURS if next_allowed(moment, audience) != moment]


def _end(moment: datetime, spans: tuple[Span, ...]) -> datetime:
    local = timezone.localtime(moment)
    for begins, ends in spans:
        if _within(local.time(), begins, ends):
            day = local.date() + timedelta(days=int(local.time() >= begins and ends < begins))
            return timezone.make_aware(datetime.combine(day, ends), local.tzinfo)
    return moment


def _within(now: time, begins: time, ends: time) -> bool:
    return begins <= now < ends if begins < ends else now >= begins or now < ends
