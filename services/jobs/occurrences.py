"""Occurrences of schedules: one row per tenant, schedule and moment. Call inside the tenant's scope."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import F, Q, QuerySet

from services.jobs import sql
from services.jobs.models import Occurrence
from services.schools import scope
from services.schools.tenancy import current_county_id

# With the growing delay the last try comes more than three hours after the first: an outage of a morning is over by
# then, and what is still broken needs a person.
MAX_FAILURES = 5
RETRY_DELAY = timedelta(minutes=5)  # of reminder rules after the first failure; three times as long after each further


def claim(*, schedule: str, due_at: datetime, now: datetime) -> Occurrence | None:
    """Lock the occurrence until this transaction ends. None when it is finished or has failed too often.

    A second process waits for the lock and then sees that the work is done.
    """
    _create([(schedule, due_at)], now)
    row = _rows(schedule, due_at).select_for_update().get()
    return row if _is_open(row) else None


def create(due: Iterable[tuple[int | None, str, datetime]], *, now: datetime) -> None:
    """Create the missing occurrences, given as (school, schedule, due_at); None for the county itself.

    In a transaction of its own: only what is committed can be shared among several processes.
    """
    rows = sorted(due, key=lambda key: (key[0] or 0, *key[1:]))  # in one order, so that two processes cannot deadlock
    columns: Iterable[Sequence[object]] = zip(*rows, strict=True) if rows else ((), (), ())
    schools, schedules, moments = map(list, columns)
    values = {"schools": schools, "schedules": schedules, "moments": moments}
    with connection.cursor() as cursor:
        cursor.execute(sql.CREATE_OCCURRENCES, {"now": now, "county": current_county_id(), **values})


def claim_by_tenant(
    schedule: str, due: Mapping[int | None, Sequence[datetime]], *, now: datetime
) -> dict[int | None, list[Occurrence]]:
    """Lock the occurrences of a schedule at several tenants; by school, each list as long as its moments.

    A tenant is left out while another process works on it, or when one of its occurrences is no longer open. `due`
    gives the moments of each school, oldest first; None is the county itself.
    """
    by_moments: dict[tuple[datetime, ...], list[int | None]] = {}
    for school_id, moments in due.items():
        by_moments.setdefault(tuple(moments), []).append(school_id)
    # Schools that are due at the same moments share one statement; in practice that is all of them.
    claimed: dict[int | None, list[Occurrence]] = {}
    for (first, *rest), school_ids in by_moments.items():
        open_rows = Occurrence.objects.filter(
            ~waits_for_retry(now), county_id=current_county_id(), schedule=schedule, finished_at=None
        ).filter(failures__lt=MAX_FAILURES)
        # Whoever holds the oldest one has the tenant: its later ones are never locked by two processes.
        oldest = open_rows.filter(_at(school_ids), due_at=first).select_for_update(skip_locked=True)
        ours = {row.school_id: [row] for row in oldest}
        if rest and ours:
            later = open_rows.filter(_at(list(ours)), due_at__in=rest).order_by("due_at", "pk")
            for row in later.select_for_update():
                ours[row.school_id].append(row)
        # A tenant of which one occurrence is finished already was evaluated by
        # somebody else meanwhile: none of it is taken.
        claimed |= {school_id: rows for school_id, rows in ours.items() if len(rows) == len(rest) + 1}
    return claimed


def finish_many(rows: Collection[Occurrence], *, now: datetime) -> None:
    """Finish occurrences that were claimed together, each with its result count and skip reason."""
    columns = [(row.pk, row.result_count, row.skip_reason) for row in rows]
    ids, counts, reasons = (list(column) for column in zip(*columns, strict=True)) if columns else ([], [], [])
    with connection.cursor() as cursor:
        cursor.execute(sql.FINISH_OCCURRENCES, {"now": now, "ids": ids, "counts": counts, "reasons": reasons})


def waits_for_retry(now: datetime) -> Q:
    """Failed, to be tried again after 5, 15, 45 and 135 minutes: time to repair what is wrong."""
    # A condition for each count of failures, so that the query needs no arithmetic on columns.
    waiting = (
        Q(failures=failures, claimed_at__gt=now - RETRY_DELAY * 3 ** (failures - 1))
        for failures in range(1, MAX_FAILURES)
    )
    return reduce(or_, waiting)


def finish(occurrence: Occurrence, *, now: datetime) -> None:
    """Mark a claimed occurrence as done."""
    occurrence.finished_at, occurrence.result_count = now, 1
    occurrence.save(update_fields=["finished_at", "result_count"])


def record_failure(*, schedule: str, due_at: datetime, now: datetime) -> None:
    """Count a failure. After MAX_FAILURES the occurrence is not claimed again."""
    _create([(schedule, due_at)], now)
    # `claimed_at` becomes the moment of the failure: the delay until the next try counts from it.
    _rows(schedule, due_at).filter(finished_at=None).update(failures=F("failures") + 1, claimed_at=now)


def count_finished(*, schedule: str, due_at: datetime, per_school: bool) -> int:
    """Count the tenants whose occurrence is done or has failed too often. Call in ALL_TENANTS."""
    rows = Occurrence.objects.filter(schedule=schedule, due_at=due_at, school__isnull=not per_school)
    # Given up counts as finished, else the schedule would ask for the same tenants for ever.
    return rows.filter(Q(finished_at__isnull=False) | Q(failures__gte=MAX_FAILURES)).count()


def _create(due: Collection[tuple[str, datetime]], now: datetime) -> None:
    rows = [Occurrence(schedule=schedule, due_at=due_at, claimed_at=now) for schedule, due_at in due]
    # Not get_or_create: of two processes at once the second one must wait at the row, not fail.
    Occurrence.objects.bulk_create(rows, ignore_conflicts=True)


def _at(school_ids: Collection[int | None]) -> Q:
    """At these schools; at the county itself when the only one is None."""
    schools = [school_id for school_id in school_ids if school_id is not None]
    return Q(school_id__in=schools) if schools else Q(school_id=None)


def _rows(schedule: str, due_at: datetime) -> QuerySet[Occurrence]:
    # Q with None as value means IS NULL: a county's occurrence has no school.
    return Occurrence.objects.filter(Q(school_id=scope.current_scope().school_id), schedule=schedule, due_at=due_at)


def _is_open(row: Occurrence) -> bool:
    return not row.finished_at and row.failures < MAX_FAILURES
