"""When things happened: the terms the demo plays, and moments in them, whatever today is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from services.kit import clock
from services.kit.periods import Quarter
from services.schools.choices import Season

_AUTUMN_ENDS, _SPRING_BEGINS, _SPRING_ENDS = (1, 22), (2, 24), (7, 3)


@dataclass(frozen=True)
class Span:
    """A term as the county sets it."""

    school_year: int
    season: Season
    begins: date
    ends: date

    def day(self, number: int) -> date:
        """The number-th day of the term, weekends moved to the Monday after."""
        day = self.begins + timedelta(days=number)
        return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


@dataclass(frozen=True)
class Timeline:
    """`played` are the terms that have begun; the first one holds most school days of the last closed quarter."""

    now: datetime
    terms: list[Span]
    quarter: Quarter

    @property
    def today(self) -> date:
        return clock.local_date(self.now)

    @property
    def played(self) -> list[Span]:
        return [term for term in self.terms if term.begins <= self.today]

    @property
    def begins(self) -> date:
        """Long enough before the first term to have hired everybody."""
        return self.terms[0].begins - timedelta(days=20)

    @property
    def school_years(self) -> list[int]:
        return sorted({term.school_year for term in self.played})

    def at(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """A moment of a day in the county, never later than now."""
        zone = ZoneInfo(settings.TIME_ZONE)
        return min(datetime.combine(day, time(hour, minute), zone), self.now)


def build_timeline(now: datetime) -> Timeline:
    """The story that ends at this moment."""
    today = clock.local_date(now)
    quarter = Quarter.of(today).previous
    around = [term for year in range(today.year - 2, today.year + 2) for term in _year(year)]
    first = max(around, key=lambda term: _weekdays(max(term.begins, quarter.start), min(term.ends, quarter.end)))
    last = next(term for term in around if term.begins > today)
    return Timeline(now, [term for term in around if first.begins <= term.begins <= last.begins], quarter)


def _year(year: int) -> list[Span]:
    """The two terms of a school year: from 1 September, and from the Monday after the spring feast's weeks."""
    spring = date(year + 1, *_SPRING_BEGINS)
    return [
        Span(year, Season.AUTUMN, date(year, 9, 1), date(year + 1, *_AUTUMN_ENDS)),
        Span(
            year,
            Season.SPRING,
            spring + timedelta(days=-spring.weekday() % 7),
            date(year + 1, *_SPRING_ENDS),
        ),
    ]


def _weekdays(begins: date, ends: date) -> int:
    days = (begins + timedelta(days=number) for number in range(max(0, (ends - begins).days + 1)))
    return sum(day.weekday() < 5 for day in days)
