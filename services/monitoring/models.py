"""What monitoring remembers between two looks."""

from django.db import models


class QueueHeartbeat(models.Model):
    """One row per queue: when its bell was rung last, and when a worker heard it (both by the database's clock)."""

    queue = models.CharField(max_length=20, unique=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
