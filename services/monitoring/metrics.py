"""What a monitor asks of the whole deployment. Numbers and kinds only: no school, no child, no person. Asked by a
worker at large.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Min

from services.jobs.choices import JobState
from services.jobs.models import Job, Occurrence
from services.monitoring import lateness, status
from services.notify.choices import Channel
from services.notify.delivery.claims import sendable
from services.notify.models import Delivery, DeliveryAttempt, SystemIncident

WINDOWS = {"5m": timedelta(minutes=5), "1h": timedelta(hours=1)}
QUANTILES = ("0.5", "0.95", "0.99")
OCCURRENCES_LOOKBACK = timedelta(days=8)


@dataclass(frozen=True)
class Gauge:
    """A number with its labels; `name` is told without the house's own prefix."""

    name: str
    value: float
    labels: tuple[str, ...] = ()


# Name, what it says, its labels.
CATALOGUE: dict[str, tuple[str, tuple[str, ...]]] = {
    "deliveries": ("Deliveries in the ledger, the inbox left out.", ("channel", "state")),
    "attempts_recent": ("Calls to gateways that ended within the window.", ("channel", "outcome", "window")),
    "lateness_seconds": ("From due to sent, of the last hour.", ("channel", "quantile")),
    "oldest_due_seconds": ("Age of the oldest delivery that could go out now.", ("channel", "urgent")),
    "breaker_open": ("1 while a channel rests after failures in a row.", ("channel",)),
    "breaker_failures": ("Failures of a channel in a row.", ("channel",)),
    "heartbeat_age_seconds": ("Seconds since a worker last took a heartbeat from a queue.", ("queue",)),
    "incidents_open": ("Incidents that nobody has closed.", ("kind",)),
    "jobs": ("Jobs in the ledger.", ("state",)),
    "oldest_queued_job_seconds": ("Age of the oldest job that waits.", ()),
    "schedule_last_success_timestamp_seconds": ("When a schedule last succeeded.", ("schedule",)),
}


def collect(now: datetime) -> Iterable[Gauge]:
    yield from _deliveries()
    yield from _attempts(now)
    yield from _lateness(now)
    yield from _oldest_due(now)
    yield from _ways_and_queues()
    yield from _incidents()
    yield from _jobs(now)
    yield from _ticks(now)


def _deliveries() -> Iterable[Gauge]:
    rows = Delivery.objects.exclude(channel=Channel.INBOX).order_by().values_list("channel", "state")
    for channel, state, count in rows.annotate(Count("pk")):
        yield Gauge("deliveries", count, (channel, state))


def _attempts(now: datetime) -> Iterable[Gauge]:
    for window, length in WINDOWS.items():
        calls = DeliveryAttempt.objects.filter(channel__in=list(settings.NOTIFY_CHANNELS), started_at__gt=now - length)
        ended = calls.filter(ended_at__isnull=False).order_by().values_list("channel", "outcome")
        for channel, outcome, count in ended.annotate(Count("pk")):
            yield Gauge("attempts_recent", count, (channel, outcome, window))


def _lateness(now: datetime) -> Iterable[Gauge]:
    for found in lateness.by_channel(now - WINDOWS["1h"]):
        for quantile, seconds in zip(QUANTILES, found.after_due, strict=True):
            yield Gauge("lateness_seconds", seconds, (found.of, quantile))


def _oldest_due(now: datetime) -> Iterable[Gauge]:
    rows = sendable(now).order_by().values_list("channel", "is_urgent").annotate(Min("due_at"))
    for channel, is_urgent, since in rows:
        yield Gauge("oldest_due_seconds", _age(since, now), (channel, "yes" if is_urgent else "no"))


def _ways_and_queues() -> Iterable[Gauge]:
    for way in status.channel_status():
        yield Gauge("breaker_open", float(way.open_until is not None), (way.channel,))
        yield Gauge("breaker_failures", way.failures, (way.channel,))
    for heard in status.queue_status():
        yield Gauge("heartbeat_age_seconds", heard.seconds, (heard.queue,))


def _incidents() -> Iterable[Gauge]:
    rows = SystemIncident.objects.filter(closed_at=None).order_by().values_list("kind").annotate(Count("pk"))
    for kind, count in rows:
        yield Gauge("incidents_open", count, (kind,))


def _jobs(now: datetime) -> Iterable[Gauge]:
    for state, count in Job.objects.order_by().values_list("state").annotate(Count("pk")):
        yield Gauge("jobs", count, (state,))
    oldest = Job.objects.filter(state=JobState.QUEUED).aggregate(since=Min("created_at"))["since"]
    yield Gauge("oldest_queued_job_seconds", _age(oldest, now) if oldest else 0.0)


def _ticks(now: datetime) -> Iterable[Gauge]:
    done = Occurrence.objects.filter(due_at__gt=now - OCCURRENCES_LOOKBACK, finished_at__isnull=False)
    for plan, at in done.order_by().values_list("schedule").annotate(Max("finished_at")):
        yield Gauge("schedule_last_success_timestamp_seconds", at.timestamp(), (plan,))


def _age(since: datetime, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0)
