"""Query the cloud gateways for receipts that were not pushed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from services.notify import outbox
from services.notify.channels import http_client, receipt_parsers
from services.notify.choices import AttemptOutcome, Channel
from services.notify.models import DeliveryAttempt
from services.notify.receipts.processing import apply
from services.schools.scope import ALL_TENANTS, scope

# Carriers report within 72 hours or never; in the first minute most receipts are still on their way.
MIN_AGE, MAX_AGE = timedelta(minutes=1), timedelta(hours=72)
MAX_POLLED = 100  # attempts per run


def poll(now: datetime) -> int:
    """Query for messages without a receipt, a minute to 72 hours old; the count of deliveries that changed."""
    pollers = {
        "services.notify.channels.aliyun.AliyunGateway": _poll_aliyun,
        "services.notify.channels.tencent.TencentGateway": _poll_tencent,
    }
    # Other gateways push their receipts, or have none.
    poller = pollers.get(settings.NOTIFY_CHANNELS[Channel.SMS])
    return poller(now) if poller else 0


def _poll_aliyun(now: datetime) -> int:
    """Query by phone number and day. A random choice: messages that never get a receipt must not block the others."""
    with scope(ALL_TENANTS):
        attempts = _without_receipt(now).select_related("delivery__recipient").order_by("?")[:MAX_POLLED]
        queries = {(outbox.address_of(row.delivery), _day(row.started_at)) for row in attempts}
    changed = 0
    for number, day in sorted(queries):
        try:
            receipts = list(receipt_parsers.query_by_number(number, day))
        except http_client.CallFailed:
            break
        changed += apply(receipts, now)
    return changed


def _poll_tencent(now: datetime) -> int:
    with scope(ALL_TENANTS):
        if not _without_receipt(now).exists():
            return 0
    changed = 0
    try:
        for receipts in receipt_parsers.pull():
            changed += apply(receipts, now)
    except http_client.CallFailed:
        pass
    return changed


def _without_receipt(now: datetime) -> QuerySet[DeliveryAttempt]:
    """The newest attempts that were accepted, or may have been."""
    may_be_accepted = Q(outcome__in=[AttemptOutcome.ACCEPTED, AttemptOutcome.UNKNOWN]) | Q(ended_at=None)
    rows: QuerySet[DeliveryAttempt] = DeliveryAttempt.objects.filter(
        may_be_accepted, channel=Channel.SMS, number=F("delivery__attempt_count"), delivery__receipt=""
    )
    return rows.filter(started_at__gt=now - MAX_AGE, started_at__lt=now - MIN_AGE)


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y%m%d")
