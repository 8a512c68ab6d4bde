"""Delete notifications by age: kept long enough to answer a complaint of the year before."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from services.notify.choices import DeliveryState
from services.notify.models import Delivery, DeliveryAttempt, Notification, RecipientAddress, SystemIncident

KEEP = timedelta(days=400)
FINISHED = [DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.CANCELLED]


def due(before: datetime) -> QuerySet[Notification]:
    """Notifications older than a moment, oldest first, except those with an unfinished delivery."""
    unfinished = Delivery.objects.filter(notification=OuterRef("pk")).exclude(state__in=FINISHED)
    return Notification.objects.filter(~Exists(unfinished), created_at__lt=before).order_by("pk")


@transaction.atomic
def purge(notifications: Sequence[int]) -> int:
    """Delete notifications, by key, with all their rows; the count. For a cross-tenant worker."""
    deliveries = list(Delivery.objects.filter(notification__in=notifications).values_list("pk", flat=True))
    DeliveryAttempt.objects.filter(delivery__in=deliveries).delete()
    RecipientAddress.objects.filter(delivery__in=deliveries).delete()
    # Younger rows that point at deleted ones; the database has no foreign keys here that would do it.
    merged = Delivery.objects.filter(merged_into__in=deliveries).exclude(pk__in=deliveries)
    merged.update(merged_into=None)
    escalations = Notification.objects.filter(escalated_from__in=notifications).exclude(pk__in=notifications)
    escalations.update(escalated_from=None)
    Delivery.objects.filter(pk__in=deliveries).delete()
    Notification.objects.filter(pk__in=notifications).delete()
    return len(notifications)


def due_incidents(before: datetime) -> QuerySet[SystemIncident]:
    """Incidents that were closed before a moment."""
    return SystemIncident.objects.filter(closed_at__lt=before).order_by("pk")
