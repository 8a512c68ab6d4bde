"""How the ways out and the queues are at this moment, by the database's clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import Extract, Now

from services.monitoring import heartbeats
from services.monitoring.models import QueueHeartbeat
from services.notify.models import ChannelBreaker


@dataclass(frozen=True)
class ChannelStatus:
    """A channel: failures in a row since it last worked, and until when it rests, if it does."""

    channel: str
    failures: int = 0
    open_until: datetime | None = None


@dataclass(frozen=True)
class QueueStatus:
    """A line of the queue: seconds since a worker heard its bell."""

    queue: str
    seconds: float
    is_stalled: bool


def channel_status() -> list[ChannelStatus]:
    """Every configured channel, whether it ever failed or not."""
    lines = ChannelBreaker.objects.annotate(rests=Q(open_until__gt=Now()))
    known = {
        each.channel: ChannelStatus(each.channel, each.failures, each.open_until if each.rests else None)
        for each in lines
    }
    return [known.get(channel, ChannelStatus(channel)) for channel in settings.NOTIFY_CHANNELS]


def queue_status() -> list[QueueStatus]:
    """Lines whose bell was ever rung."""
    age: Any = Extract(ExpressionWrapper(Now() - F("received_at"), output_field=DurationField()), "epoch")
    rows = QueueHeartbeat.objects.filter(received_at__isnull=False).annotate(age=age).order_by("queue")
    silent = heartbeats.stalled_queues([each.queue for each in rows])
    return [QueueStatus(each.queue, max(float(each.age), 0.0), each.queue in silent) for each in rows]
