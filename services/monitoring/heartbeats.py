"""Heartbeats: a task sent to every queue twice a minute, and when a worker received it last.

Times are the database's, so that servers whose clocks differ agree. For cross-tenant workers.
"""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Case, F, Q, When
from django.db.models.functions import Now

from services.jobs.choices import JobState
from services.jobs.models import Job
from services.monitoring.models import QueueHeartbeat

INTERVAL = timedelta(seconds=30)
STALLED_AFTER = 3 * INTERVAL
DOWN_AFTER = 2 * INTERVAL  # the sweep sends every interval, unless it is down itself
# The workers of the long queue run one job for minutes and receive nothing meanwhile.
LONG = "long"
LONG_STALLED_AFTER = timedelta(minutes=30)


def mark_sent(queue: str) -> bool:
    """Whether to send the heartbeat of a queue now: True for only one of several processes that ask at once.

    When nobody has sent one for two intervals, the whole service was down: that gap does not count as stalled.
    """
    QueueHeartbeat.objects.bulk_create([QueueHeartbeat(queue=queue)], ignore_conflicts=True)
    was_down = Q(sent_at=None) | Q(sent_at__lt=Now() - DOWN_AFTER)
    due = QueueHeartbeat.objects.filter(Q(sent_at=None) | Q(sent_at__lte=Now() - INTERVAL), queue=queue)
    received_at = Case(When(was_down, then=Now()), default=F("received_at"))
    return bool(due.update(received_at=received_at, sent_at=Now()))


def mark_received(queue: str) -> None:
    QueueHeartbeat.objects.filter(queue=queue).update(received_at=Now())


def stalled_queues(queues: Collection[str]) -> list[str]:
    """Queues without a received heartbeat for three intervals; half an hour for the long one while a job runs."""
    rows = QueueHeartbeat.objects.filter(queue__in=queues, received_at__lt=Now() - STALLED_AFTER)
    if Job.objects.filter(state=JobState.RUNNING, lease_until__gt=Now()).exists():
        rows = rows.exclude(queue=LONG, received_at__gte=Now() - LONG_STALLED_AFTER)
    return list(rows.order_by("queue").values_list("queue", flat=True))
