from collections.abc import Iterator
from typing import Any

import pytest

from services.notify import channels
from tests.notify.gateways import Scripted


@pytest.fixture(autouse=True)
def _fresh_gateways() -> Iterator[None]:
    """Gateways are made once per process; a test that names others must get them."""
    channels.gateway.cache_clear()
    Scripted.answers, Scripted.calls, Scripted.messages, Scripted.limits = [], [], [], ()
    yield
    channels.gateway.cache_clear()


@pytest.fixture
def gateway(settings: Any) -> type[Scripted]:
    """Every SMS goes to a scripted gateway that honours the key, every mail to one that does not."""
    place = "tests.notify.gateways"
    settings.NOTIFY_CHANNELS = {"sms": f"{place}.Scripted", "email": f"{place}.ScriptedWithoutKey"}
    return Scripted
