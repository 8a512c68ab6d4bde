"""Store receipts as they come in, apply them to their deliveries, reconcile the states of these."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery

from services.kit import dispatch
from services.notify import sql
from services.notify.channels.receipt_parsers import ParsedReceipt
from services.notify.choices import Channel, DeliveryState, ReceiptStatus
from services.notify.delivery import mark_undelivered, outcomes
from services.notify.models import Delivery, DeliveryAttempt, DeliveryReceipt
from services.notify.models.notifications import UNAPPLIED_RECEIPT
from services.schools.scope import ALL_TENANTS, scope

BATCH = 1000
# A receipt may come in before the call it belongs to has ended and its attempt has the provider's id.
UNMATCHED_GRACE = timedelta(minutes=10)


def store(receipts: Iterable[ParsedReceipt], now: datetime) -> int:
    """Store pushed receipts until a worker applies them; their count. Needs no scope."""
    rows = [
        DeliveryReceipt(
            provider_id=receipt.provider_id, delivery_id=receipt.delivery_id, status=receipt.receipt, received_at=now
        )
        for receipt in receipts
    ]
    DeliveryReceipt.objects.bulk_create(rows, batch_size=BATCH)
    if rows:
        dispatch.delay_on_commit("workers.notify.process_receipts")
    return len(rows)


def process(now: datetime) -> int:
    """Apply one batch of stored receipts; the count of those done with. Several workers share the work."""
    with scope(ALL_TENANTS):
        rows = list(DeliveryReceipt.objects.order_by("pk").select_for_update(skip_locked=True)[:BATCH])
        _apply([ParsedReceipt(ReceiptStatus(row.status), row.provider_id, row.delivery_id) for row in rows], now)
        attempts = DeliveryAttempt.objects.filter(provider_id__in=[row.provider_id for row in rows if row.provider_id])
        known = set(attempts.values_list("provider_id", flat=True))
        # One that names no attempt of ours is kept for a while: its attempt may not have ended yet.
        done = [row.pk for row in rows if row.delivery_id or row.provider_id in known or _is_stale(row, now)]
        DeliveryReceipt.objects.filter(pk__in=done).delete()
    reconcile(now)  # in its own transaction: it locks deliveries, the batch above locks receipts
    return len(done)


def apply(receipts: Sequence[ParsedReceipt], now: datetime) -> int:
    """Apply receipts at once; the count of deliveries that changed."""
    with scope(ALL_TENANTS):
        changed = _apply(receipts, now)
    reconcile(now)
    return changed


def reconcile(now: datetime) -> int:
    """Bring the state of deliveries in line with their receipts; the count of deliveries looked at, one batch.

    Delivered ones are sent, undelivered ones dead, which activates the next channel.
    """
    with scope(ALL_TENANTS):
        rows = _unapplied().order_by("pk").select_for_update(of=("self",), skip_locked=True)
        # Leaders alone: the members of a digest share the outcome of the message that carried them.
        deliveries = list(rows.filter(merged_into=None)[:BATCH])
        delivered = [row for row in deliveries if row.receipt == ReceiptStatus.DELIVERED]
        if delivered:
            ids = [row.pk for row in delivered]
            Delivery.objects.filter(merged_into__in=ids).update(state=DeliveryState.MERGED)
            outcomes.finish_deliveries(delivered, DeliveryState.SENT, now)
            Delivery.objects.filter(pk__in=ids).update(sent_at=_last_attempt_started())
        mark_undelivered([row.public_id for row in deliveries if row.receipt == ReceiptStatus.UNDELIVERED], now)
    return len(deliveries)


def _is_stale(row: DeliveryReceipt, now: datetime) -> bool:
    return row.received_at < now - UNMATCHED_GRACE


def _unapplied() -> QuerySet[Delivery]:
    """Without receipts of an earlier attempt: the delivery has been retried since."""
    rows = Delivery.objects.filter(UNAPPLIED_RECEIPT, receipt_at__isnull=False)
    return rows.alias(last=_last_attempt_started()).filter(receipt_at__gte=F("last"))


def _last_attempt_started() -> Subquery:
    # The moment of the call and not of the receipt: lateness is measured to the sending.
    attempts = DeliveryAttempt.objects.filter(delivery=OuterRef("pk")).order_by("-number")
    return Subquery(attempts.values("started_at")[:1])


def _apply(receipts: Sequence[ParsedReceipt], now: datetime) -> int:
    if not receipts:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            sql.APPLY_RECEIPTS,
            {
                "receipts": [receipt.receipt.value for receipt in receipts],
                "provider_ids": [receipt.provider_id for receipt in receipts],
                "delivery_ids": [receipt.delivery_id for receipt in receipts],
                "channel": Channel.SMS.value,
                "delivered": ReceiptStatus.DELIVERED.value,
                "now": now,
            },
        )
        return int(cursor.rowcount)
