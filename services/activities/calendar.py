"""The duty shifts of a member of staff, for the calendar feed."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.activities import queries
from services.links import calendar
from services.links.calendar import CalendarEvent


@calendar.register
def duty_events(by: Actor, begins: date, ends: date) -> Iterator[CalendarEvent]:
    for shift in queries.duty_shifts(begins, ends).filter(staff=by.staff_id or 0):
        yield CalendarEvent(
            uid=str(shift.public_id),
            title=_("值日"),
            begins=make_aware(datetime.combine(shift.date, shift.start_time)),
            ends=make_aware(datetime.combine(shift.date, shift.end_time)),
            location=shift.location,
        )
