"""Faults of the fake gateway: shares of calls, decided by a seed."""

import random
import threading
from dataclasses import dataclass, field


@dataclass
class Faults:
    """Shares from 0 to 1. `drop`: cut after accepting. `lose`: cut before. `throttle`, `fail`: refuse with a code."""

    drop: float = 0.0
    lose: float = 0.0
    throttle: float = 0.0
    fail: float = 0.0
    delay: float = 0.0  # mean seconds before a message is accepted
    redirect: str = ""  # to this address, without accepting anything
    late: float = 0.0  # seconds until a receipt is pushed
    twice: float = 0.0  # share of receipts pushed twice
    undelivered: float = 0.0  # share of receipts that report so
    seed: int = 7
    chance: random.Random = field(init=False, repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  shares of calls, no secret

    def happens(self, share: float) -> bool:
        if share <= 0:
            return False
        with self.lock:
            return self.chance.random() < share

    def next_delay(self) -> float:
        if not self.delay:
            return 0.0
        with self.lock:
            return self.chance.expovariate(1 / self.delay)
