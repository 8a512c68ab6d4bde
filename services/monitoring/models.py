"""When the heartbeat of each queue was sent and received last."""

from django.db import models


class QueueHeartbeat(models.Model):
    """One row per queue, with times by the database's clock."""

    queue = models.CharField(max_length=20, unique=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
