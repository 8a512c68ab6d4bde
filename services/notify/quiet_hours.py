"""Quiet hours by audience, and the working hours of a parent: when no message is sent.

Safety alerts go out at any hour. The inbox has no quiet hours: it disturbs nobody.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from services.notify.choices import Audience, DelayReason

Span = tuple[time, time]  # from the first minute to before the second; the county's time

# By audience: families go to bed earlier than staff, and staff rest at noon. One table for all would leave few hours
# of the day.
HOURS: dict[Audience, tuple[Span, ...]] = {
    Audience.GUARDIAN: ((time(20, 30), time(8, 0)),),
    Audience.STAFF: ((time(21, 0), time(7, 30)), (time(12, 30), time(14, 0))),
}
# The ends of the night in HOURS; the noon break of staff begins no day.
MORNING = {Audience.GUARDIAN: time(8, 0), Audience.STAFF: time(7, 30)}
# Working hours between two nights take at most this many steps. Hours that leave no free minute at all would never
# end: the recipient then gets the message after the quiet hours, at work.
MAX_MOVES = 4


@dataclass(frozen=True)
class WorkingHours:
    """The hours in which a parent works and gets no message; none by default."""

    works_from: time | None = None
    works_until: time | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        # Equal ends mean no hours and not a whole day, in which the recipient would never get a message.
        if self.works_from is None or self.works_until is None or self.works_from == self.works_until:
            return ()
        return ((self.works_from, self.works_until),)


NO_WORKING_HOURS = WorkingHours()


def end_of_quiet_hours(moment: datetime, audience: Audience | str) -> datetime:
    """The end of the quiet hours that the moment lies in; the moment itself outside of them."""
    return _end_of(moment, HOURS[Audience(audience)])


def next_allowed(
    moment: datetime, audience: Audience | str, working_hours: WorkingHours = NO_WORKING_HOURS
) -> tuple[datetime, DelayReason | None]:
    """The first moment at which a message may go out, and why it is later than `moment`; None when it is not."""
    allowed, reason = end_of_quiet_hours(moment, audience), None
    if allowed != moment:
        reason = DelayReason.QUIET_HOURS
    for _move in range(MAX_MOVES):
        after_work = _end_of(allowed, working_hours.spans)
        if after_work == allowed:
            return allowed, reason
        allowed, reason = end_of_quiet_hours(after_work, audience), DelayReason.WORKING_HOURS
    allowed = end_of_quiet_hours(moment, audience)
    return allowed, DelayReason.QUIET_HOURS if allowed != moment else None


def next_morning(moment: datetime, audience: Audience | str) -> datetime:
    """The end of the quiet hours on the next day."""
    local = timezone.localtime(moment)
    day = local.date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, MORNING[Audience(audience)]), local.tzinfo)


def audiences_in_quiet_hours(moment: datetime) -> list[Audience]:
    return [audience for audience in HOURS if end_of_quiet_hours(moment, audience) != moment]


def _end_of(moment: datetime, spans: tuple[Span, ...]) -> datetime:
    local = timezone.localtime(moment)
    for begins, ends in spans:
        if _is_within(local.time(), begins, ends):
            # A span over midnight ends tomorrow, unless it is past midnight already.
            day = local.date() + timedelta(days=int(local.time() >= begins and ends < begins))
            return timezone.make_aware(datetime.combine(day, ends), local.tzinfo)
    return moment


def _is_within(now: time, begins: time, ends: time) -> bool:
    return begins <= now < ends if begins < ends else now >= begins or now < ends
