"""A campaign's window as months of squares: what is on each day, and why nothing is."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from services.health import queries
from services.health.models import Campaign
from services.kit import clock
from services.kit.periods import Month


@dataclass(frozen=True)
class DayEvent:
    """What stands in a day's square; `step` 0–5 is how full it is."""

    label: str
    step: int = 0


@dataclass(frozen=True)
class DayCell:
    day: int
    is_off: bool = False
    is_today: bool = False
    note: str = ""
    events: list[DayEvent] = field(default_factory=list)


def month_grids(found: Campaign, events: dict[date, list[DayEvent]]) -> list[tuple[str, list[list[DayCell]]]]:
    """The months of a campaign's window as weeks of squares; without events only the first."""
    quiet = queries.excluded_days(found.begins_on, found.ends_on)
    shown, month = [], Month.of(found.begins_on)
    last = max(events, default=found.begins_on)
    while month.start <= last:
        shown.append((month.label, _weeks(month, found, quiet, events)))
        month = month.next
    return shown


def _weeks(
    month: Month, found: Campaign, quiet: dict[date, str], events: dict[date, list[DayEvent]]
) -> list[list[DayCell]]:
    first = month.start - timedelta(days=month.start.weekday())
    count = ((month.end - first).days // 7 + 1) * 7
    days = [first + timedelta(n) for n in range(count)]
    squares = [_square(day, month, found, quiet, events) for day in days]
    return [squares[n : n + 7] for n in range(0, count, 7)]


def _square(
    day: date, month: Month, found: Campaign, quiet: dict[date, str], events: dict[date, list[DayEvent]]
) -> DayCell:
    if not month.start <= day <= month.end:
        return DayCell(0, is_off=True)
    is_off = day in quiet or not found.begins_on <= day <= found.ends_on
    return DayCell(day.day, is_off, day == clock.today(), quiet.get(day, ""), events.get(day, []))
