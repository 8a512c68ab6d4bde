"""School days of many tenants, read in two queries for one evaluation of rules."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.reminders.schedule import CalendarDays
from services.schools.choices import SCHOOL_DAY_KINDS
from services.schools.models import SchoolDay, SchoolDayOverride

# Longer than any offset a rule may have (validation.py).
DAYS_BEFORE, DAYS_AFTER = timedelta(days=400), timedelta(days=200)


@dataclass
class Calendars:
    """By county id and school id: whether each day is a school day. `schools` has overrides only."""

    begins: date
    ends: date
    counties: dict[int, dict[date, bool]] = field(default_factory=lambda: defaultdict(dict))
    schools: dict[int, dict[date, bool]] = field(default_factory=lambda: defaultdict(dict))
    # A county of 180 schools has a handful of different calendars; each is sorted once.
    _days: dict[tuple[int, int | None], CalendarDays] = field(default_factory=dict)

    def of(self, county_id: int, school_id: int | None = None) -> CalendarDays:
        """The days of a school, or of the county itself. Schools without overrides share one object."""
        key = (county_id, school_id if school_id in self.schools else None)
        if key not in self._days:
            overrides = self.schools.get(school_id or 0, {})
            # An override cannot add a day outside the county's terms, as in `schools.queries.calendar`.
            county = self.counties.get(county_id, {})
            school_days = [day for day, is_open in county.items() if overrides.get(day, is_open)]
            self._days[key] = CalendarDays(self.begins, self.ends, tuple(sorted(school_days)))
        return self._days[key]


def load_calendars(day: date, counties: Collection[int] | None = None) -> Calendars:
    """The calendars of the scope around a day; a cross-tenant worker may name the counties."""
    # Read wide once: a rule with an offset of months and one of tomorrow share the same two queries.
    calendars = Calendars(day - DAYS_BEFORE, day + DAYS_AFTER)
    days = SchoolDay.objects.filter(date__range=(calendars.begins, calendars.ends))
    overrides = SchoolDayOverride.objects.filter(date__range=(calendars.begins, calendars.ends))
    if counties is not None:
        days, overrides = days.filter(county_id__in=counties), overrides.filter(county_id__in=counties)
    for county_id, date_, kind in days.values_list("county_id", "date", "kind"):
        calendars.counties[county_id][date_] = kind in SCHOOL_DAY_KINDS
    for school_id, date_, kind in overrides.values_list("school_id", "date", "kind"):
        calendars.schools[school_id][date_] = kind in SCHOOL_DAY_KINDS
    return calendars
