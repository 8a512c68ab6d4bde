"""The messages that the fake gateway has accepted, by idempotency key and by provider."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.gateways.history import History

REPEAT = "重复发送"


@dataclass
class AcceptedMessage:
    delivery: str
    number: str  # the provider's own message id
    to: str
    text: Any
    at: float
    delivered: bool | None = None  # None while there is no receipt
    pulled: bool = False


@dataclass
class Messages:
    history: History
    lock: threading.Lock = field(default_factory=threading.Lock)
    by_key: dict[tuple[str, str], AcceptedMessage] = field(default_factory=dict)
    by_provider: dict[str, list[AcceptedMessage]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Restore the messages of an earlier process from its history."""
        for line in self.history.lines():
            if line["event"] == "accepted":
                self._add(line["provider"], AcceptedMessage(line["delivery"], line["number"], "", "", line["t"]))

    def accept(
        self, provider: str, delivery: str, to: str, text: Any, *, supports_idempotency: bool
    ) -> tuple[AcceptedMessage, bool]:
        """The message, and True for a new one."""
        with self.lock:
            if supports_idempotency and (known := self.by_key.get((provider, delivery))):
                self.history.add(provider, "repeated", delivery, number=known.number)
                return known, False
            number = f"{provider}-{len(self.by_provider.get(provider, [])) + 1}"
            self.history.add(provider, "accepted", delivery, number=number, marked=REPEAT in str(text))
            message = AcceptedMessage(delivery, number, to, text, time.time())
            self._add(provider, message)
            return message, True

    def of(self, provider: str) -> list[AcceptedMessage]:
        with self.lock:
            return list(self.by_provider.get(provider, []))

    def _add(self, provider: str, message: AcceptedMessage) -> None:
        self.by_key[provider, message.delivery] = message
        self.by_provider.setdefault(provider, []).append(message)
