"""Ticks of the timetable that were taken, one row per place, plan and moment. Called in the scope of the place."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Q, QuerySet

from services.jobs.models import Occurrence
from services.schools import scope

MAX_FAILURES = 5


def claim(*, plan: str, due: datetime, now: datetime) -> Occurrence | None:
    """The tick, locked until this transaction ends; None when it is done, or given up.

    Whoever comes second waits here for the first and then finds it done.
    """
    Occurrence.objects.bulk_create([Occurrence(schedule=plan, due_at=due, claimed_at=now)], ignore_conflicts=True)
    row = _rows(plan, due).select_for_update().get()
    return None if row.finished_at or row.failures >= MAX_FAILURES else row


def claim_many(ticks: Collection[tuple[str, datetime]], *, now: datetime) -> list[Occurrence]:
    """Several ticks of one place, (plan, due) each, as `take`: locked, without those that are done or given up."""
    rows = [Occurrence(schedule=plan, due_at=due, claimed_at=now) for plan, due in sorted(ticks)]
    Occurrence.objects.bulk_create(rows, ignore_conflicts=True)
    asked = Q(*(Q(schedule=plan, due_at=due) for plan, due in ticks), _connector=Q.OR) if ticks else Q(pk=None)
    here = Occurrence.objects.filter(asked, Q(school_id=scope.current().school_id))
    locked = here.order_by("schedule", "due_at").select_for_update()
    return [row for row in locked if not row.finished_at and row.failures < MAX_FAILURES]


def save_many(rows: Collection[Occurrence]) -> None:
    """Write down what became of ticks taken together."""
    Occurrence.objects.bulk_update(rows, ["finished_at", "result_count", "failures", "skip_reason", "claimed_at"])


def finish(occurrence: Occurrence, *, now: datetime) -> None:
    occurrence.finished_at, occurrence.result_count = now, 1
    occurrence.save(update_fields=["finished_at", "result_count"])


def record_failure(*, plan: str, due: datetime, now: datetime) -> None:
    """Count a failure; after the fifth the tick is left alone."""
    Occurrence.objects.bulk_create([Occurrence(schedule=plan, due_at=due, claimed_at=now)], ignore_conflicts=True)
    _rows(plan, due).filter(finished_at=None).update(failures=F("failures") + 1, claimed_at=now)


def is_finished(*, plan: str, due: datetime, per_school: bool) -> int:
    """In how many places the tick is done or given up. Asked by a worker at large."""
    rows = Occurrence.objects.filter(schedule=plan, due_at=due, school__isnull=not per_school)
    return int(rows.filter(Q(finished_at__isnull=False) | Q(failures__gte=MAX_FAILURES)).count())


def _rows(plan: str, due: datetime) -> QuerySet[Occurrence]:
    rows: QuerySet[Occurrence] = Occurrence.objects.filter(
        Q(school_id=scope.current().school_id), schedule=plan, due_at=due
    )
    return rows
