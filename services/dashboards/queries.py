"""Figures of a county, a school, its classes and its teachers, as the interfaces show them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet, Sum

from services.dashboards import figures
from services.dashboards.figures import FigureValue
from services.dashboards.models import SchoolQuarter, SchoolWeek, StaleRollup
from services.dashboards.rollup.columns import COLUMNS, Counts, count_of
from services.dashboards.suppression.markers import Markers, markers_of_sum
from services.dashboards.tables import school_counts
from services.dashboards.tables.school_counts import SchoolCounts
from services.kit import clock
from services.kit.periods import Quarter
from services.schools.models import School

WEEKS = 12
QUARTERS = 6
SCHOOLS_IN_BATCH = 20  # recounted in one transaction: a quarter of a second
MAX_WAIT = timedelta(minutes=1)  # of a change while newer ones go first


@dataclass(frozen=True)
class FigureRow:
    """A school, a township or the county with its figures in a quarter. `as_of` is None where nothing was counted."""

    name: str
    values: dict[str, FigureValue]
    counts: Counts
    school_id: int | None = None
    public_id: UUID | None = None
    township: str = ""
    as_of: datetime | None = None
    markers: Markers | None = None  # of the columns withheld from the reader; None inside the school

    @property
    def is_whole(self) -> bool:
        """Whether nothing is withheld."""
        return not self.markers

    def count(self, column: str) -> int:
        """A count as a number; 0 where it is empty."""
        return count_of(self.counts, column)


@dataclass(frozen=True)
class WeekCounts:
    starts_on: date
    talks: int
    visits: int
    calls: int


@dataclass(frozen=True)
class CountyPage:
    """A county in a quarter. `history` are its sums of up to six quarters, oldest first."""

    quarter: Quarter
    county: FigureRow
    previous: FigureRow
    townships: list[FigureRow]
    schools: list[FigureRow]
    weeks: list[WeekCounts]
    history: list[tuple[Quarter, Counts]] = field(default_factory=list)

    @property
    def as_of(self) -> datetime | None:
        """The oldest count on the page."""
        return self.county.as_of

    @property
    def is_whole(self) -> bool:
        """Whether nothing is withheld."""
        return all(row.is_whole for row in (self.county, *self.townships, *self.schools))


def county_page(*, quarter: Quarter, now: datetime) -> CountyPage:
    """The scope's county in a quarter: totals, townships, schools, the weeks up to it and the quarters before.

    For readers outside the schools. Four queries, however many schools.
    """
    rows = school_counts.read_schools(quarter)
    withheld = school_counts.withhold_schools(rows, quarter)
    schools = [_figure_row(row, quarter, now, withheld.units[row.school_id]) for row in rows]
    history = _county_sums(quarter)
    previous = history.get(quarter.previous, dict.fromkeys(COLUMNS, 0))
    return CountyPage(
        quarter=quarter,
        county=_sum_rows("", schools, withheld.total),
        previous=_row("", previous, markers_of_sum(previous)),
        townships=_townships(schools, withheld.groups),
        schools=schools,
        weeks=weeks(min(quarter.ends, clock.local_date(now))),
        history=sorted(history.items(), key=lambda item: item[0]),
    )


def school_figures(school: School, quarter: Quarter, *, now: datetime, outside: bool) -> FigureRow:
    """One school's figures in a quarter; to readers `outside` it as on the county's page."""
    if not outside:
        (row,) = school_counts.read_schools(quarter, school)
        return _figure_row(row, quarter, now, None)
    rows = school_counts.read_schools(quarter)
    if all(row.school_id != school.pk for row in rows):
        # A closed school is in no sum.
        rows = school_counts.read_schools(quarter, school)
    withheld = school_counts.withhold_schools(rows, quarter)
    (row,) = (row for row in rows if row.school_id == school.pk)
    return _figure_row(row, quarter, now, withheld.units[school.pk])


def withheld_of_schools(quarter: Quarter) -> dict[int, Markers]:
    """School id → the columns withheld from readers outside, in a quarter of the scope's county."""
    withheld = school_counts.withhold_schools(school_counts.read_schools(quarter), quarter)
    return {school_id: markers for school_id, markers in withheld.units.items() if isinstance(school_id, int)}


def school_weeks(row: FigureRow, until: date) -> list[WeekCounts]:
    """The weeks of one school; none where they would give away how many children are talked with."""
    if row.school_id is None or (row.markers and "talks_due" in row.markers):
        return []
    return weeks(until, School.objects.filter(pk=row.school_id))


def weeks(until: date, schools: QuerySet[School] | None = None) -> list[WeekCounts]:
    """Twelve weeks up to the one of a day, summed over the scope or some schools; an empty week is a zero."""
    last = until - timedelta(days=until.weekday())
    first = last - timedelta(weeks=WEEKS - 1)
    rows = SchoolWeek.objects.filter(starts_on__range=(first, last))
    if schools is not None:
        rows = rows.filter(school__in=schools)
    sums = rows.values("starts_on").annotate(**_sum_columns("talks", "visits", "calls"))
    by_day = {row[0]: row for row in sums.values_list("starts_on", "talks", "visits", "calls")}
    days = (first + timedelta(weeks=number) for number in range(WEEKS))
    return [WeekCounts(*by_day.get(day, (day, 0, 0, 0))) for day in days]


def quarters() -> list[Quarter]:
    """Quarters that have been counted, newest first."""
    rows = SchoolQuarter.objects.values_list("year", "quarter").distinct().order_by("-year", "-quarter")
    return [Quarter(year, number) for year, number in rows[:QUARTERS]]


def stale_batches(now: datetime) -> list[tuple[int, list[int]]]:
    """County and some of its queued schools (ids), in the order to recount them: the newest change first.

    Who wrote last is looking at the figures now. Who has waited for a minute goes before everybody.
    """
    rows = StaleRollup.objects.values_list("county_id", "school_id").annotate(newest=Max("since"), oldest=Min("since"))
    waiting = now - MAX_WAIT
    ordered = sorted(rows, key=lambda row: (row[3] > waiting, -row[2].timestamp()))
    batches: dict[tuple[int, int], list[int]] = {}
    position: Counter[int] = Counter()
    for county_id, school_id, *_times in ordered:
        batches.setdefault((county_id, position[county_id] // SCHOOLS_IN_BATCH), []).append(school_id)
        position[county_id] += 1
    return [(county_id, schools) for (county_id, _number), schools in batches.items()]


def _figure_row(school: SchoolCounts, quarter: Quarter, now: datetime, markers: Markers | None) -> FigureRow:
    is_running = quarter == Quarter.of(clock.local_date(now))
    return FigureRow(
        name=school.name,
        values=figures.values(school.counts, markers),
        counts=school.counts,
        school_id=school.school_id,
        public_id=school.public_id,
        township=school.township,
        as_of=_as_of(school, now) if is_running else school.as_of,
        markers=markers,
    )


def _as_of(school: SchoolCounts, now: datetime) -> datetime | None:
    """Now for a row of today that is not stale: nothing it counts has changed since."""
    if school.as_of and not school.is_stale and clock.start_of_day(clock.local_date(now)) <= school.as_of < now:
        return now
    return school.as_of


def _townships(schools: Iterable[FigureRow], markers: Mapping[str, Markers]) -> list[FigureRow]:
    by_name: dict[str, list[FigureRow]] = defaultdict(list)
    for school in schools:
        by_name[school.township].append(school)
    return [_sum_rows(name, rows, markers[name]) for name, rows in by_name.items()]


def _sum_rows(name: str, schools: Sequence[FigureRow], markers: Markers) -> FigureRow:
    as_of = min((school.as_of for school in schools if school.as_of), default=None)
    return _row(name, figures.total(school.counts for school in schools), markers, as_of)


def _row(name: str, counts: Counts, markers: Markers, as_of: datetime | None = None) -> FigureRow:
    return FigureRow(name, figures.values(counts, markers), counts, as_of=as_of, markers=markers)


def _county_sums(quarter: Quarter) -> dict[Quarter, Counts]:
    """The county's sums of a quarter and of those before it, newest first: of the schools that the page shows."""
    # A closed school would be the difference between this sum and the page's.
    rows = SchoolQuarter.objects.filter(school__is_open=True).filter(
        Q(year__lt=quarter.year) | Q(year=quarter.year, quarter__lte=quarter.number)
    )
    sums = rows.values("year", "quarter").annotate(**_sum_columns(*COLUMNS)).order_by("-year", "-quarter")
    tuples = sums.values_list("year", "quarter", *COLUMNS)[:QUARTERS]
    return {
        Quarter(year, number): dict(zip(COLUMNS, (count or 0 for count in counts), strict=True))
        for year, number, *counts in tuples
    }


def _sum_columns(*columns: str) -> dict[str, Sum]:
    return {column: Sum(column) for column in columns}
