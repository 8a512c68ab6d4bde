"""Receipts that were not pushed are queried, with the protocol of each cloud, over real HTTP."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.notify import delivery, receipts
from services.notify.choices import AttemptOutcome, Channel, DeliveryState, Urgency
from services.notify.models import Delivery, DeliveryAttempt
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories.notify import gateway_deliveries, set_columns, text_message
from tests.gateways.server import FakeGateway
from tests.notify.channels.conftest import use

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["aliyun.AliyunGateway", "tencent.TencentGateway"])
def cloud(request: Any, tmp_path: Path, settings: Any) -> Iterator[FakeGateway]:
    """A cloud that pushes nothing and answers queries."""
    settings.NOTIFY_CHANNELS = {
        "sms": f"services.notify.channels.{request.param}",
        "email": "services.notify.channels.null.NullGateway",
    }
    with FakeGateway(history=tmp_path / "history.jsonl") as fake:
        use(settings, fake.address)
        yield fake


def alert(town: Town, now: datetime, key: str = "alert", **more: Any) -> None:
    """Send an alert through the cloud."""
    text_message(town.a, now, key=key, urgency=Urgency.SAFETY, **more)
    delivery.deliver_batches(now=now)


def set_reports(cloud: FakeGateway, now: datetime, *reports: bool) -> None:
    """Set what the cloud reports of the messages it has accepted, in their order."""
    taken = [message for rows in cloud.messages.by_provider.values() for message in rows]
    for message, is_delivered in zip(taken, reports, strict=True):
        message.at, message.delivered = now.timestamp(), is_delivered


def states_and_receipts() -> list[tuple[str, str, str]]:
    return [(row.channel, row.state, row.receipt) for row in gateway_deliveries()]


def test_poll_starts_after_a_minute_and_ends_with_a_receipt(town: Town, cloud: FakeGateway) -> None:
    now = town.monday
    alert(town, now)
    set_reports(cloud, now, True)

    assert receipts.poll(now + timedelta(seconds=30)) == 0
    assert states_and_receipts() == [("sms", "sent", "")]
    assert receipts.poll(now + timedelta(minutes=2)) == 1
    assert states_and_receipts() == [("sms", "sent", "delivered")]
    assert receipts.poll(now + timedelta(minutes=3)) == 0


def test_polled_undelivered_is_dead_and_pending_is_left(town: Town, cloud: FakeGateway) -> None:
    now = town.monday
    alert(town, now, "first")
    alert(town, now, "second")
    set_reports(cloud, now, False, True)
    cloud.messages.by_provider[next(iter(cloud.messages.by_provider))][1].delivered = None

    assert receipts.poll(now + timedelta(minutes=2)) == 1

    assert states_and_receipts() == [("sms", "dead", "undelivered"), ("sms", "sent", "")]


def test_polled_receipt_resolves_an_uncertain_delivery(town: Town, cloud: FakeGateway) -> None:
    now = town.monday
    alert(town, now)
    set_reports(cloud, now, True)
    (row,) = gateway_deliveries()
    set_columns(row, state=DeliveryState.UNCERTAIN, sent_at=None)
    with scope(ALL_TENANTS):
        DeliveryAttempt.objects.update(outcome=AttemptOutcome.UNKNOWN, provider_id="")

    receipts.poll(now + timedelta(minutes=2))

    assert states_and_receipts() == [("sms", "sent", "delivered")]
    with scope(ALL_TENANTS):
        assert Delivery.objects.get(channel=Channel.SMS).sent_at == DeliveryAttempt.objects.get().started_at


def test_poll_ends_after_three_days_and_survives_an_outage(town: Town, cloud: FakeGateway) -> None:
    now = town.monday
    alert(town, now)
    set_reports(cloud, now, True)

    assert receipts.poll(now + timedelta(hours=73)) == 0
    cloud.server_close()
    assert receipts.poll(now + timedelta(minutes=2)) == 0
    assert states_and_receipts() == [("sms", "sent", "")]
