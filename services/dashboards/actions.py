"""Keep the rollup current: recount stale schools, and compare all of them with a full recount each night."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.dashboards import attention, mismatches, notifications
from services.dashboards.choices import AuditAction, JobKind
from services.dashboards.models import StaleRollup
from services.dashboards.rollup import quarters
from services.jobs import actions as jobs
from services.jobs.models import Job
from services.kit import clock, locks
from services.kit.periods import Quarter
from services.schools.models import County, School

MAX_QUEUE_ROWS = 5000  # read in one transaction
log = logging.getLogger(__name__)


@transaction.atomic
def refresh_stale(*, now: datetime) -> int:
    """Recount every queued school. Returns how many; 0 while another process refreshes.

    Reads the queue first, counts, then deletes exactly the rows it read, so that a change made meanwhile stays queued.
    Needs the scope of a cross-tenant worker.
    """
    # Two refreshes at once would recount the same schools.
    if not locks.acquire("dashboards.rollup"):
        return 0
    queued = list(StaleRollup.objects.order_by("id").values_list("id", "school_id", "since")[:MAX_QUEUE_ROWS])
    if not queued:
        return 0
    oldest = {school_id: since for _id, school_id, since in reversed(queued)}
    write_rollups(schools=sorted(oldest), now=now, stale_since=oldest)
    StaleRollup.objects.filter(id__in=[row_id for row_id, *_rest in queued]).delete()
    return len(oldest)


@transaction.atomic
def write_rollups(*, schools: Sequence[int], now: datetime, stale_since: Mapping[int, datetime] | None = None) -> None:
    """Write this quarter's rows, and last quarter's unless its assessment was published before the change.

    `stale_since`: school id → its oldest queued change. A change made before the publication still counts.
    """
    quarter = Quarter.of(clock.local_date(now))
    quarters.write(schools=schools, quarter=quarter, now=now)
    changeable = mismatches.unpublished_schools(schools, quarter.previous, stale_since)
    quarters.write(schools=changeable, quarter=quarter.previous, now=now)


@transaction.atomic
def remind_late_schools(*, item: attention.AttentionItem, by: Actor, now: datetime) -> int:
    """催报: remind heads and administrators of the item's schools, once a day each. Returns how many."""
    require_permission(by, Permission.REMIND_SCHOOLS)
    schools = [row.school_id for row in item.schools if row.school_id]
    count = notifications.notify_late_schools(code=item.code, schools=schools, county_id=by.county_id, now=now)
    audit.log(
        AuditAction.LATE_SCHOOLS_REMINDED,
        target=[row.public_id for row in item.schools if row.public_id],
        by=by,
        now=now,
        detail={"item": item.code, "notified": count},
    )
    return count


def request_rebuild(*, county: County, now: datetime) -> Job:
    """Enqueue a recount of the open scope's county."""
    return jobs.enqueue(kind=JobKind.REBUILD, subject=county.public_id, by=None, now=now)


@transaction.atomic
def rebuild(*, county_id: int, now: datetime) -> int:
    """Recount every open school of a county. Returns how many stored rows were wrong; the county is notified of any.

    Needs a worker's scope.
    """
    schools = list(School.objects.filter(is_open=True, county_id=county_id).values_list("pk", flat=True))
    wrong = mismatches.count_mismatches(schools, now)
    write_rollups(schools=schools, now=now)
    if wrong:
        log.error("rollup_differed", extra={"rows": wrong})
        notifications.notify_mismatch(county_id=county_id, now=now)
    return wrong
