"""Receipts nobody told are asked for, in the words of each cloud, over real HTTP."""

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
from tests.factories.notify import change, gateway_deliveries, text_message
from tests.gateways.server import Fake
from tests.notify.channels.conftest import use

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["aliyun.AliyunGateway", "tencent.TencentGateway"])
def cloud(request: Any, tmp_path: Path, settings: Any) -> Iterator[Fake]:
    """A cloud that pushes nothing and answers who asks."""
    settings.NOTIFY_CHANNELS = {
        "sms": f"services.notify.channels.{request.param}",
        "email": "services.notify.channels.null.NullGateway",
    }
    with Fake(history=tmp_path / "history.jsonl") as fake:
        use(settings, fake.address)
        yield fake


def alert(town: Town, now: datetime, key: str = "alert", **more: Any) -> None:
    """An alert is handed over to the cloud."""
    text_message(town.a, now, key=key, urgency=Urgency.SAFETY, **more)
    delivery.deliver_batches(now=now)


def brought(cloud: Fake, now: datetime, *fates: bool) -> None:
    """What became of the messages it took at that moment, in their order."""
    taken = [each for rows in cloud.ledger.taken.values() for each in rows]
    for each, is_delivered in zip(taken, fates, strict=True):
        each.at, each.delivered = now.timestamp(), is_delivered


def fate() -> list[tuple[str, str, str]]:
    return [(row.channel, row.state, row.receipt) for row in gateway_deliveries()]


def test_what_arrived_is_asked_for_after_a_minute_and_then_no_more(town: Town, cloud: Fake) -> None:
    now = town.monday
    alert(town, now)
    brought(cloud, now, True)

    assert receipts.poll(now + timedelta(seconds=30)) == 0
    assert fate() == [("sms", "sent", "")]
    assert receipts.poll(now + timedelta(minutes=2)) == 1
    assert fate() == [("sms", "sent", "delivered")]
    assert receipts.poll(now + timedelta(minutes=3)) == 0


def test_what_did_not_arrive_is_dead_and_what_is_under_way_is_left(town: Town, cloud: Fake) -> None:
    now = town.monday
    alert(town, now, "first")
    alert(town, now, "second")
    brought(cloud, now, False, True)
    cloud.ledger.taken[next(iter(cloud.ledger.taken))][1].delivered = None

    assert receipts.poll(now + timedelta(minutes=2)) == 1

    assert fate() == [("sms", "dead", "undelivered"), ("sms", "sent", "")]


def test_an_answer_settles_what_was_in_doubt(town: Town, cloud: Fake) -> None:
    now = town.monday
    alert(town, now)
    brought(cloud, now, True)
    (row,) = gateway_deliveries()
    change(row, state=DeliveryState.UNCERTAIN, sent_at=None)
    with scope(ALL_TENANTS):
        DeliveryAttempt.objects.update(outcome=AttemptOutcome.UNKNOWN, provider_id="")

    receipts.poll(now + timedelta(minutes=2))

    assert fate() == [("sms", "sent", "delivered")]
    with scope(ALL_TENANTS):
        assert Delivery.objects.get(channel=Channel.SMS).sent_at == DeliveryAttempt.objects.get().started_at


def test_after_three_days_and_where_the_cloud_is_away_nothing_is_said(town: Town, cloud: Fake) -> None:
    now = town.monday
    alert(town, now)
    brought(cloud, now, True)

    assert receipts.poll(now + timedelta(hours=73)) == 0
    cloud.server_close()
    assert receipts.poll(now + timedelta(minutes=2)) == 0
    assert fate() == [("sms", "sent", "")]
