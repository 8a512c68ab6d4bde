"""What one recipient has had already: calls in a time, messages in a day. Counted across counties, as a worker."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from services.notify.choices import DeliveryState
from services.notify.models import Delivery, DeliveryAttempt

Key = tuple[str, str]  # channel and whose
Usage = Counter[Key]


def usage_key(row: Delivery) -> Key:
    """Whose limits a delivery counts against."""
    if row.integration_id:
        return row.channel, f"integration:{row.integration_id}"
    recipient = getattr(row, "recipient", None)
    return row.channel, recipient.address_index if recipient else ""


def calls_since(rows: Sequence[Delivery], since: datetime) -> Usage:
    """Calls made to each recipient of the rows since a moment, and those that others have claimed and not ended."""
    claimed = _elsewhere(rows).filter(state=DeliveryState.SENDING, lease_until__gt=Now())
    under_way = Q(ended_at=None, delivery__state=DeliveryState.SENDING, delivery__lease_until__gt=Now())
    made = DeliveryAttempt.objects.filter(started_at__gt=since).exclude(under_way)
    return _counted(rows, made, "delivery__") + _counted(rows, claimed, "")


def messages_since(rows: Sequence[Delivery], since: datetime) -> Usage:
    """Messages that went to each recipient of the rows since a moment, or may have; a digest is one."""
    may_have = Q(state=DeliveryState.UNCERTAIN, due_at__gte=since) | Q(state=DeliveryState.SENDING)
    sent = _elsewhere(rows).filter(Q(sent_at__gte=since) | may_have, merged_into=None, is_urgent=False)
    return _counted(rows, sent, "")


def _elsewhere(rows: Sequence[Delivery]) -> QuerySet[Delivery]:
    return Delivery.objects.exclude(pk__in=[row.pk for row in rows])


def _counted(rows: Sequence[Delivery], among: Any, at: str) -> Usage:
    used: Usage = Counter()
    keys = [key for _channel, key in map(usage_key, rows) if key]
    integrations = [row.integration_id for row in rows if row.integration_id]
    for column, values, name in (
        (f"{at}recipient__address_index", keys, "{}"),
        (f"{at}integration_id", integrations, "integration:{}"),
    ):
        if values:
            counted = among.filter(**{f"{column}__in": values}).values_list(f"{at}channel", column)
            used.update({(channel, name.format(whose)): n for channel, whose, n in counted.annotate(n=Count("pk"))})
    return used
