"""The rollup of many schools' quarters, counted by the measures of the assessment and the counting bases.

`count` only reads; `write` also stores what it counted.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import orjson
from django.db import connection

from services.assessment import measures
from services.assessment.sql import Value
from services.children.queries import basis
from services.dashboards import sql
from services.dashboards.rollup.columns import COLUMNS, Counts
from services.dashboards.suppression.markers import THRESHOLD
from services.kit import clock
from services.kit.periods import Quarter


def write(*, schools: Sequence[int], quarter: Quarter, now: datetime, work_only: Collection[int] = ()) -> None:
    """Count and store a quarter of these schools and its weeks. Running again is safe.

    `work_only`: schools whose rows are up to date but for care records and due work.
    """
    if not schools:
        return
    today = clock.local_date(now)
    # A row of an earlier day is not updated by it, and is counted in full below.
    updated = _write_work([school for school in schools if school in work_only], quarter, today, now)
    others = [school for school in schools if school not in updated]
    with connection.cursor() as cursor:
        if others:
            cursor.execute(sql.WRITE_QUARTERS, _parameters(others, quarter, today, now))
        cursor.execute(sql.WRITE_WEEKS, _window_parameters(schools, quarter, today, now))


def _write_work(schools: Sequence[int], quarter: Quarter, today: date, now: datetime) -> set[int]:
    """Count care work alone. Returns the schools (ids) whose row was of the same day."""
    if not schools:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(sql.WRITE_WORK, _window_parameters(schools, quarter, today, now))
        return {school for (school,) in cursor.fetchall()}


def count(*, schools: Sequence[int], quarter: Quarter, today: date, now: datetime) -> dict[int, Counts]:
    """School id → the counts that would be stored, as seen on a day."""
    with connection.cursor() as cursor:
        cursor.execute(sql.COUNT_QUARTERS, _parameters(schools, quarter, today, now))
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row["school_id"]: {column: row[column] for column in COLUMNS} for row in rows}


def _parameters(schools: Sequence[int], quarter: Quarter, today: date, now: datetime) -> dict[str, Value]:
    # As one JSON parameter: the bases are counted by the ORM, everything else by the statement they are joined to.
    bases = _basis_counts(schools, measures.quarter_to_date(quarter, today).until)
    return _window_parameters(schools, quarter, today, now) | {
        "bases": orjson.dumps(bases).decode(),
        "threshold": THRESHOLD,
    }


def _window_parameters(schools: Sequence[int], quarter: Quarter, today: date, now: datetime) -> dict[str, Value]:
    """Those that take no counting beforehand."""
    named: dict[str, Value] = {"year": quarter.year, "quarter": quarter.number, "as_of": now}
    return measures.parameters(schools, measures.quarter_to_date(quarter, today)) | named


def _basis_counts(schools: Sequence[int], day: date) -> list[dict[str, int]]:
    """Rows of {school_id, pupils, d1, d1_unknown, …} as of a day."""
    rows: dict[int, Mapping[str, int]] = dict(basis.counts_by_school(schools, day).items())  # type: ignore[arg-type]
    return [
        {"school_id": school_id, "pupils": row["pupils"]}
        | {name: row[f"{name}_yes"] for name in basis.BASES}
        | {f"{name}_unknown": row[f"{name}_unknown"] for name in basis.BASES}
        for school_id, row in rows.items()
    ]
