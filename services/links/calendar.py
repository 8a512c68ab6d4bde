"""日历订阅: what is due for one member of staff, read by the calendar of a phone. No name of a child is in it.

An app that has dates of staff registers a source of events.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event

from services.access.actor import Actor
from services.kit import clock
from services.links import kinds
from services.links.kinds import LinkKind
from services.schools.models import Staff

PAST, AHEAD = timedelta(days=30), timedelta(days=180)
READ_AGAIN = timedelta(hours=6)  # programs that obey ask no more often


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """A day, or a time of a day with its end. `uid` stays the same as long as the event is the same."""

    uid: str
    title: str
    begins: date | datetime
    ends: datetime | None = None
    location: str = ""


Source = Callable[[Actor, date, date], Iterable[CalendarEvent]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add the events of one more app: those of an actor from a day to a day, both included."""
    _sources.append(source)
    return source


def as_ics(by: Actor, now: datetime) -> bytes:
    """The events of an actor as iCalendar (RFC 5545)."""
    today = clock.local_date(now)
    feed = Calendar()
    feed.add("prodid", "-//Nuanyang//zh-CN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", _("暖阳"))
    feed.add("refresh-interval", READ_AGAIN, parameters={"value": "DURATION"})
    for source in _sources:
        for event in source(by, today - PAST, today + AHEAD):
            feed.add_component(_component(event, now))
    content: bytes = feed.to_ical()
    return content


def _component(event: CalendarEvent, now: datetime) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("dtstamp", now)
    component.add("summary", event.title)
    component.add("dtstart", _in_utc(event.begins))
    if event.ends:
        component.add("dtend", _in_utc(event.ends))
    if event.location:
        component.add("location", event.location)
    return component


def _in_utc(moment: date | datetime) -> date | datetime:
    """A local time would need the rules of its zone in the feed."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def issuable(by: Actor, subjects: Collection[UUID], _now: datetime) -> set[UUID]:
    """The own row of staff: nobody subscribes to a colleague's days."""
    return set(names_of(by, subjects, _now))


def names_of(by: Actor, subjects: Collection[UUID], _now: datetime) -> Mapping[UUID, str]:
    own = Staff.objects.filter(pk=by.staff_id or 0, public_id__in=subjects)
    return dict(own.values_list("public_id", "name"))


CALENDAR_FEED = LinkKind(
    key="links.calendar_feed",
    title=gettext_lazy("日历订阅"),
    lead=gettext_lazy("手机日历里看得到您到期的工作、体检日和值日，没有孩子的名字。"),
    message="",
    about="schools.staff",
    issuable=issuable,
    names=names_of,
    digits=None,
    is_feed=True,
    days=180,
    max_days=366,
)
kinds.register(CALENDAR_FEED)
