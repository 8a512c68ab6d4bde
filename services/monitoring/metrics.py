"""Metrics of the whole service, from the rows. Numbers and kinds only: no school, no child, no person.

For a cross-tenant worker.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min

from services.backups import queries as backups
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.monitoring import lateness, sql, status
from services.notify.choices import Channel
from services.notify.delivery.claims import sendable
from services.notify.models import Delivery, DeliveryAttempt, SystemIncident
from services.notify.models.notifications import NEEDS_ATTENTION, SENDABLE

# The short window shows a burst of failures, the long one a trend.
WINDOWS = {"5m": timedelta(minutes=5), "1h": timedelta(hours=1)}
QUANTILES = ("0.5", "0.95", "0.99")
OCCURRENCES_LOOKBACK = timedelta(days=8)  # longer than the longest schedule


@dataclass(frozen=True)
class Gauge:
    """A number with its labels; `name` is without the prefix of this service."""

    name: str
    value: float
    labels: tuple[str, ...] = ()


# Name: help text, names of the labels.
CATALOGUE: dict[str, tuple[str, tuple[str, ...]]] = {
    "deliveries": ("Deliveries that wait or need a person, without the inbox.", ("channel", "state")),
    "attempts_recent": ("Calls to gateways that ended within the window.", ("channel", "outcome", "window")),
    "lateness_seconds": ("Seconds from due to sent, of the last hour.", ("channel", "quantile")),
    "oldest_due_seconds": ("Age of the oldest delivery that could go out now.", ("channel", "urgent")),
    "breaker_open": ("1 while the circuit breaker of a channel is open.", ("channel",)),
    "breaker_failures": ("Failures of a channel in a row.", ("channel",)),
    "heartbeat_age_seconds": ("Seconds since a worker last took a heartbeat from a queue.", ("queue",)),
    "incidents_open": ("Open incidents.", ("kind",)),
    "jobs": ("Jobs that are queued or running.", ("state",)),
    "oldest_queued_job_seconds": ("Age of the oldest queued job.", ()),
    "backup_timestamp_seconds": ("When a backup was last taken, verified, copied off site; 0 for never.", ("step",)),
    "schedule_last_success_timestamp_seconds": ("When a schedule last succeeded.", ("schedule",)),
}


def collect(now: datetime) -> Iterable[Gauge]:
    yield from _deliveries()
    yield from _attempts(now)
    yield from _lateness(now)
    yield from _oldest_due(now)
    yield from _breakers()
    yield from _heartbeats()
    yield from _incidents()
    yield from _jobs(now)
    yield from _schedules(now)
    yield from _backups()


def _deliveries() -> Iterable[Gauge]:
    """Each set of states has a partial index: what is finished, nearly all of the table, is not read."""
    for states in (SENDABLE, NEEDS_ATTENTION):
        rows = Delivery.objects.filter(state__in=states).exclude(channel=Channel.INBOX).order_by()
        for channel, state, count in rows.values_list("channel", "state").annotate(Count("pk")):
            yield Gauge("deliveries", count, (channel, state))


def _attempts(now: datetime) -> Iterable[Gauge]:
    for window, length in WINDOWS.items():
        attempts = DeliveryAttempt.objects.filter(
            channel__in=list(settings.NOTIFY_CHANNELS), started_at__gt=now - length, ended_at__isnull=False
        )
        for channel, outcome, count in attempts.order_by().values_list("channel", "outcome").annotate(Count("pk")):
            yield Gauge("attempts_recent", count, (channel, outcome, window))


def _lateness(now: datetime) -> Iterable[Gauge]:
    for row in lateness.by_channel(now - WINDOWS["1h"]):
        for quantile, seconds in zip(QUANTILES, row.after_due, strict=True):
            yield Gauge("lateness_seconds", seconds, (row.group, quantile))


def _oldest_due(now: datetime) -> Iterable[Gauge]:
    rows = sendable(now).order_by().values_list("channel", "is_urgent").annotate(Min("due_at"))
    for channel, is_urgent, due_at in rows:
        yield Gauge("oldest_due_seconds", _age(due_at, now), (channel, "yes" if is_urgent else "no"))


def _breakers() -> Iterable[Gauge]:
    for row in status.channel_status():
        yield Gauge("breaker_open", float(row.open_until is not None), (row.channel,))
        yield Gauge("breaker_failures", row.failures, (row.channel,))


def _heartbeats() -> Iterable[Gauge]:
    for row in status.queue_status():
        yield Gauge("heartbeat_age_seconds", row.seconds, (row.queue,))


def _incidents() -> Iterable[Gauge]:
    rows = SystemIncident.objects.filter(closed_at=None).order_by().values_list("kind").annotate(Count("pk"))
    for kind, count in rows:
        yield Gauge("incidents_open", count, (kind,))


def _jobs(now: datetime) -> Iterable[Gauge]:
    unfinished = Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).order_by()
    for state, count in unfinished.values_list("state").annotate(Count("pk")):
        yield Gauge("jobs", count, (state,))
    oldest = Job.objects.filter(state=JobState.QUEUED).aggregate(created_at=Min("created_at"))["created_at"]
    yield Gauge("oldest_queued_job_seconds", _age(oldest, now) if oldest else 0.0)


def _schedules(now: datetime) -> Iterable[Gauge]:
    with connection.cursor() as cursor:
        cursor.execute(sql.LAST_SUCCESSES, {"since": now - OCCURRENCES_LOOKBACK})
        for schedule, finished_at in cursor.fetchall():
            yield Gauge("schedule_last_success_timestamp_seconds", finished_at.timestamp(), (schedule,))


def _backups() -> Iterable[Gauge]:
    """Zero for never, so that the alert on an old backup also finds an installation without one."""
    for step, moment in backups.last_times().items():
        yield Gauge("backup_timestamp_seconds", moment.timestamp() if moment else 0.0, (step,))


def _age(since: datetime, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0)
