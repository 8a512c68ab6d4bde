"""Keep the rollups current: recount schools whose rows changed, and each night compare all with a full recount."""

import logging
import math
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.dashboards import mismatches, notifications, queries
from services.dashboards.attention.items import AttentionItem
from services.dashboards.choices import AuditAction, JobKind
from services.dashboards.models import StaleRollup
from services.dashboards.rollup import quarters
from services.dashboards.rollup.columns import WORK_TABLES
from services.jobs import actions as jobs
from services.jobs.models import Job
from services.kit import clock
from services.kit.database import locks
from services.kit.periods import Quarter
from services.schools.models import County, School
from services.schools.scope import ALL_TENANTS, scope

_LOCK = "dashboards.rollup"  # of a county
log = logging.getLogger(__name__)


def refresh_stale(*, now: datetime, seconds: float = math.inf) -> int:
    """Recount the queued schools, the newest change first. Returns how many.

    `seconds`: begin no further batch after this time; the rest stays queued. Any number of processes share the work: a
    county is recounted by one of them at a time, in transactions of a few schools. Opens its own scopes.
    """
    deadline = time.monotonic() + seconds
    failed: set[int] = set()
    count = 0
    with scope(ALL_TENANTS):
        batches = queries.stale_batches(now)
    for county_id, schools in batches:
        if county_id in failed or time.monotonic() > deadline:
            continue
        try:
            with scope(ALL_TENANTS):
                count += refresh_schools(county_id=county_id, schools=schools, now=now)
        except Exception as error:  # noqa: BLE001  one county's failure is logged, the others are recounted
            failed.add(county_id)
            log.error("rollup_failed", extra={"county": county_id, "error": type(error).__name__})
    return count


@transaction.atomic
def refresh_schools(*, county_id: int, schools: Sequence[int], now: datetime) -> int:
    """Recount these queued schools (ids) of one county and return how many.

    0 when another process holds the county's lock or none is queued. Only the queue's rows read at the beginning are
    deleted, so that a change made meanwhile stays queued. Needs the scope of a cross-tenant worker.
    """
    # Of two counts at once the older could be stored last.
    if not locks.acquire(_LOCK, county_id):
        return 0
    rows = StaleRollup.objects.filter(school_id__in=schools).order_by("id")
    queued = list(rows.values_list("id", "school_id", "since", "source"))
    if not queued:
        return 0
    oldest = {school_id: since for _id, school_id, since, _source in reversed(queued)}
    fully = {school_id for _id, school_id, _since, source in queued if source not in WORK_TABLES}
    write_rollups(schools=sorted(oldest), now=now, stale_since=oldest, work_only=oldest.keys() - fully)
    StaleRollup.objects.filter(id__in=[row_id for row_id, *_rest in queued]).delete()
    return len(oldest)


@transaction.atomic
def write_rollups(
    *,
    schools: Sequence[int],
    now: datetime,
    stale_since: Mapping[int, datetime] | None = None,
    work_only: Collection[int] = (),
) -> None:
    """Write this quarter's rows, and last quarter's unless its assessment was published before the change.

    `stale_since`: school id → its oldest queued change. A change made before the publication still counts.
    `work_only`: schools of which only care records and due work have changed.
    """
    quarter = Quarter.of(clock.local_date(now))
    quarters.write(schools=schools, quarter=quarter, now=now, work_only=work_only)
    changeable = mismatches.unpublished_schools(schools, quarter.previous, stale_since)
    quarters.write(schools=changeable, quarter=quarter.previous, now=now, work_only=work_only)


@transaction.atomic
def remind_late_schools(*, item: AttentionItem, by: Actor, now: datetime) -> int:
    """Remind late schools (催报): the heads and administrators of the item's schools, once a day each.

    Returns how many notifications were written.
    """
    require_permission(by, Permission.REMIND_SCHOOLS)
    schools = [school.school_id for school in item.schools]
    count = notifications.notify_late_schools(code=item.code, schools=schools, county_id=by.county_id, now=now)
    audit.log(
        AuditAction.LATE_SCHOOLS_REMINDED,
        target=[school.row.public_id for school in item.schools if school.row.public_id],
        by=by,
        now=now,
        detail={"item": item.code, "notified": count},
    )
    return count


def request_recount(*, county: County, now: datetime) -> Job:
    """Enqueue a recount of the open scope's county."""
    return jobs.enqueue(kind=JobKind.RECOUNT, target_id=county.public_id, by=None, now=now)


@transaction.atomic
def recount(*, county_id: int, now: datetime) -> int:
    """Recount every open school of a county. Returns how many stored rows were wrong; the county is notified of any.

    Needs a worker's scope.
    """
    locks.wait(_LOCK, county_id)
    schools = list(School.objects.filter(is_open=True, county_id=county_id).values_list("pk", flat=True))
    wrong = mismatches.count_mismatches(schools, now)
    write_rollups(schools=schools, now=now)
    if wrong:
        log.error("rollup_differed", extra={"rows": wrong})
        notifications.notify_mismatch(county_id=county_id, now=now)
    return wrong
