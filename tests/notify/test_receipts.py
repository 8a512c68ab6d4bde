"""Receipts: late, repeated, out of order, forged; and the deliveries they change."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from services.kit.ids import uuid7
from services.notify import delivery, receipts
from services.notify.channels.receipt_parsers import ParsedReceipt
from services.notify.choices import AttemptOutcome, Channel, ReceiptStatus
from services.notify.models import Delivery, DeliveryAttempt, DeliveryReceipt
from services.notify.outbox import NotificationRequest, add_many
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories.notify import deliveries, text_message
from tests.gateways import keys
from tests.gateways.messages import AcceptedMessage
from tests.gateways.receipt_push import report, token
from tests.notify.gateways import Scripted

pytestmark = pytest.mark.django_db
GATEWAYS = "tests.notify.gateways"


@pytest.fixture(autouse=True)
def _no_keys(settings: Any) -> None:
    settings.NOTIFY_CHANNELS = {"sms": f"{GATEWAYS}.ScriptedWithoutKey", "email": f"{GATEWAYS}.ScriptedWithoutKey"}
    settings.RECEIPTS_SECRET = keys.RECEIPTS_SECRET


def sent(
    town: Town, answer: AttemptOutcome = AttemptOutcome.ACCEPTED, provider_id: str = "B-1", **more: Any
) -> Delivery:
    """One message to a guardian, with one attempt."""
    Scripted.answers = [answer]
    text_message(town.a, town.monday, key=str(uuid7()), **more)
    delivery.deliver_batches(now=town.monday)
    row = [row for row in deliveries() if row.channel == Channel.SMS][-1]  # an alert may have followed
    with scope(ALL_TENANTS):
        DeliveryAttempt.objects.filter(delivery=row).update(
            provider_id=provider_id if answer == AttemptOutcome.ACCEPTED else ""
        )
    return row


def state_of(row: Delivery) -> tuple[str, str]:
    with scope(ALL_TENANTS):
        fresh = Delivery.objects.get(pk=row.pk)
    return fresh.state, fresh.receipt


DELIVERED, UNDELIVERED = ReceiptStatus.DELIVERED, ReceiptStatus.UNDELIVERED


def test_receipt_matches_by_provider_id_or_delivery_id(town):
    one, two, other = sent(town, provider_id="B-1"), sent(town, provider_id=""), sent(town, provider_id="B-3")

    parsed = [
        ParsedReceipt(DELIVERED, "B-1"),
        ParsedReceipt(DELIVERED, "", two.public_id),
        ParsedReceipt(DELIVERED, "B-9", uuid7()),
    ]

    assert receipts.apply(parsed, town.later(minutes=5)) == 2
    assert [state_of(row) for row in (one, two, other)] == [("sent", "delivered"), ("sent", "delivered"), ("sent", "")]


def test_repeated_receipt_changes_nothing(town):
    row = sent(town)

    assert (
        receipts.apply([ParsedReceipt(DELIVERED, "B-1"), ParsedReceipt(DELIVERED, "B-1")], town.later(minutes=5)) == 1
    )
    assert receipts.apply([ParsedReceipt(DELIVERED, "B-1")], town.later(minutes=6)) == 0
    assert receipts.apply([ParsedReceipt(UNDELIVERED, "B-1")], town.later(minutes=7)) == 0
    assert state_of(row) == ("sent", "delivered")


@pytest.mark.parametrize("order", [(DELIVERED, UNDELIVERED), (UNDELIVERED, DELIVERED)])
def test_delivered_receipt_is_final_in_any_order(town, order):
    row = sent(town)

    for minute, receipt in enumerate(order):
        receipts.apply([ParsedReceipt(receipt, "B-1")], town.later(minutes=5 + minute))

    assert state_of(row) == ("sent", "delivered")


def test_uncertain_delivery_with_receipt_is_sent_at_its_call(town):
    row = sent(town, AttemptOutcome.UNKNOWN)
    assert state_of(row) == ("uncertain", "")

    receipts.apply([ParsedReceipt(DELIVERED, "B-late", row.public_id)], town.later(hours=2))

    assert state_of(row) == ("sent", "delivered")
    with scope(ALL_TENANTS):
        assert abs(Delivery.objects.get(pk=row.pk).sent_at - town.monday) < timedelta(minutes=1)


@pytest.mark.parametrize("answer", [AttemptOutcome.ACCEPTED, AttemptOutcome.UNKNOWN])
def test_undelivered_receipt_activates_next_channel(town, answer):
    more = {"email": "mother@example.test", "channels": (Channel.SMS, Channel.EMAIL), "is_sequential": True}
    Scripted.answers = [answer]
    with town.a.inside():
        fields = {"dedupe_key": "turns", "kind": "test", "title": "家长会", "phone": "13800000001"}
        add_many([NotificationRequest(**fields, **more, now=town.monday)])
    delivery.deliver_batches(now=town.monday)
    sms = next(row for row in deliveries() if row.channel == "sms")

    receipts.apply([ParsedReceipt(UNDELIVERED, "", sms.public_id)], town.later(minutes=5))

    states = {row.channel: row.state for row in deliveries() if row.notification.kind == "test"}
    assert states == {"sms": "dead", "email": "due"}


def test_undelivered_receipt_of_old_attempt_is_ignored(town):
    row = sent(town)
    receipts.apply([ParsedReceipt(UNDELIVERED, "B-1")], town.later(minutes=5))
    assert state_of(row) == ("dead", "undelivered")

    with scope(ALL_TENANTS):  # somebody has corrected the number
        Delivery.objects.filter(pk=row.pk).update(state="due", due_at=town.later(hours=1))
    delivery.deliver_batches(now=town.later(hours=1))
    with scope(ALL_TENANTS):
        DeliveryAttempt.objects.filter(delivery=row, number=2).update(provider_id="B-2")
    receipts.reconcile(town.later(hours=1, minutes=1))
    receipts.apply([ParsedReceipt(UNDELIVERED, "B-1")], town.later(hours=1, minutes=2))
    assert state_of(row)[0] == "sent"

    receipts.apply([ParsedReceipt(UNDELIVERED, "B-2")], town.later(hours=1, minutes=3))
    assert state_of(row)[0] == "dead"


def test_early_receipt_is_applied_once_its_attempt_is_recorded(town):
    row = sent(town, provider_id="")
    receipts.store([ParsedReceipt(DELIVERED, "B-7")], town.later(minutes=1))

    assert receipts.process(town.later(minutes=1)) == 0
    with scope(ALL_TENANTS):
        DeliveryAttempt.objects.filter(delivery=row).update(provider_id="B-7")
    assert receipts.process(town.later(minutes=2)) == 1
    assert state_of(row) == ("sent", "delivered")


def test_unmatched_receipt_is_deleted_after_grace_period(town):
    receipts.store([ParsedReceipt(DELIVERED, "of another system")], town.monday)

    assert receipts.process(town.later(minutes=5)) == 0
    assert receipts.process(town.later(minutes=11)) == 1
    with scope(ALL_TENANTS):
        assert not DeliveryReceipt.objects.exists()


# -- pushed to the API
def push(provider: str, message: AcceptedMessage, **headers: str) -> Any:
    body = report(provider, message)
    end = "" if provider == "carrier" else f"?token={token(provider)}"
    return Client().post(f"/api/v1/receipts/{provider}{end}", body, content_type="application/json", headers=headers)


def taken_message(row: Delivery, number: str = "B-1") -> AcceptedMessage:
    return AcceptedMessage(str(row.public_id), number, "13800000001", "", 0.0, delivered=True)


@pytest.mark.parametrize("provider", ["aliyun", "tencent"])
def test_pushed_cloud_receipt_is_stored_and_applied(town, provider):
    row = sent(town)

    assert push(provider, taken_message(row)).status_code == 200
    assert push(provider, taken_message(row)).status_code == 200
    assert receipts.process(town.later(minutes=5)) == 2
    assert state_of(row) == ("sent", "delivered")


def test_carrier_push_requires_signature(town, settings, monkeypatch):
    from services.config.gateways import CarrierAccount
    from tests.gateways.receipt_push import ReceiptPusher

    settings.CARRIER = CarrierAccount("http://127.0.0.1:1/messages", keys.CARRIER_SECRET)
    row = sent(town)
    import json

    body = json.dumps(report("carrier", taken_message(row))).encode()
    signed = ReceiptPusher("", None, None)._headers("carrier", body)  # type: ignore[arg-type]

    def post(headers: dict[str, str], sent: bytes = body) -> int:
        return (
            Client()
            .post("/api/v1/receipts/carrier", sent, content_type="application/json", headers=headers)
            .status_code
        )

    assert post(signed) == 200
    assert post({**signed, "X-Signature": "0" * 64}) == 403
    assert post({**signed, "X-Timestamp": "1000000000"}) == 403
    assert post(signed, body.replace(b"DELIVERED", b"UNDELIVERED")) == 403
    assert receipts.process(town.later(minutes=5)) == 1


@pytest.mark.parametrize("provider", ["aliyun", "tencent", "carrier"])
@pytest.mark.parametrize("proof", ["", "?token=", "?token=0000", "?token=%00%E4%BD%A0"])
def test_forged_push_is_refused(town, provider, proof):
    row = sent(town)
    body = report(provider, taken_message(row))

    answer = Client().post(f"/api/v1/receipts/{provider}{proof}", body, content_type="application/json")

    assert answer.status_code == 403
    with scope(ALL_TENANTS):
        assert not DeliveryReceipt.objects.exists()


def test_push_without_configured_secret_is_refused(town, settings):
    settings.RECEIPTS_SECRET = ""
    row = sent(town)

    answer = Client().post("/api/v1/receipts/aliyun?token=", report("aliyun", taken_message(row)), "application/json")

    assert answer.status_code == 403


@pytest.mark.parametrize("body", ["", "[]x", "{}", '[{"success": true}]', "[1]", '"x"', "null"])
def test_malformed_push_is_refused(body):
    answer = Client().post(f"/api/v1/receipts/tencent?token={token('tencent')}", body, "application/json")

    assert answer.status_code == (200 if body == "{}" else 400)


def test_oversized_push_and_unknown_provider_are_refused():
    path = f"/api/v1/receipts/aliyun?token={token('aliyun')}"

    assert Client().post(path, "[" + " " * 600_000 + "]", "application/json").status_code == 400
    assert Client().post("/api/v1/receipts/baidu", "[]", "application/json").status_code == 404


def test_stored_receipt_has_no_phone_number(town):
    push("aliyun", taken_message(sent(town)))

    with scope(ALL_TENANTS):
        (row,) = DeliveryReceipt.objects.values_list("provider_id", "delivery_id", "status", "received_at")
    assert "13800000001" not in str(row)
