from collections.abc import Iterator
from typing import Any

import pytest

from services.notify import channels
from tests.notify.gateways import Scripted


@pytest.fixture(autouse=True)
def _fresh_gateways() -> Iterator[None]:
    """Gateways are made once per process; a test that configures others must get them."""
    channels.gateway.cache_clear()
    Scripted.answers, Scripted.calls, Scripted.messages, Scripted.limits = [], [], [], ()
    yield
    channels.gateway.cache_clear()


@pytest.fixture
def gateway(settings: Any) -> type[Scripted]:
    """A scripted gateway for SMS that supports idempotency, and one for e-mail that does not."""
    module = "tests.notify.gateways"
    settings.NOTIFY_CHANNELS = {"sms": f"{module}.Scripted", "email": f"{module}.ScriptedWithoutKey"}
    return Scripted
