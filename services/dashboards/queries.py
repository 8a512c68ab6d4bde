"""What the desks ask: the county's page in four queries, a school's figures, its classes, its teachers' late work."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Sum

from services.care.choices import DueState
from services.care.models import DueWork, Pairing
from services.children.choices import PupilState
from services.children.models import ContactCard, Pupil
from services.dashboards import figures
from services.dashboards.figures import COLUMNS, FigureValue
from services.dashboards.models import SchoolQuarter, SchoolWeek
from services.kit import clock
from services.kit.periods import Quarter
from services.schools.models import School
from services.schools.scope import current

WEEKS = 12
QUARTERS = 6


@dataclass(frozen=True)
class FigureRow:
    """A school, a township or the county with its figures in a quarter. `as_of` is None where nothing was counted."""

    name: str
    values: dict[str, FigureValue]
    row: dict[str, Any]
    public_id: UUID | None = None
    township: str = ""
    as_of: datetime | None = None

    def late(self, activity: str) -> int:
        """What was due and not done."""
        return int(self.row[f"{activity}_due"] - self.row[f"{activity}_done"])


@dataclass(frozen=True)
class WeekCounts:
    starts_on: date
    talks: int
    visits: int
    calls: int


@dataclass(frozen=True)
class CountyPage:
    quarter: Quarter
    county: FigureRow
    previous: FigureRow
    townships: list[FigureRow]
    schools: list[FigureRow]
    weeks: list[WeekCounts]
    history: list[tuple[Quarter, dict[str, Any]]] = field(default_factory=list)

    @property
    def as_of(self) -> datetime | None:
        """The oldest count on the page."""
        return self.county.as_of


def county_page(*, quarter: Quarter, now: datetime, outside: bool = True) -> CountyPage:
    """The scope's county in a quarter: totals, townships, schools, the weeks up to it and the quarters before."""
    schools = [_place(row, outside=outside) for row in _school_rows(quarter, now)]
    history = _history(quarter)
    before = history.get(quarter.previous, dict.fromkeys(COLUMNS, 0))
    return CountyPage(
        quarter=quarter,
        county=_sum("", schools, outside=outside),
        previous=FigureRow("", figures.values(before, outside=outside), before),
        townships=_townships(schools, outside=outside),
        schools=schools,
        weeks=weeks(min(quarter.end, clock.local_date(now))),
        history=sorted(history.items(), key=lambda each: each[0]),
    )


def school_figures(school: School, quarter: Quarter, *, now: datetime, outside: bool) -> FigureRow:
    """One school's figures in a quarter."""
    (row,) = _school_rows(quarter, now, school)
    return _place(row, outside=outside)


def weeks(until: date, schools: QuerySet[School] | None = None) -> list[WeekCounts]:
    """Twelve weeks up to the one of a day, summed over the scope or some schools; an empty week is a zero."""
    last = until - timedelta(days=until.weekday())
    first = last - timedelta(weeks=WEEKS - 1)
    rows = SchoolWeek.objects.filter(starts_on__range=(first, last))
    if schools is not None:
        rows = rows.filter(school__in=schools)
    counted = rows.values("starts_on").annotate(**_summed("talks", "visits", "calls"))
    sums = {row[0]: row for row in counted.values_list("starts_on", "talks", "visits", "calls")}
    days = (first + timedelta(weeks=n) for n in range(WEEKS))
    return [WeekCounts(*sums.get(day, (day, 0, 0, 0))) for day in days]


def quarters() -> list[Quarter]:
    """Quarters that have been counted, newest first."""
    rows = SchoolQuarter.objects.values_list("year", "quarter").distinct().order_by("-year", "-quarter")
    return [Quarter(year, number) for year, number in rows[:QUARTERS]]


def classes(*, school: School, on: date) -> list[dict[str, Any]]:
    """Per class of a school: pupils, children with an open file, paired, with a card."""
    paired = Pairing.objects.filter(child=OuterRef("child__pk"), ended_at__isnull=True)
    card = ContactCard.objects.filter(child=OuterRef("child__pk"), stale_on__isnull=True)
    is_child = Q(child__isnull=False, child__closed_on__isnull=True)
    rows: Any = (
        Pupil.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), state=PupilState.ENROLLED, school=school)
        .annotate(is_paired=Exists(paired), has_card=Exists(card))
        .values("school_class_id", "school_class__public_id")
        .annotate(
            entry_year=Min("school_class__entry_year"),
            entry_grade=Min("school_class__entry_grade"),
            class_number=Min("school_class__number"),
            pupils=Count("pk"),
            children=Count("pk", filter=is_child),
            paired=Count("pk", filter=is_child & Q(is_paired=True)),
            cards=Count("pk", filter=is_child & Q(has_card=True)),
        )
    )
    return list(rows.order_by("entry_grade", "-entry_year", "class_number"))


def late_by_staff(*, today: date) -> list[dict[str, Any]]:
    """Per teacher of the scope's school: work past its day, and due within the week. By name, never by rank."""
    rows = _waiting(today).values("staff__public_id", "staff__name").annotate(**_late(today))
    return list(rows.order_by("staff__pinyin", "staff_id"))


def late_by_class(*, today: date) -> list[dict[str, Any]]:
    """The same by class."""
    about = "child__pupil__school_class__"
    columns = {name: F(about + name) for name in ("entry_year", "entry_grade")}
    columns |= {"class_number": F(f"{about}number"), "class_id": F(f"{about}public_id")}
    rows = _waiting(today).values(**columns).annotate(**_late(today))
    return list(rows.order_by("entry_grade", "-entry_year", "class_number"))


def _waiting(today: date) -> Any:
    """Work undone that is due by Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    return DueWork.objects.filter(state=DueState.DUE, pairing__ended_at__isnull=True, due_on__lte=sunday)


def _late(today: date) -> dict[str, Any]:
    is_late = Q(due_on__lt=today)
    return {"late": Count("pk", filter=is_late), "due": Count("pk", filter=~is_late), "oldest": Min("due_on")}


# One statement, not the ORM: this is the page everybody opens, and a left join it has no words for. The wall filters;
# the county is named as well, because a filter is a plan.
_COUNTS = ", ".join(f"q.{name}" for name in COLUMNS)
_ROWS = f"""SELECT s.id AS pk, s.public_id, s.name, r.name AS township, q.as_of, {_COUNTS},
    EXISTS (SELECT 1 FROM dashboards_stalerollup d WHERE d.school_id = s.id) AS is_late
FROM schools_school s JOIN schools_region r ON r.county_id = s.county_id AND r.id = s.region_id
LEFT JOIN dashboards_schoolquarter q ON q.school_id = s.id AND (q.year, q.quarter) = (%(year)s, %(quarter)s)
WHERE s.county_id = %(county)s AND CASE WHEN %(school)s::bigint IS NULL THEN s.is_open ELSE s.id = %(school)s END
ORDER BY r.name, s.name"""  # noqa: S608  our own column names
_UNCOUNTED = frozenset({"as_of", "score", "score_out_of"})  # empty, not zero, before they are known


def _school_rows(quarter: Quarter, now: datetime, school: School | None = None) -> list[dict[str, Any]]:
    """Each open school of the scope's county with its rollup row; zeros where it has not been counted yet."""
    values = {"year": quarter.year, "quarter": quarter.number, "county": current().county_id}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, values | {"school": school.pk if school else None})
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    today = clock.local_date(now)
    fresh_from = clock.start_of_day(today) if quarter == Quarter.of(today) else None
    return [_dated(row, fresh_from, now) if row["as_of"] else _uncounted(row) for row in rows]


def _dated(row: dict[str, Any], fresh_from: datetime | None, now: datetime) -> dict[str, Any]:
    """What was counted since a moment of today, and waits for no recount, is so now."""
    if fresh_from and not row["is_late"] and fresh_from <= row["as_of"] < now:
        row["as_of"] = now
    return row


def _uncounted(row: dict[str, Any]) -> dict[str, Any]:
    return {name: 0 if value is None and name not in _UNCOUNTED else value for name, value in row.items()}


def _place(row: dict[str, Any], *, outside: bool) -> FigureRow:
    values = figures.values(row, outside=outside)
    return FigureRow(row["name"], values, row, row["public_id"], row["township"], row["as_of"])


def _townships(schools: list[FigureRow], *, outside: bool) -> list[FigureRow]:
    by_name: dict[str, list[FigureRow]] = defaultdict(list)
    for school in schools:
        by_name[school.township].append(school)
    return [_sum(name, members, outside=outside) for name, members in by_name.items()]


def _sum(name: str, schools: list[FigureRow], *, outside: bool) -> FigureRow:
    row = figures.total(school.row for school in schools)
    as_of = min((school.as_of for school in schools if school.as_of), default=None)
    return FigureRow(name, figures.values(row, outside=outside), row, as_of=as_of)


def _history(quarter: Quarter) -> dict[Quarter, dict[str, Any]]:
    """The county's sums of this quarter and those before it."""
    rows = SchoolQuarter.objects.filter(Q(year__lt=quarter.year) | Q(year=quarter.year, quarter__lte=quarter.number))
    summed: Any = rows.values("year", "quarter").annotate(**_summed(*COLUMNS)).order_by("-year", "-quarter")[:QUARTERS]
    return {Quarter(row["year"], row["quarter"]): {key: row[key] or 0 for key in COLUMNS} for row in summed}


def _summed(*columns: str) -> dict[str, Sum]:
    return {column: Sum(column) for column in columns}
