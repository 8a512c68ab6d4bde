"""The product's gateways against the fake one, over real HTTP."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from services.config.gateways import AliyunAccount, CarrierAccount, TencentAccount
from services.kit.ids import uuid7
from services.notify.channels.base import Message
from tests.gateways import keys
from tests.gateways.faults import Faults
from tests.gateways.server import FakeGateway


@pytest.fixture
def fake(tmp_path: Path, settings: Any) -> Iterator[FakeGateway]:
    """A fake gateway without faults (`fake.faults`), and the settings to use it."""
    with FakeGateway(history=tmp_path / "history.jsonl") as fake:
        use(settings, fake.address)
        yield fake


def use(settings: Any, address: str) -> None:
    settings.NOTIFY_HOSTS = [address]
    settings.ALIYUN = AliyunAccount(keys.ALIYUN_ID, keys.ALIYUN_SECRET, keys.SIGN, keys.TEMPLATES, address)
    settings.TENCENT = TencentAccount(
        keys.TENCENT_ID, keys.TENCENT_SECRET, keys.TENCENT_APP, keys.SIGN, keys.TEMPLATES, "ap-guangzhou", address
    )
    settings.CARRIER = CarrierAccount(f"{address}/messages", keys.CARRIER_SECRET)
    settings.WECOM_URL = settings.DINGTALK_URL = address
    settings.RECEIPTS_SECRET = keys.RECEIPTS_SECRET


_number = itertools.count(1)


@pytest.fixture
def message(fake: FakeGateway) -> Callable[..., Message]:
    """A message of each channel, addressed to the fake gateway."""

    def make(channel: str = "sms", **more: Any) -> Message:
        to, secret = {
            "sms": ("13800000001", ""),
            "wecom": (keys.WECOM_KEY, ""),
            "dingtalk": (keys.DINGTALK_TOKEN, keys.DINGTALK_SECRET),
            "webhook": (f"{fake.address}/hooks/desk", keys.WEBHOOK_SECRET),
        }[channel]
        # The protocol of robots has no id: the fake gateway's history names the text instead.
        title = f"家访提醒{next(_number)}"
        return Message(**{"delivery_id": uuid7(), "address": to, "secret": secret, "title": title, **more})

    return make


def events(fake: FakeGateway) -> list[str]:
    return [line["event"] for line in fake.history.lines()]


__all__ = ["Faults", "events", "use"]
