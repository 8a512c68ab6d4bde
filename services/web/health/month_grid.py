"""A campaign's period as months of days: what is on each day, and why nothing is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.health import queries
from services.health.models import Campaign
from services.kit import clock
from services.kit.periods import Month


@dataclass(frozen=True)
class DayEvent:
    """A line in a day's cell; `step` from 0 to 5 is how full the day is."""

    label: str
    step: int = 0


@dataclass(frozen=True)
class DayCell:
    """One day of the grid; 0 for days of other months. `note` says why the day is excluded."""

    day: int
    is_off: bool = False
    is_today: bool = False
    note: str = ""
    events: list[DayEvent] = field(default_factory=list)


@dataclass(frozen=True)
class MonthGrid:
    label: str
    weeks: list[list[DayCell]]


Events = Mapping[date, list[DayEvent]]


def month_grids(campaign: Campaign, events: Events) -> list[MonthGrid]:
    """From the first month of the period to that of the last event."""
    excluded = queries.excluded_days(campaign.begins_on, campaign.ends_on)
    # Not to the end of the period: months without an event would be empty grids.
    last = max(events, default=campaign.begins_on)
    grids, month = [], Month.of(campaign.begins_on)
    while month.begins <= last:
        grids.append(MonthGrid(month.label, _weeks(month, campaign, excluded, events)))
        month = month.next
    return grids


def _weeks(month: Month, campaign: Campaign, excluded: Mapping[date, str], events: Events) -> list[list[DayCell]]:
    # Weeks begin on Monday, as on the school's calendar.
    monday = month.begins - timedelta(days=month.begins.weekday())
    count = ((month.ends - monday).days // 7 + 1) * 7
    days = [monday + timedelta(number) for number in range(count)]
    cells = [_cell(day, month, campaign, excluded, events) for day in days]
    return [cells[index : index + 7] for index in range(0, count, 7)]


def _cell(day: date, month: Month, campaign: Campaign, excluded: Mapping[date, str], events: Events) -> DayCell:
    if not month.begins <= day <= month.ends:
        return DayCell(0, is_off=True)
    is_off = day in excluded or not campaign.begins_on <= day <= campaign.ends_on
    return DayCell(day.day, is_off, day == clock.today(), excluded.get(day, ""), events.get(day, []))
