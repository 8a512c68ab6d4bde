"""Run work for every school or county: each in its own scope and transaction, with done and failed counted."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from celery import current_task

from services.jobs import occurrences
from services.kit import clock
from services.schools.models import County, School
from services.schools.scope import ALL_TENANTS, Scope, for_county, for_school, scope
from workers import schedule

Tenant = TypeVar("Tenant", School, County)
log = logging.getLogger(__name__)


@dataclass
class RunCounts:
    """How many tenants were done now, failed, or had been done before."""

    done: int = 0
    failed: int = 0
    skipped: int = 0


def for_each_school(work: Callable[[School], object]) -> RunCounts:
    """Run `work` for every open school, in its scope. Within a daily task: once per school and day."""
    # Read first, each worked on in a scope of its own: one transaction for all would be undone as a whole.
    with scope(ALL_TENANTS):
        schools = list(School.objects.filter(is_open=True).order_by("pk"))
    return _run(schools, lambda school: for_school(school.pk, school.county_id), work)


def for_each_county(work: Callable[[County], object]) -> RunCounts:
    """Run `work` for every county, in its scope. Within a daily task: once per county and day."""
    with scope(ALL_TENANTS):
        counties = list(County.objects.order_by("pk"))
    return _run(counties, lambda county: for_county(county.pk), work)


def _run(tenants: Sequence[Tenant], scope_of: Callable[[Tenant], Scope], work: Callable[[Tenant], object]) -> RunCounts:
    now = clock.now()
    task = current_task.name if current_task else ""
    # From the schedule, not from the message: a late or repeated message belongs to the same occurrence.
    due_at = schedule.due(task, now)
    counts = RunCounts()
    for tenant in tenants:
        try:
            if _run_once(scope_of(tenant), task, due_at, now, partial(work, tenant)):
                counts.done += 1
            else:
                counts.skipped += 1
        except Exception as error:  # noqa: BLE001  one tenant's failure is logged, the rest run
            # The type alone: the text of a database error may quote a row.
            counts.failed += 1
            extra = {"schedule": task, "tenant": str(tenant.public_id), "error": type(error).__name__}
            log.error("tenant_failed", extra=extra)
            # In a transaction of its own: that of the work is rolled back.
            _record_failure(scope_of(tenant), task, due_at, now)
    log.info("tenants_processed", extra={"schedule": task, **asdict(counts)})
    return counts


def _run_once(
    tenant_scope: Scope, task: str, due_at: datetime | None, now: datetime, work: Callable[[], object]
) -> bool:
    """Run unless done before. Work and occurrence share one transaction, so a crash undoes both."""
    with scope(tenant_scope):
        # Not a daily task: it may run as often as it is sent.
        if due_at is None:
            work()
            return True
        occurrence = occurrences.claim(schedule=task, due_at=due_at, now=now)
        if occurrence is None:
            return False
        work()
        occurrences.finish(occurrence, now=now)
        return True


def _record_failure(tenant_scope: Scope, task: str, due_at: datetime | None, now: datetime) -> None:
    if due_at is not None:
        with scope(tenant_scope):
            occurrences.record_failure(schedule=task, due_at=due_at, now=now)
