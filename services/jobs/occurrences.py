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
    Occurrence.objects.bulk_create([Occurrence(plan=plan, due=due, taken_at=now)], ignore_conflicts=True)
    row = _rows(plan, due).select_for_update().get()
    return None if row.done_at or row.failed >= MAX_FAILURES else row


def claim_many(ticks: Collection[tuple[str, datetime]], *, now: datetime) -> list[Occurrence]:
    """Several ticks of one place, (plan, due) each, as `take`: locked, without those that are done or given up."""
    rows = [Occurrence(plan=plan, due=due, taken_at=now) for plan, due in sorted(ticks)]
    Occurrence.objects.bulk_create(rows, ignore_conflicts=True)
    asked = Q(*(Q(plan=plan, due=due) for plan, due in ticks), _connector=Q.OR) if ticks else Q(pk=None)
    here = Occurrence.objects.filter(asked, Q(school_id=scope.current().school_id))
    locked = here.order_by("plan", "due").select_for_update()
    return [row for row in locked if not row.done_at and row.failed < MAX_FAILURES]


def save_many(rows: Collection[Occurrence]) -> None:
    """Write down what became of ticks taken together."""
    Occurrence.objects.bulk_update(rows, ["done_at", "done", "failed", "skipped", "taken_at"])


def finish(occurrence: Occurrence, *, now: datetime) -> None:
    occurrence.done_at, occurrence.done = now, 1
    occurrence.save(update_fields=["done_at", "done"])


def record_failure(*, plan: str, due: datetime, now: datetime) -> None:
    """Count a failure; after the fifth the tick is left alone."""
    Occurrence.objects.bulk_create([Occurrence(plan=plan, due=due, taken_at=now)], ignore_conflicts=True)
    _rows(plan, due).filter(done_at=None).update(failed=F("failed") + 1, taken_at=now)


def is_finished(*, plan: str, due: datetime, per_school: bool) -> int:
    """In how many places the tick is done or given up. Asked by a worker at large."""
    rows = Occurrence.objects.filter(plan=plan, due=due, school__isnull=not per_school)
    return int(rows.filter(Q(done_at__isnull=False) | Q(failed__gte=MAX_FAILURES)).count())


def _rows(plan: str, due: datetime) -> QuerySet[Occurrence]:
    rows: QuerySet[Occurrence] = Occurrence.objects.filter(Q(school_id=scope.current().school_id), plan=plan, due=due)
    return rows
