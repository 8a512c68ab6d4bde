"""The current status of channels and queues, by the database's clock."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import Extract, Now

from services.monitoring import heartbeats
from services.monitoring.models import QueueHeartbeat
from services.notify.models import ChannelBreaker


@dataclass(frozen=True)
class ChannelStatus:
    """A channel with its failures in a row, and until when its circuit breaker is open."""

    channel: str
    failures: int = 0
    open_until: datetime | None = None


@dataclass(frozen=True)
class QueueStatus:
    """A queue with the seconds since a worker received its heartbeat."""

    queue: str
    seconds: float
    is_stalled: bool


def channel_status() -> list[ChannelStatus]:
    """Every configured channel, whether it ever failed or not."""
    rows = ChannelBreaker.objects.annotate(is_open=Q(open_until__gt=Now()))
    known = {
        row.channel: ChannelStatus(row.channel, row.failures, row.open_until if row.is_open else None) for row in rows
    }
    return [known.get(channel, ChannelStatus(channel)) for channel in settings.NOTIFY_CHANNELS]


def queue_status() -> list[QueueStatus]:
    """Queues that have ever had a heartbeat."""
    age = Extract(ExpressionWrapper(Now() - F("received_at"), output_field=DurationField()), "epoch")
    rows = QueueHeartbeat.objects.filter(received_at__isnull=False).annotate(age=age).order_by("queue")
    stalled = heartbeats.stalled_queues([row.queue for row in rows])
    return [QueueStatus(row.queue, max(float(row.age), 0.0), row.queue in stalled) for row in rows]
