"""One week of a campaign by clinic and day: which schools and classes are where, and how full it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.health import queries
from services.health.models import Campaign, Clinic
from services.health.queries import ClinicDay
from services.kit import clock
from services.web.health.month_grid import monday_of

WORKING_DAYS = 5
LOAD_STEPS = 5  # shades of how full a day is


@dataclass(frozen=True)
class WeekDay:
    """A column. `pupils` and `capacity` are of all clinics that are used on it."""

    date: date
    is_today: bool
    note: str
    pupils: int
    capacity: int


@dataclass(frozen=True)
class Load:
    """A clinic on a day: `schools` by name with the labels of their classes; `step` from 0 to 5 is how full it is."""

    pupils: int
    capacity: int
    is_full: bool
    schools: dict[str, list[str]]
    step: int


@dataclass(frozen=True)
class ClinicRow:
    """A clinic's days in the order of the columns, None where it is not used."""

    clinic: Clinic
    pupils: int
    days: list[tuple[WeekDay, Load | None]]


@dataclass(frozen=True)
class WeekGrid:
    """`earlier` and `later` are the Mondays of the weeks before and after, None where there is nothing."""

    columns: list[WeekDay]
    rows: list[ClinicRow]
    earlier: date | None
    later: date | None


def week_grid(campaign: Campaign, days: Sequence[ClinicDay], chosen: date | None) -> WeekGrid:
    """The week of the chosen day, else of today, else the first one with something on it."""
    mondays = sorted({monday_of(day.date) for day in days})
    monday = _nearest(mondays, monday_of(chosen or clock.today()))
    of_week = [day for day in days if monday_of(day.date) == monday]
    columns = _columns(campaign, of_week, monday)
    clinics = sorted({day.clinic for day in days}, key=lambda clinic: (clinic.name, clinic.pk))
    return WeekGrid(
        columns,
        [_row(clinic, of_week, columns) for clinic in clinics],
        earlier=max((other for other in mondays if other < monday), default=None),
        later=min((other for other in mondays if other > monday), default=None),
    )


def _nearest(mondays: Sequence[date], from_monday: date) -> date:
    """The first week from this one on; the last where all are over."""
    return next((monday for monday in mondays if monday >= from_monday), mondays[-1])


def _columns(campaign: Campaign, of_week: Sequence[ClinicDay], monday: date) -> list[WeekDay]:
    # A weekend is shown only where somebody is examined on it.
    last = max(WORKING_DAYS - 1, *(day.date.weekday() for day in of_week))
    dates = [monday + timedelta(days=n) for n in range(last + 1)]
    excluded = queries.excluded_days(campaign.begins_on, campaign.ends_on)
    return [
        WeekDay(
            day,
            day == clock.today(),
            excluded.get(day, ""),
            sum(row.pupils for row in of_week if row.date == day),
            sum(row.capacity for row in of_week if row.date == day),
        )
        for day in dates
    ]


def _row(clinic: Clinic, of_week: Sequence[ClinicDay], columns: Sequence[WeekDay]) -> ClinicRow:
    of_clinic = {day.date: day for day in of_week if day.clinic == clinic}
    days = [(column, _load(of_clinic.get(column.date))) for column in columns]
    return ClinicRow(clinic, sum(day.mine for day in of_clinic.values()), days)


def _load(day: ClinicDay | None) -> Load | None:
    if day is None:
        return None
    return Load(day.pupils, day.capacity, day.is_full, day.schools, load_step(day.pupils, day.capacity))


def load_step(pupils: int, capacity: int) -> int:
    return min(LOAD_STEPS, LOAD_STEPS * pupils // max(capacity, 1))
