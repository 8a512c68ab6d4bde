"""Receipts: what the carrier says of a message afterwards. Late, twice and out of order do no harm.

"Delivered" is the last word; "undelivered" counts for the newest attempt only, and gives way to "delivered".
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from services.kit import dispatch
from services.notify import outbox
from services.notify.channels import http_client, receipt_parsers
from services.notify.channels.receipt_parsers import ParsedReceipt
from services.notify.choices import AttemptOutcome, Channel, DeliveryState, ReceiptStatus
from services.notify.delivery import mark_undelivered, outcomes
from services.notify.models import Delivery, DeliveryAttempt, DeliveryReceipt
from services.notify.models.notifications import UNAPPLIED_RECEIPT
from services.schools.scope import ALL_TENANTS, scope

BATCH = 1000
UNMATCHED_GRACE = timedelta(minutes=10)  # a receipt may be told before the call it belongs to has ended
YOUNG, OLD = timedelta(minutes=1), timedelta(hours=72)  # carriers answer within 72 hours, or never
MAX_POLLED = 100  # numbers in one round

# One row per delivery: the best that was told of it. A provider's number says which attempt is meant; an id of ours
# alone means the newest.
_WRITE = """
WITH told AS (
    SELECT t.receipt, nullif(t.provider_id, '') AS provider_id, t.delivery_id
    FROM unnest(%s::text[], %s::text[], %s::uuid[]) AS t (receipt, provider_id, delivery_id)
), named AS (
    SELECT a.delivery_id AS id, told.receipt, a.number FROM told
    JOIN notify_deliveryattempt a ON a.provider_id = told.provider_id AND a.provider_id <> '' AND a.channel = 'sms'
    UNION ALL
    SELECT d.id, told.receipt, NULL FROM told
    JOIN notify_delivery d ON d.public_id = told.delivery_id AND d.channel = 'sms'
    WHERE NOT EXISTS (SELECT 1 FROM notify_deliveryattempt a WHERE a.provider_id = told.provider_id AND a.channel = 'sms')
), newest AS (
    SELECT named.id, named.receipt FROM named JOIN notify_delivery d ON d.id = named.id
    WHERE d.attempt_count > 0 AND (named.receipt = 'delivered' OR coalesce(named.number, d.attempt_count) = d.attempt_count)
), best AS (
    SELECT id, min(receipt) AS receipt FROM newest GROUP BY id
)
UPDATE notify_delivery d SET receipt = best.receipt, receipt_at = %s
FROM best WHERE (d.id = best.id OR d.merged_into_id = best.id)
AND d.receipt <> 'delivered' AND (d.receipt <> best.receipt OR d.receipt_at < (
    SELECT max(a.started_at) FROM notify_deliveryattempt a WHERE a.delivery_id = best.id))
"""


def store(told: Iterable[ParsedReceipt], now: datetime) -> int:
    """Write down what was told at the door, in no scope; a worker puts it where it belongs. How many."""
    rows = [
        DeliveryReceipt(
            provider_id=each.provider_id, delivery_id=each.delivery_id, status=each.receipt, received_at=now
        )
        for each in told
    ]
    DeliveryReceipt.objects.bulk_create(rows, batch_size=BATCH)
    if rows:
        dispatch.delay_on_commit("workers.notify.process_receipts")
    return len(rows)


def process(now: datetime) -> int:
    """Put into the ledger what was heard at the door, one batch; how many. Several at once share the work."""
    with scope(ALL_TENANTS):
        rows = list(DeliveryReceipt.objects.order_by("pk").select_for_update(skip_locked=True)[:BATCH])
        _write([ParsedReceipt(ReceiptStatus(row.status), row.provider_id, row.delivery_id) for row in rows], now)
        numbers = DeliveryAttempt.objects.filter(provider_id__in=[row.provider_id for row in rows if row.provider_id])
        known = set(numbers.values_list("provider_id", flat=True))
        is_over = [row.pk for row in rows if row.delivery_id or row.provider_id in known or _is_stale(row, now)]
        DeliveryReceipt.objects.filter(pk__in=is_over).delete()
    reconcile(now)
    return len(is_over)


def _is_stale(row: DeliveryReceipt, now: datetime) -> bool:
    return row.received_at < now - UNMATCHED_GRACE


def apply(told: Sequence[ParsedReceipt], now: datetime) -> int:
    """Write receipts into their deliveries and settle what they settle; how many deliveries heard something new."""
    with scope(ALL_TENANTS):
        changed = _write(told, now)
    reconcile(now)
    return changed


def reconcile(now: datetime) -> int:
    """Deliveries whose receipt says more than their state: doubtful ones are decided, lost ones are tried elsewhere."""
    with scope(ALL_TENANTS):
        rows = _unsettled().order_by("pk").select_for_update(of=("self",), skip_locked=True)
        found = list(rows.filter(merged_into=None)[:BATCH])
        arrived = [row for row in found if row.receipt == ReceiptStatus.DELIVERED]
        if arrived:
            ids = [row.pk for row in arrived]
            Delivery.objects.filter(merged_into__in=ids).update(state=DeliveryState.MERGED)
            outcomes.finish_deliveries(arrived, DeliveryState.SENT, now)
            Delivery.objects.filter(pk__in=ids).update(sent_at=_last_began())
        mark_undelivered([row.public_id for row in found if row.receipt == ReceiptStatus.UNDELIVERED], now)
    return len(found)


def _unsettled() -> QuerySet[Delivery]:
    """A receipt of an earlier attempt settles nothing: it was tried again since."""
    rows = Delivery.objects.filter(UNAPPLIED_RECEIPT, receipt_at__isnull=False)
    return rows.alias(last=_last_began()).filter(receipt_at__gte=F("last"))


def _last_began() -> Subquery:
    return Subquery(
        DeliveryAttempt.objects.filter(delivery=OuterRef("pk")).order_by("-number").values("started_at")[:1]
    )


def _write(told: Sequence[ParsedReceipt], now: datetime) -> int:
    if not told:
        return 0
    with connection.cursor() as cursor:
        columns = [[each.receipt.value for each in told], [each.provider_id for each in told]]
        cursor.execute(_WRITE, [*columns, [each.delivery_id for each in told], now])
        return int(cursor.rowcount)


# -- asked for, where the provider can be asked
def poll(now: datetime) -> int:
    """Ask what became of messages without a receipt, a minute to 72 hours old; how many deliveries heard something."""
    asks = {
        "services.notify.channels.aliyun.AliyunGateway": _ask_aliyun,
        "services.notify.channels.tencent.TencentGateway": _pull,
    }
    ask = asks.get(settings.NOTIFY_CHANNELS[Channel.SMS])
    return ask(now) if ask else 0


def _ask_aliyun(now: datetime) -> int:
    """By number and day. They are drawn by lot: what never hears an answer does not keep the others waiting."""
    with scope(ALL_TENANTS):
        drawn = _without_receipt(now).select_related("delivery__recipient").order_by("?")[:MAX_POLLED]
        asked = {(outbox.address_of(each.delivery), _day(each.started_at)) for each in drawn}
    changed = 0
    for number, day in sorted(asked):
        try:
            told = list(receipt_parsers.query_by_number(number, day))
        except http_client.CallFailed:
            break
        changed += apply(told, now)
    return changed


def _pull(now: datetime) -> int:
    with scope(ALL_TENANTS):
        if not _without_receipt(now).exists():
            return 0
    changed = 0
    try:
        for portion in receipt_parsers.pull():
            changed += apply(portion, now)
    except http_client.CallFailed:
        pass
    return changed


def _without_receipt(now: datetime) -> QuerySet[DeliveryAttempt]:
    """The newest attempts that were taken, or may have been."""
    taken = Q(outcome__in=[AttemptOutcome.ACCEPTED, AttemptOutcome.UNKNOWN]) | Q(ended_at=None)
    rows: QuerySet[DeliveryAttempt] = DeliveryAttempt.objects.filter(
        taken, channel=Channel.SMS, number=F("delivery__attempt_count"), delivery__receipt=""
    )
    return rows.filter(started_at__gt=now - OLD, started_at__lt=now - YOUNG)


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y%m%d")
