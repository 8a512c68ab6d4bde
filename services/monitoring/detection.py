"""The look-out: what the rows say is wrong, written down as incidents that close by themselves when it has passed.

It is a look, not a call: nothing has to tell it, so it also sees what died without a word.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from services.jobs.choices import JobState
from services.jobs.models import Job, Occurrence
from services.jobs.occurrences import MAX_FAILURES
from services.jobs.runner import MAX_ATTEMPTS
from services.kit import locks
from services.kit.clock import local_date
from services.monitoring import heartbeats
from services.notify.alerts import incidents
from services.notify.choices import DelayReason, IncidentKind
from services.notify.delivery.claims import sendable
from services.notify.models import SystemIncident
from services.reminders.evaluation.due import SCHEDULE_PREFIX
from services.schools.choices import OPEN_DAYS
from services.schools.models import County, SchoolDay

OVERDUE_AFTER = timedelta(minutes=10)
ALERT_OVERDUE_AFTER = timedelta(minutes=2)
# The gateway's pace and its rests have been explained; an alert is to be asked about all the same.
EXPECTED_DELAYS = [DelayReason.RATE_LIMIT, DelayReason.CIRCUIT_OPEN]
JOBS_LOOKED_BACK = timedelta(days=7)
LOOKED_BEHIND, LOOKED_AHEAD = timedelta(days=30), timedelta(days=45)  # a summer, less the days in which to open a term


def detect_incidents(queues: Collection[str], *, now: datetime) -> int:
    """Look after queues, deliveries, jobs, ticks and calendars, as a worker at large; how many incidents are new.

    Of several who look at once one does.
    """
    if not _alone():
        return 0
    looks = (detect_overdue_deliveries, detect_dead_jobs, detect_failed_occurrences, detect_empty_calendars)
    return detect_stalled_queues(queues, now) + sum(part(now) for part in looks)


def detect_stalled_queues(queues: Collection[str], now: datetime) -> int:
    silent = heartbeats.stalled_queues(queues)
    counties = list(County.objects.values_list("pk", flat=True)) if silent else []
    return incidents.sync_incidents(
        IncidentKind.QUEUE_STALLED, [(each, queue) for each in counties for queue in silent], now=now
    )


def detect_overdue_deliveries(now: datetime) -> int:
    """Those that could have gone out for long and did not, per county and channel."""
    long_free = Q(lease_until=None) | Q(lease_until__lte=Now() - OVERDUE_AFTER)
    alert_free = Q(lease_until=None) | Q(lease_until__lte=Now() - ALERT_OVERDUE_AFTER)
    others = Q(long_free, due_at__lte=now - OVERDUE_AFTER, is_urgent=False) & ~Q(delay_reason__in=EXPECTED_DELAYS)
    alerts = Q(alert_free, due_at__lte=now - ALERT_OVERDUE_AFTER, is_urgent=True)
    late = sendable(now).filter(others | alerts).order_by().values_list("county_id", "channel").distinct()
    return incidents.sync_incidents(IncidentKind.OVERDUE, set(late), now=now)


def detect_dead_jobs(now: datetime) -> int:
    """Jobs given up after their last attempt that no incident has seen yet, per place and kind."""
    dead = Job.objects.filter(state=JobState.FAILED, attempts__gte=MAX_ATTEMPTS, finished_at__gt=now - JOBS_LOOKED_BACK)
    return _tell_of(dead, about="kind", at="finished_at")


def detect_failed_occurrences(now: datetime) -> int:
    """Ticks of the timetable that a place gave up. Those of rules are told of by whoever lets them speak."""
    dead = Occurrence.objects.filter(
        finished_at=None, failures__gte=MAX_FAILURES, claimed_at__gt=now - JOBS_LOOKED_BACK
    )
    return _tell_of(dead.exclude(schedule__startswith=SCHEDULE_PREFIX), about="schedule", at="claimed_at")


def detect_empty_calendars(now: datetime) -> int:
    """Counties whose calendar has no school day around today: rules in school days are silent there."""
    today = local_date(now)
    near = SchoolDay.objects.filter(date__range=(today - LOOKED_BEHIND, today + LOOKED_AHEAD), kind__in=OPEN_DAYS)
    without = County.objects.exclude(pk__in=near.values("county_id")).values_list("pk", flat=True)
    return incidents.sync_incidents(IncidentKind.NO_SCHOOL_DAYS, [(county_id, "") for county_id in without], now=now)


def _tell_of(dead: QuerySet[Any], *, about: str, at: str) -> int:
    """One incident per place and thing, of what none has seen; `about` and `at` are columns."""
    seen = SystemIncident.objects.filter(
        kind=IncidentKind.JOB_DEAD, source=OuterRef(about), county=OuterRef("county"), last_seen_at__gte=OuterRef(at)
    )
    seen = seen.alias(place=Coalesce("school_id", 0)).filter(place=Coalesce(OuterRef("school_id"), 0))
    groups = dead.filter(~Exists(seen)).order_by().values_list("county_id", "school_id", about)
    return sum(
        incidents.open_incident(
            IncidentKind.JOB_DEAD, source=what, now=last, county_id=county, school_id=school, count=times
        )
        for county, school, what, times, last in groups.annotate(Count("pk"), Max(at))
    )


def _alone() -> bool:
    return locks.acquire("monitoring.detection")
