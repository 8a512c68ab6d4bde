"""When things happened: the terms of the demo, and moments in them, whatever today is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from services.kit import clock
from services.kit.periods import Quarter
from services.schools.choices import Season

_AUTUMN_ENDS, _SPRING_BEGINS, _SPRING_ENDS = (1, 22), (2, 24), (7, 3)  # month, day
_HIRED_BEFORE = timedelta(days=20)  # before the first term


@dataclass(frozen=True)
class TermDates:
    """A term as the county sets it."""

    school_year: int
    season: Season
    begins_on: date
    ends_on: date

    def workday(self, number: int) -> date:
        """The day `number` days after the first; a weekend is moved to the Monday after."""
        day = self.begins_on + timedelta(days=number)
        return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


@dataclass(frozen=True)
class Timeline:
    """The terms up to the next one, and the last closed quarter, as of `now`."""

    now: datetime
    terms: list[TermDates]
    quarter: Quarter

    @property
    def today(self) -> date:
        return clock.local_date(self.now)

    @property
    def begun_terms(self) -> list[TermDates]:
        """The terms that have begun. The first one has most school days of the closed quarter."""
        return [term for term in self.terms if term.begins_on <= self.today]

    @property
    def begins_on(self) -> date:
        """The day on which the county starts, early enough to employ everybody before the first term."""
        return self.terms[0].begins_on - _HIRED_BEFORE

    @property
    def school_years(self) -> list[int]:
        return sorted({term.school_year for term in self.begun_terms})

    def moment(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """A moment in county time, never later than now: what is done cannot lie in the future."""
        return min(timezone.make_aware(datetime.combine(day, time(hour, minute))), self.now)


def build_timeline(now: datetime) -> Timeline:
    """Build the timeline that ends at this moment."""
    today = clock.local_date(now)
    quarter = Quarter.of(today).previous
    # Two years back hold the closed quarter, whatever today is; the next term begins within a year.
    terms = [term for year in range(today.year - 2, today.year + 2) for term in _terms_of(year)]
    first = max(terms, key=lambda term: _count_weekdays_in(term, quarter))
    # With the next term, so that there is one to plan a checkup in when this one has ended.
    following = next(term for term in terms if term.begins_on > today)
    chosen = [term for term in terms if first.begins_on <= term.begins_on <= following.begins_on]
    return Timeline(now, chosen, quarter)


def _terms_of(school_year: int) -> list[TermDates]:
    """Autumn from 1 September; spring from the first Monday after the weeks of the Spring Festival."""
    spring = date(school_year + 1, *_SPRING_BEGINS)
    first_monday = spring + timedelta(days=-spring.weekday() % 7)
    return [
        TermDates(school_year, Season.AUTUMN, date(school_year, 9, 1), date(school_year + 1, *_AUTUMN_ENDS)),
        TermDates(school_year, Season.SPRING, first_monday, date(school_year + 1, *_SPRING_ENDS)),
    ]


def _count_weekdays_in(term: TermDates, quarter: Quarter) -> int:
    begins, ends = max(term.begins_on, quarter.begins), min(term.ends_on, quarter.ends)
    days = (begins + timedelta(days=number) for number in range(max(0, (ends - begins).days + 1)))
    return sum(day.weekday() < 5 for day in days)
