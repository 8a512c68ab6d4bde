"""School days of many places at once, read with two queries and kept for a pass."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.reminders.schedule import CalendarDays
from services.schools.choices import OPEN_DAYS
from services.schools.models import SchoolDay, SchoolDayOverride

BEHIND, AHEAD = timedelta(days=400), timedelta(days=200)  # further than any rule counts (checks.py)


@dataclass
class Calendars:
    """The counties' calendars, and where a school's own word differs: `{day: whether school is kept}`."""

    begins: date
    ends: date
    counties: dict[int, dict[date, bool]] = field(default_factory=lambda: defaultdict(dict))
    schools: dict[int, dict[date, bool]] = field(default_factory=lambda: defaultdict(dict))
    _known: dict[tuple[int, int | None], CalendarDays] = field(default_factory=dict)

    def of(self, county_id: int, school_id: int | None = None) -> CalendarDays:
        """The days of a school, or of the county itself."""
        key = (county_id, school_id if school_id in self.schools else None)
        if key not in self._known:
            own = self.schools.get(school_id or 0, {})
            # A day outside the county's terms stays outside, as in `schools.queries.calendar`.
            kept = [day for day, is_open in self.counties.get(county_id, {}).items() if own.get(day, is_open)]
            self._known[key] = CalendarDays(self.begins, self.ends, tuple(sorted(kept)))
        return self._known[key]


def load_calendars(day: date, counties: Collection[int] | None = None) -> Calendars:
    """The calendars of the open scope: one school's, one county's; of all, or some counties, for a worker at large."""
    found = Calendars(day - BEHIND, day + AHEAD)
    some = {"date__range": (found.begins, found.ends)} | ({} if counties is None else {"county_id__in": counties})
    days = SchoolDay.objects.filter(**some)
    for county_id, on, kind in days.values_list("county_id", "date", "kind"):
        found.counties[county_id][on] = kind in OPEN_DAYS
    own = SchoolDayOverride.objects.filter(**some)
    for school_id, on, kind in own.values_list("school_id", "date", "kind"):
        found.schools[school_id][on] = kind in OPEN_DAYS
    return found
