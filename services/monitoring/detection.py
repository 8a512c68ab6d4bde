"""Detect faults from the rows, and write them as incidents that close by themselves.

Detection reads the rows instead of waiting for a report, so that it also sees what died without one.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from services.jobs.choices import JobState
from services.jobs.models import Job, Occurrence
from services.jobs.occurrences import MAX_FAILURES
from services.jobs.runner import MAX_ATTEMPTS
from services.kit.clock import local_date
from services.kit.database import locks
from services.monitoring import heartbeats
from services.notify.alerts import incidents
from services.notify.choices import DelayReason, IncidentKind
from services.notify.delivery.claims import sendable
from services.notify.models import SystemIncident
from services.reminders.kinds import SCHEDULE_PREFIX
from services.schools.choices import SCHOOL_DAY_KINDS
from services.schools.models import County, SchoolDay

# The sweep checks every two seconds, so that ten minutes mean a fault; an alert cannot wait that long.
OVERDUE_AFTER = timedelta(minutes=10)
ALERT_OVERDUE_AFTER = timedelta(minutes=2)
# Rate limits and open breakers explain the delay of a reminder; a safety alert needs a person all the same.
EXPECTED_DELAYS = [DelayReason.RATE_LIMIT, DelayReason.CIRCUIT_OPEN]
FAILURES_LOOKBACK = timedelta(days=7)
# A county without school days in this window has no calendar: longer than a summer holiday, less the days in which
# the next term is opened.
CALENDAR_LOOKBACK, CALENDAR_LOOKAHEAD = timedelta(days=30), timedelta(days=45)


def detect_incidents(queues: Collection[str], *, now: datetime) -> int:
    """Check queues, deliveries, jobs, schedules and calendars; the count of new incidents.

    For a cross-tenant worker. Of several that detect at once one does the work.
    """
    if not locks.acquire("monitoring.detection"):
        return 0
    checks = (detect_overdue_deliveries, detect_dead_jobs, detect_failed_occurrences, detect_empty_calendars)
    return detect_stalled_queues(queues, now) + sum(check(now) for check in checks)


def detect_stalled_queues(queues: Collection[str], now: datetime) -> int:
    """An incident per stalled queue in every county: all of them share the queues."""
    stalled = heartbeats.stalled_queues(queues)
    county_ids = list(County.objects.values_list("pk", flat=True)) if stalled else []
    detected = [(county_id, queue) for county_id in county_ids for queue in stalled]
    return incidents.sync_incidents(IncidentKind.QUEUE_STALLED, detected, now=now)


def detect_overdue_deliveries(now: datetime) -> int:
    """An incident per county and channel whose deliveries could have gone out long ago."""
    free_for_long = Q(lease_until=None) | Q(lease_until__lte=Now() - OVERDUE_AFTER)
    alert_free = Q(lease_until=None) | Q(lease_until__lte=Now() - ALERT_OVERDUE_AFTER)
    others = Q(free_for_long, due_at__lte=now - OVERDUE_AFTER, is_urgent=False) & ~Q(delay_reason__in=EXPECTED_DELAYS)
    alerts = Q(alert_free, due_at__lte=now - ALERT_OVERDUE_AFTER, is_urgent=True)
    late = sendable(now).filter(others | alerts).order_by().values_list("county_id", "channel").distinct()
    return incidents.sync_incidents(IncidentKind.OVERDUE, set(late), now=now)


def detect_dead_jobs(now: datetime) -> int:
    """An incident per tenant and kind of jobs that failed in their last attempt."""
    since = now - FAILURES_LOOKBACK
    dead = Job.objects.filter(state=JobState.FAILED, attempts__gte=MAX_ATTEMPTS, finished_at__gt=since)
    return _open_new(dead, source="kind", failed_at="finished_at")


def detect_failed_occurrences(now: datetime) -> int:
    """An incident per tenant and schedule that failed too often. The evaluation opens its own for reminder rules."""
    since = now - FAILURES_LOOKBACK
    dead = Occurrence.objects.filter(finished_at=None, failures__gte=MAX_FAILURES, claimed_at__gt=since)
    return _open_new(dead.exclude(schedule__startswith=SCHEDULE_PREFIX), source="schedule", failed_at="claimed_at")


def detect_empty_calendars(now: datetime) -> int:
    """An incident per county without school days around today: no rule in school days runs there."""
    today = local_date(now)
    around = (today - CALENDAR_LOOKBACK, today + CALENDAR_LOOKAHEAD)
    days = SchoolDay.objects.filter(date__range=around, kind__in=SCHOOL_DAY_KINDS)
    without = County.objects.exclude(pk__in=days.values("county_id")).values_list("pk", flat=True)
    return incidents.sync_incidents(IncidentKind.NO_SCHOOL_DAYS, [(county_id, "") for county_id in without], now=now)


def _open_new(dead: QuerySet[Job] | QuerySet[Occurrence], *, source: str, failed_at: str) -> int:
    """Open an incident per tenant and source of failures that no incident covers; `source` and `failed_at` are columns.

    A failure before the last detection belongs to an incident that a person may have closed since.
    """
    covering = SystemIncident.objects.filter(
        kind=IncidentKind.JOB_DEAD,
        source=OuterRef(source),
        county=OuterRef("county"),
        last_seen_at__gte=OuterRef(failed_at),
    )
    # NULL never equals NULL: 0 stands for "no school", that is a row of the county.
    covering = covering.alias(school_key=Coalesce("school_id", 0)).filter(school_key=Coalesce(OuterRef("school_id"), 0))
    groups = dead.filter(~Exists(covering)).order_by().values_list("county_id", "school_id", source)
    return sum(
        incidents.open_incident(
            IncidentKind.JOB_DEAD, source=name, now=last, county_id=county_id, school_id=school_id, count=count
        )
        for county_id, school_id, name, count, last in groups.annotate(Count("pk"), Max(failed_at))
    )
