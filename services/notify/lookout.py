"""The look-out: what the rows say is wrong, written down as incidents that close by themselves when it has passed.

It is a look, not a call: nothing has to tell it, so it also sees what died without a word.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce, Now

from services.jobs.choices import JobState
from services.jobs.models import Job
from services.jobs.running import MOST_ATTEMPTS
from services.notify import canaries, watch
from services.notify.choices import IncidentKind, Later
from services.notify.delivering.taking import to_do
from services.notify.models import Incident
from services.schools.models import County

PATIENCE = timedelta(minutes=10)
PATIENCE_WITH_ALERTS = timedelta(minutes=2)
# The gateway's pace and its rests have been explained; an alert is to be asked about all the same.
ON_PURPOSE = [Later.RATE, Later.BREAKER]
JOBS_LOOKED_BACK = timedelta(days=7)


def look(queues: Collection[str], *, now: datetime) -> int:
    """Look after queues, deliveries and jobs, as a worker at large; how many incidents are new. Of several who look
    at once one does.
    """
    if not _alone():
        return 0
    return look_at_queues(queues, now) + look_at_deliveries(now) + look_at_jobs(now)


def look_at_queues(queues: Collection[str], now: datetime) -> int:
    silent = canaries.silent(queues)
    counties = list(County.objects.values_list("pk", flat=True)) if silent else []
    return watch.standing(IncidentKind.QUEUE_SILENT, [(each, queue) for each in counties for queue in silent], now=now)


def look_at_deliveries(now: datetime) -> int:
    """Those that could have gone out for long and did not, per county and channel."""
    long_free = Q(lease_until=None) | Q(lease_until__lte=Now() - PATIENCE)
    alert_free = Q(lease_until=None) | Q(lease_until__lte=Now() - PATIENCE_WITH_ALERTS)
    others = Q(long_free, due_at__lte=now - PATIENCE, is_urgent=False) & ~Q(later__in=ON_PURPOSE)
    alerts = Q(alert_free, due_at__lte=now - PATIENCE_WITH_ALERTS, is_urgent=True)
    late = to_do(now).filter(others | alerts).order_by().values_list("county_id", "channel").distinct()
    return watch.standing(IncidentKind.OVERDUE, set(late), now=now)


def look_at_jobs(now: datetime) -> int:
    """Jobs given up after their last attempt that no incident has seen yet, per place and kind."""
    seen = Incident.objects.filter(
        kind=IncidentKind.JOB_DEAD,
        about=OuterRef("kind"),
        county=OuterRef("county"),
        seen_at__gte=OuterRef("finished_at"),
    )
    seen = seen.alias(place=Coalesce("school_id", 0)).filter(place=Coalesce(OuterRef("school_id"), 0))
    dead = Job.objects.filter(
        ~Exists(seen), state=JobState.FAILED, attempts__gte=MOST_ATTEMPTS, finished_at__gt=now - JOBS_LOOKED_BACK
    )
    groups = dead.order_by().values_list("county_id", "school_id", "kind").annotate(Count("pk"), Max("finished_at"))
    return sum(
        watch.incident(IncidentKind.JOB_DEAD, about=kind, now=at, county_id=county_id, school_id=school_id, times=times)
        for county_id, school_id, kind, times, at in groups
    )


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [0x4C4F4F4B])
        return bool(cursor.fetchone()[0])
