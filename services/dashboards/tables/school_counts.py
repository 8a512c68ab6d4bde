"""The counts of a county's schools in a quarter, as stored, and which of them are withheld from readers outside."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from services.dashboards import sql
from services.dashboards.rollup.columns import COLUMNS, Counts, Number
from services.dashboards.suppression import withholding
from services.dashboards.suppression.markers import HELD_COLUMNS, HELD_FOR, Unit, Withheld
from services.kit import clock
from services.kit.periods import Quarter
from services.schools.models import School
from services.schools.scope import current_scope

_EMPTY_UNTIL_KNOWN = frozenset({"score", "score_out_of"})  # None, not 0, before a round has been computed


class SchoolCounts(NamedTuple):
    """A row of sql.LIST_SCHOOLS. `small_on` is JSON: column → the last day on which it was small, as an ISO date."""

    school_id: int
    public_id: UUID
    name: str
    township: str
    as_of: datetime | None
    is_stale: bool
    small_on: str
    counts: Counts


def read_schools(quarter: Quarter, school: School | None = None) -> list[SchoolCounts]:
    """Each open school of the scope's county, or the one given; zeros where a school has not been counted yet."""
    before = quarter.previous
    values = {"year": quarter.year, "quarter": quarter.number, "county": current_scope().county_id}
    values |= {"year_before": before.year, "quarter_before": before.number, "school": school.pk if school else None}
    with connection.cursor() as cursor:
        cursor.execute(sql.LIST_SCHOOLS, values)
        rows = cursor.fetchall()
    # The counts follow the named columns, in the order of COLUMNS.
    width = len(SchoolCounts._fields) - 1
    return [SchoolCounts._make((*row[:width], _counts(row[width:], is_counted=row[4] is not None))) for row in rows]


def _counts(numbers: Sequence[Number | None], *, is_counted: bool) -> Counts:
    if is_counted:
        return dict(zip(COLUMNS, numbers, strict=True))
    return {column: 0 if column not in _EMPTY_UNTIL_KNOWN else None for column in COLUMNS}


def withhold_schools(rows: Iterable[SchoolCounts], quarter: Quarter) -> Withheld:
    """Decide which counts of a county's schools are withheld."""
    return withholding.withhold(Unit(row.school_id, row.township, row.counts, _held(row, quarter)) for row in rows)


def _held(row: SchoolCounts, quarter: Quarter) -> frozenset[str]:
    """Columns that were small within the last days: yesterday's sums and today's numbers would uncover them."""
    # Most schools have no small group: for them no JSON is parsed.
    if row.as_of is None or row.small_on == "{}":
        return frozenset()
    # A past quarter is judged as of its last day: what was withheld then does not become public with time.
    day = min(quarter.ends, clock.local_date(row.as_of))
    since = (day - HELD_FOR).isoformat()
    days: dict[str, str] = orjson.loads(row.small_on)
    return frozenset(column for column, last in days.items() if last > since) & HELD_COLUMNS
