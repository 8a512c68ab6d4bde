"""Delete notifications by age: kept long enough to answer a complaint of the year before."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from services.notify.choices import DeliveryState
from services.notify.models import Delivery, DeliveryAttempt, Notification, RecipientAddress, SystemIncident

# Each batch commits by itself: one DELETE over a year of rows would hold locks and swell the log for minutes.
BATCH = 5000
FINISHED = [DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.CANCELLED]


@transaction.atomic
def purge(*, now: datetime, keep_days: int, limit: int = BATCH) -> int:
    """Delete the oldest finished notifications with all their rows; the count, 0 when none is left.

    A notification with one unfinished delivery is kept, however old. For a cross-tenant worker.
    """
    before = now - timedelta(days=keep_days)
    unfinished = Delivery.objects.filter(notification=OuterRef("pk")).exclude(state__in=FINISHED)
    old = Notification.objects.filter(~Exists(unfinished), created_at__lt=before)
    notifications = list(old.order_by("pk").values_list("pk", flat=True)[:limit])
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
    SystemIncident.objects.filter(closed_at__lt=before).delete()
    return len(notifications)
