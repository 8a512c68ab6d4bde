"""The look-out: what the rows say is wrong, written down as incidents that close by themselves when it has passed.

It is a look, not a call: nothing has to tell it, so it also sees what died without a word.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from services.jobs.choices import JobState
from services.jobs.models import Job, Occurrence
from services.jobs.occurrences import MOST_FAILURES
from services.jobs.running import MOST_ATTEMPTS
from services.kit.clock import day_of
from services.notify import canaries, watch
from services.notify.choices import IncidentKind, Later
from services.notify.delivering.taking import to_do
from services.notify.models import Incident
from services.notify.speaking.owed import PLAN
from services.schools.choices import OPEN_DAYS
from services.schools.models import County, SchoolDay

PATIENCE = timedelta(minutes=10)
PATIENCE_WITH_ALERTS = timedelta(minutes=2)
# The gateway's pace and its rests have been explained; an alert is to be asked about all the same.
ON_PURPOSE = [Later.RATE, Later.BREAKER]
JOBS_LOOKED_BACK = timedelta(days=7)
LOOKED_BEHIND, LOOKED_AHEAD = timedelta(days=30), timedelta(days=45)  # a summer, less the days in which to open a term


def look(queues: Collection[str], *, now: datetime) -> int:
    """Look after queues, deliveries, jobs, ticks and calendars, as a worker at large; how many incidents are new.

    Of several who look at once one does.
    """
    if not _alone():
        return 0
    looks = (look_at_deliveries, look_at_jobs, look_at_ticks, look_at_calendars)
    return look_at_queues(queues, now) + sum(part(now) for part in looks)


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
    dead = Job.objects.filter(
        state=JobState.FAILED, attempts__gte=MOST_ATTEMPTS, finished_at__gt=now - JOBS_LOOKED_BACK
    )
    return _tell_of(dead, about="kind", at="finished_at")


def look_at_ticks(now: datetime) -> int:
    """Ticks of the timetable that a place gave up. Those of rules are told of by whoever lets them speak."""
    dead = Occurrence.objects.filter(done_at=None, failed__gte=MOST_FAILURES, taken_at__gt=now - JOBS_LOOKED_BACK)
    return _tell_of(dead.exclude(plan__startswith=PLAN), about="plan", at="taken_at")


def look_at_calendars(now: datetime) -> int:
    """Counties whose calendar has no school day around today: rules in school days are silent there."""
    today = day_of(now)
    near = SchoolDay.objects.filter(date__range=(today - LOOKED_BEHIND, today + LOOKED_AHEAD), kind__in=OPEN_DAYS)
    without = County.objects.exclude(pk__in=near.values("county_id")).values_list("pk", flat=True)
    return watch.standing(IncidentKind.NO_SCHOOL_DAYS, [(county_id, "") for county_id in without], now=now)


def _tell_of(dead: QuerySet[Any], *, about: str, at: str) -> int:
    """One incident per place and thing, of what none has seen; `about` and `at` are columns."""
    seen = Incident.objects.filter(
        kind=IncidentKind.JOB_DEAD, about=OuterRef(about), county=OuterRef("county"), seen_at__gte=OuterRef(at)
    )
    seen = seen.alias(place=Coalesce("school_id", 0)).filter(place=Coalesce(OuterRef("school_id"), 0))
    groups = dead.filter(~Exists(seen)).order_by().values_list("county_id", "school_id", about)
    return sum(
        watch.incident(IncidentKind.JOB_DEAD, about=what, now=last, county_id=county, school_id=school, times=times)
        for county, school, what, times, last in groups.annotate(Count("pk"), Max(at))
    )


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [0x4C4F4F4B])
        return bool(cursor.fetchone()[0])
