"""The rollup of many schools' quarters, counted by the measures of the assessment and the counting bases.

`count` only reads; `write` also stores what it counted.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import orjson
from django.db import connection

from services.assessment import measures
from services.assessment.sql import Value
from services.children.queries import basis
from services.dashboards import sql
from services.dashboards.rollup.columns import COLUMNS, Counts
from services.kit import clock
from services.kit.periods import Quarter


def write(*, schools: Sequence[int], quarter: Quarter, now: datetime) -> int:
    """Count and store a quarter of these schools and its weeks. Returns how many schools. Running again is safe."""
    if not schools:
        return 0
    values = _parameters(schools, quarter, clock.local_date(now), now)
    with connection.cursor() as cursor:
        cursor.execute(sql.WRITE_QUARTERS, values)
        count = int(cursor.rowcount)
        cursor.execute(sql.WRITE_WEEKS, values)
    return count


def count(*, schools: Sequence[int], quarter: Quarter, today: date, now: datetime) -> dict[int, Counts]:
    """School id → the counts that would be stored, as seen on a day."""
    with connection.cursor() as cursor:
        cursor.execute(sql.COUNT_QUARTERS, _parameters(schools, quarter, today, now))
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row["school_id"]: {column: row[column] for column in COLUMNS} for row in rows}


def _parameters(schools: Sequence[int], quarter: Quarter, today: date, now: datetime) -> dict[str, Value]:
    window = measures.window(quarter, today)
    return measures.parameters(schools, window) | {
        "year": quarter.year,
        "quarter": quarter.number,
        "as_of": now,
        "bases": orjson.dumps(_basis_counts(schools, window.until)).decode(),
    }


def _basis_counts(schools: Sequence[int], on: date) -> list[dict[str, int]]:
    """Rows of {school_id, pupils, d1, d1_unknown, …} as of a day."""
    rows: dict[int, Mapping[str, int]] = dict(basis.counts_by_school(schools, on).items())  # type: ignore[arg-type]
    return [
        {"school_id": school_id, "pupils": row["pupils"]}
        | {name: row[f"{name}_yes"] for name in basis.BASES}
        | {f"{name}_unknown": row[f"{name}_unknown"] for name in basis.BASES}
        for school_id, row in rows.items()
    ]
