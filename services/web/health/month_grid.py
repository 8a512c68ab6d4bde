"""A campaign's period as weeks of days: what is on each day, and why nothing is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from services.health import queries
from services.health.models import Campaign
from services.kit import clock


@dataclass(frozen=True)
class DayEvent:
    """A line in a day's cell; `step` from 0 to 5 is how full it is."""

    label: str
    step: int = 0


@dataclass(frozen=True)
class DayCell:
    """One day of the grid. `note` is why the day is excluded, `short` what a phone shows instead of the events."""

    label: str
    is_off: bool = False
    is_today: bool = False
    note: str = ""
    events: list[DayEvent] = field(default_factory=list)
    short: str = ""
    url: str = ""


Events = Mapping[date, list[DayEvent]]
Texts = Mapping[date, str]


def calendar_weeks(
    campaign: Campaign,
    events: Events,
    *,
    short: Mapping[date, str] | None = None,
    urls: Mapping[date, str] | None = None,
) -> list[list[DayCell]]:
    """Monday to Sunday, from the first week of the period to that of the last event: no empty weeks around it."""
    excluded = queries.excluded_days(campaign.begins_on, campaign.ends_on)
    first = monday_of(min(events, default=campaign.begins_on))
    last = max(events, default=campaign.ends_on)
    days = [first + timedelta(days=n) for n in range((monday_of(last) - first).days + 7)]
    cells = [
        DayCell(
            label=date_format(day, _("n月j日")) if day in {first, day.replace(day=1)} else str(day.day),
            is_off=day in excluded or not campaign.begins_on <= day <= campaign.ends_on,
            is_today=day == clock.today(),
            note=excluded.get(day, ""),
            events=events.get(day, []),
            short=(short or {}).get(day, ""),
            url=(urls or {}).get(day, ""),
        )
        for day in days
    ]
    return [cells[index : index + 7] for index in range(0, len(cells), 7)]


def monday_of(day: date) -> date:
    # Weeks begin on Monday, as on the school's calendar.
    return day - timedelta(days=day.weekday())
