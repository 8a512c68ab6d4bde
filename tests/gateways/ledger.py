"""What the gateway has taken: by key where it honours keys, and message by message for who asks afterwards."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.gateways.history import History

REPEAT = "重复发送"


@dataclass
class Taken:
    delivery: str
    number: str  # the provider's own number of the message
    to: str
    text: Any
    at: float
    delivered: bool | None = None  # None while no receipt was made
    pulled: bool = False


@dataclass
class Ledger:
    history: History
    lock: threading.Lock = field(default_factory=threading.Lock)
    keys: dict[tuple[str, str], Taken] = field(default_factory=dict)
    taken: dict[str, list[Taken]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A gateway that is started again remembers what it took."""
        for line in self.history.lines():
            if line["event"] == "accepted":
                self._keep(line["provider"], Taken(line["delivery"], line["number"], "", "", line["t"]))

    def take(
        self, provider: str, delivery: str, to: str, text: Any, *, supports_idempotency: bool
    ) -> tuple[Taken, bool]:
        """The message as it is kept here, and whether it is new."""
        with self.lock:
            if supports_idempotency and (taken := self.keys.get((provider, delivery))):
                self.history.add(provider, "repeated", delivery, number=taken.number)
                return taken, False
            number = f"{provider}-{len(self.taken.get(provider, [])) + 1}"
            self.history.add(provider, "accepted", delivery, number=number, marked=REPEAT in str(text))
            taken = Taken(delivery, number, to, text, time.time())
            self._keep(provider, taken)
            return taken, True

    def _keep(self, provider: str, taken: Taken) -> None:
        self.keys[provider, taken.delivery] = taken
        self.taken.setdefault(provider, []).append(taken)

    def of(self, provider: str) -> list[Taken]:
        with self.lock:
            return list(self.taken.get(provider, []))
