"""Canaries: a bell rung into every line of the queue every half minute, and when a worker heard it last.

Everything by the database's clock, so that hosts whose clocks differ agree. Rows of the whole deployment, written by
workers at large.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Case, F, Q, When
from django.db.models.functions import Now

from services.jobs.choices import JobState
from services.jobs.models import Job
from services.monitoring.models import QueueHeartbeat

INTERVAL = timedelta(seconds=30)
STALLED_AFTER = 3 * INTERVAL
DOWN_AFTER = 2 * INTERVAL
# Whoever works the long line is busy for minutes, and hears nothing meanwhile.
LONG = "long"
LONG_STALLED_AFTER = timedelta(minutes=30)


def mark_sent(queue: str) -> bool:
    """Whether it is time to ring this line's bell; yes to one of those who ask at once. Where nobody has rung for two
    rounds the house was down: that silence is forgiven.
    """
    QueueHeartbeat.objects.bulk_create([QueueHeartbeat(queue=queue)], ignore_conflicts=True)
    nobody_rang: Any = Q(sent_at=None) | Q(sent_at__lt=Now() - DOWN_AFTER)
    mine = QueueHeartbeat.objects.filter(Q(sent_at=None) | Q(sent_at__lte=Now() - INTERVAL), queue=queue)
    received_at = Case(When(nobody_rang, then=Now()), default=F("received_at"))
    return bool(mine.update(received_at=received_at, sent_at=Now()))


def mark_received(queue: str) -> None:
    QueueHeartbeat.objects.filter(queue=queue).update(received_at=Now())


def stalled_queues(queues: Collection[str]) -> list[str]:
    """Lines in which nobody heard the bell for three rounds. The long one is given half an hour while a job runs."""
    quiet = QueueHeartbeat.objects.filter(queue__in=queues, received_at__lt=Now() - STALLED_AFTER)
    if Job.objects.filter(state=JobState.RUNNING, lease_until__gt=Now()).exists():
        quiet = quiet.exclude(queue=LONG, received_at__gte=Now() - LONG_STALLED_AFTER)
    return list(quiet.order_by("queue").values_list("queue", flat=True))
