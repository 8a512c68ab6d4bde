"""Count what each recipient has received, in all counties: calls in a period, messages in a day.

For a cross-tenant worker.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from services.notify.choices import DeliveryState
from services.notify.models import Delivery, DeliveryAttempt

UsageKey = tuple[str, str]  # channel, recipient
Usage = Counter[UsageKey]


def usage_key(row: Delivery) -> UsageKey:
    """The recipient whose limits a delivery counts against; "" for one without an address."""
    if row.integration_id:
        return row.channel, f"integration:{row.integration_id}"
    recipient = getattr(row, "recipient", None)
    return row.channel, recipient.address_index if recipient else ""


def calls_since(rows: Sequence[Delivery], since: datetime) -> Usage:
    """Calls to the recipients of the rows since a moment, and those that other workers have claimed."""
    claimed = _other_deliveries(rows).filter(state=DeliveryState.SENDING, lease_until__gt=Now())
    # The attempts of claimed deliveries are counted by their claim already.
    under_way = Q(ended_at=None, delivery__state=DeliveryState.SENDING, delivery__lease_until__gt=Now())
    ended = DeliveryAttempt.objects.filter(started_at__gt=since).exclude(under_way)
    return _count(rows, ended, "delivery__") + _count(rows, claimed, "")


def messages_since(rows: Sequence[Delivery], since: datetime) -> Usage:
    """Messages to the recipients of the rows that went out since a moment, or may have; a digest is one."""
    # Rather one message too few a day than one too many.
    may_be_sent = Q(state=DeliveryState.UNCERTAIN, due_at__gte=since) | Q(state=DeliveryState.SENDING)
    sent = _other_deliveries(rows).filter(Q(sent_at__gte=since) | may_be_sent, merged_into=None, is_urgent=False)
    return _count(rows, sent, "")


def _other_deliveries(rows: Sequence[Delivery]) -> QuerySet[Delivery]:
    return Delivery.objects.exclude(pk__in=[row.pk for row in rows])


def _count(rows: Sequence[Delivery], counted: QuerySet[Delivery] | QuerySet[DeliveryAttempt], prefix: str) -> Usage:
    """Count by channel and recipient; `prefix` is the path from a counted row to its delivery."""
    usage: Usage = Counter()
    addresses = [key for _channel, key in map(usage_key, rows) if key]
    integrations = [row.integration_id for row in rows if row.integration_id]
    for column, values, key in (
        (f"{prefix}recipient__address_index", addresses, "{}"),
        (f"{prefix}integration_id", integrations, "integration:{}"),
    ):
        if values:
            groups = counted.filter(**{f"{column}__in": values}).values_list(f"{prefix}channel", column)
            usage.update({(channel, key.format(value)): n for channel, value, n in groups.annotate(n=Count("pk"))})
    return usage
