"""Occurrences of schedules: one row per tenant, schedule and moment. Call inside the tenant's scope."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Q, QuerySet

from services.jobs.models import Occurrence
from services.schools import scope

MAX_FAILURES = 5


def claim(*, schedule: str, due_at: datetime, now: datetime) -> Occurrence | None:
    """Lock the occurrence until this transaction ends. None when it is finished or has failed too often.

    A second process waits for the lock and then sees that the work is done.
    """
    _create([(schedule, due_at)], now)
    row = _rows(schedule, due_at).select_for_update().get()
    return row if _is_open(row) else None


def claim_many(due: Collection[tuple[str, datetime]], *, now: datetime) -> list[Occurrence]:
    """Lock several occurrences, given as (schedule, due_at); finished and failed ones are left out."""
    if not due:
        return []
    _create(sorted(due), now)
    any_of = Q(*(Q(schedule=schedule, due_at=due_at) for schedule, due_at in due), _connector=Q.OR)
    rows = Occurrence.objects.filter(any_of, Q(school_id=scope.current().school_id))
    # Every process locks in the same order, so two of them cannot deadlock.
    return [row for row in rows.order_by("schedule", "due_at").select_for_update() if _is_open(row)]


def save_many(rows: Collection[Occurrence]) -> None:
    """Save the outcome of occurrences that were claimed together."""
    Occurrence.objects.bulk_update(rows, ["finished_at", "result_count", "failures", "skip_reason", "claimed_at"])


def finish(occurrence: Occurrence, *, now: datetime) -> None:
    """Mark a claimed occurrence as done."""
    occurrence.finished_at, occurrence.result_count = now, 1
    occurrence.save(update_fields=["finished_at", "result_count"])


def record_failure(*, schedule: str, due_at: datetime, now: datetime) -> None:
    """Count a failure. After MAX_FAILURES the occurrence is not claimed again."""
    _create([(schedule, due_at)], now)
    _rows(schedule, due_at).filter(finished_at=None).update(failures=F("failures") + 1, claimed_at=now)


def count_finished(*, schedule: str, due_at: datetime, per_school: bool) -> int:
    """Count the tenants whose occurrence is done or has failed too often. Call in ALL_TENANTS."""
    rows = Occurrence.objects.filter(schedule=schedule, due_at=due_at, school__isnull=not per_school)
    return rows.filter(Q(finished_at__isnull=False) | Q(failures__gte=MAX_FAILURES)).count()


def _create(due: Collection[tuple[str, datetime]], now: datetime) -> None:
    rows = [Occurrence(schedule=schedule, due_at=due_at, claimed_at=now) for schedule, due_at in due]
    Occurrence.objects.bulk_create(rows, ignore_conflicts=True)


def _rows(schedule: str, due_at: datetime) -> QuerySet[Occurrence]:
    # Q with None as value means IS NULL: a county's occurrence has no school.
    return Occurrence.objects.filter(Q(school_id=scope.current().school_id), schedule=schedule, due_at=due_at)


def _is_open(row: Occurrence) -> bool:
    return not row.finished_at and row.failures < MAX_FAILURES
