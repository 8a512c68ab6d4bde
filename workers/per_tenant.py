"""From school to school, or county to county: each in its own scope and transaction, done and failed counted."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from celery import current_task

from services.jobs import occurrences
from services.kit import clock
from services.schools.models import County, School
from services.schools.scope import ALL_TENANTS, Scope, for_county, for_school, scope
from workers import schedule

log = logging.getLogger(__name__)


@dataclass
class RunCounts:
    """How many places were done, failed, or had been done before."""

    done: int = 0
    failed: int = 0
    skipped: int = 0


def for_each_school(work: Callable[[School], object]) -> RunCounts:
    """Run for every open school as that school. Within a daily task of the timetable: once per school and day."""
    with scope(ALL_TENANTS):
        schools = list(School.objects.filter(is_open=True).order_by("pk"))
    return _each(schools, lambda school: for_school(school.pk, school.county_id), work)


def for_each_county(work: Callable[[County], object]) -> RunCounts:
    """Run for every county as that county."""
    with scope(ALL_TENANTS):
        counties = list(County.objects.order_by("pk"))
    return _each(counties, lambda county: for_county(county.pk), work)


def _each(places: Sequence[Any], scope_of: Callable[[Any], Scope], work: Callable[[Any], object]) -> RunCounts:
    now = clock.now()
    plan = current_task.name if current_task else ""
    due = schedule.due(plan, now)
    tally = RunCounts()
    for place in places:
        try:
            if _one(scope_of(place), plan, due, now, partial(work, place)):
                tally.done += 1
            else:
                tally.skipped += 1
        except Exception as error:  # noqa: BLE001  one place must neither stop the others nor vanish
            tally.failed += 1
            extra = {"plan": plan, "place": str(place.public_id), "error": type(error).__name__}
            log.error("place_failed", extra=extra)
            _note_failure(scope_of(place), plan, due, now)
    log.info("each", extra={"plan": plan, "done": tally.done, "failed": tally.failed, "skipped": tally.skipped})
    return tally


def _one(where: Scope, plan: str, due: datetime | None, now: datetime, work: Callable[[], object]) -> bool:
    """The work and the note that it was done are one transaction: a crash undoes both."""
    with scope(where):
        if due is None:
            work()
            return True
        occurrence = occurrences.claim(plan=plan, due=due, now=now)
        if occurrence is None:
            return False
        work()
        occurrences.finish(occurrence, now=now)
        return True


def _note_failure(where: Scope, plan: str, due: datetime | None, now: datetime) -> None:
    if due is not None:
        with scope(where):
            occurrences.record_failure(plan=plan, due=due, now=now)
