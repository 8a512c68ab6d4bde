"""Quiet hours: when nobody is rung, by audience. Safety alerts ring at any hour; the inbox rings nobody."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from services.notify.choices import Audience

Span = tuple[time, time]  # from the first minute to before the second; the county's time

HOURS: dict[Audience, tuple[Span, ...]] = {
    Audience.CARER: ((time(20, 30), time(8, 0)),),
    Audience.STAFF: ((time(21, 0), time(7, 30)), (time(12, 30), time(14, 0))),
}


def until(moment: datetime, audience: Audience) -> datetime:
    """The moment itself, or the end of the quiet hours it falls in."""
    local = timezone.localtime(moment)
    for begins, ends in HOURS[Audience(audience)]:
        if _within(local.time(), begins, ends):
            day = local.date() + timedelta(days=int(local.time() >= begins and ends < begins))
            return timezone.make_aware(datetime.combine(day, ends), local.tzinfo)
    return moment


def audiences(moment: datetime) -> list[Audience]:
    """Who has quiet hours at a moment."""
    return [audience for audience in HOURS if until(moment, audience) != moment]


def _within(now: time, begins: time, ends: time) -> bool:
    return begins <= now < ends if begins < ends else now >= begins or now < ends
