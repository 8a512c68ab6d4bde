"""The outcome of each gateway by what the provider answers or does."""

import socket
from dataclasses import replace
from typing import Any

import pytest

from services.notify.channels.aliyun import AliyunGateway
from services.notify.channels.base import SendResult
from services.notify.channels.carrier import CarrierGateway
from services.notify.channels.group_bots import DingTalkBot, WeComBot
from services.notify.channels.tencent import TencentGateway
from services.notify.channels.webhook import WebhookGateway
from services.notify.choices import AttemptOutcome
from tests.notify.channels.conftest import events, use

ALL = [
    (AliyunGateway, "sms"),
    (TencentGateway, "sms"),
    (CarrierGateway, "sms"),
    (WeComBot, "wecom"),
    (DingTalkBot, "dingtalk"),
    (WebhookGateway, "webhook"),
]
every_gateway = pytest.mark.parametrize(("kind", "channel"), ALL, ids=lambda value: getattr(value, "name", ""))


@every_gateway
def test_message_is_accepted_once(kind: Any, channel: str, fake, message) -> None:
    sent = message(channel)

    assert kind().send(sent).outcome == AttemptOutcome.ACCEPTED
    (line,) = fake.history.lines()
    assert (line["event"], line["delivery"]) == (
        "accepted",
        sent.title if "_robot" in kind.name else str(sent.delivery_id),
    )


@every_gateway
def test_repeated_call_is_recognised_by_idempotent_gateways_only(kind: Any, channel: str, fake, message) -> None:
    sent, gateway = message(channel), kind()

    gateway.send(sent), gateway.send(sent)

    assert events(fake) == ["accepted", "repeated" if kind.supports_idempotency else "accepted"]


@every_gateway
def test_wrong_secret_is_rejected(kind: Any, channel: str, fake, message, settings) -> None:
    for name in ("ALIYUN", "TENCENT", "CARRIER"):
        setattr(settings, name, replace(getattr(settings, name), secret="another"))
    wrong = {"wecom": {"address": "another"}}.get(channel, {"secret": "another"})

    assert kind().send(message(channel, **wrong)).outcome == AttemptOutcome.REJECTED
    assert events(fake) == ["refused"]


@every_gateway
@pytest.mark.parametrize("error", ["throttle", "fail"])
def test_busy_gateway_is_a_failure(kind: Any, channel: str, error: str, fake, message) -> None:
    setattr(fake.faults, error, 1.0)

    reply = kind().send(message(channel))

    assert (reply.outcome, events(fake)) == (AttemptOutcome.FAILED, ["refused"])
    assert reply.reason


@every_gateway
def test_connection_broken_after_the_request_is_unknown(kind: Any, channel: str, fake, message) -> None:
    fake.faults.drop = 1.0

    assert kind().send(message(channel)).outcome == AttemptOutcome.UNKNOWN
    assert events(fake) == ["accepted", "dropped_after"]


@every_gateway
def test_refused_connection_is_a_failure(kind: Any, channel: str, fake, message, settings) -> None:
    with socket.socket() as bound:  # bound, but not listening
        bound.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{bound.getsockname()[1]}"
        use(settings, nowhere)
        moved = {"address": f"{nowhere}/hooks/desk"} if channel == "webhook" else {}

        assert kind().send(message(channel, **moved)) == SendResult(AttemptOutcome.FAILED, reason="NO_CONNECTION")


@every_gateway
def test_unlisted_host_is_not_called(kind: Any, channel: str, fake, message, settings) -> None:
    settings.NOTIFY_HOSTS = ["http://127.0.0.1:1", "127.0.0.1"]

    assert kind().send(message(channel)) == SendResult(AttemptOutcome.REJECTED, reason="HOST_NOT_ALLOWED")
    assert events(fake) == []


@every_gateway
def test_redirect_is_not_followed(kind: Any, channel: str, fake, message, tmp_path) -> None:
    from tests.gateways.server import FakeGateway

    with FakeGateway(history=tmp_path / "elsewhere.jsonl") as elsewhere:
        fake.faults.redirect = f"{elsewhere.address}/hooks/elsewhere"

        assert kind().send(message(channel)) == SendResult(AttemptOutcome.FAILED, reason="HTTP_307")
        assert (events(fake), events(elsewhere)) == (["refused"], [])


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (AliyunGateway, "isv.MOBILE_NUMBER_ILLEGAL"),
        (TencentGateway, "InvalidParameterValue.IncorrectPhoneNumber"),
        (CarrierGateway, "NUMBER_ILLEGAL"),
    ],
)
def test_illegal_number_is_rejected_with_the_code_alone(kind: Any, code: str, fake, message) -> None:
    assert kind().send(message(address="10000000001")) == SendResult(AttemptOutcome.REJECTED, reason=code)


@pytest.mark.parametrize("kind", [AliyunGateway, TencentGateway, CarrierGateway])
def test_provider_id_is_returned(kind: Any, fake, message) -> None:
    (number,) = (kind().send(message()).provider_id,)

    assert number == fake.history.lines()[0]["number"]
