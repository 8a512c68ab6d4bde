"""What the sweep remembers between passes, in memory only: what is waiting, since when, when it was last dispatched."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

RESEND_AFTER = 10.0  # seconds: as long as a lost message delays its work; less would flood a slow worker
Key = TypeVar("Key")


@dataclass
class Backlog(Generic[Key]):
    """The waiting rows of one kind, by key. Times are seconds of a monotonic clock."""

    since: dict[Key, float] = field(default_factory=dict)
    sent: dict[Key, float] = field(default_factory=dict)

    def update(self, keys: Iterable[Key], at: float) -> None:
        """Replace what is waiting; what waited before keeps its times."""
        self.since = {key: self.since.get(key, at) for key in keys}
        self.sent = {key: self.sent[key] for key in self.since if key in self.sent}

    def due_for_dispatch(self, at: float) -> list[Key]:
        """Return what was not dispatched within the last `RESEND_AFTER` seconds."""
        return [key for key in self.since if at - self.sent.get(key, -RESEND_AFTER) >= RESEND_AFTER]

    def stuck(self, at: float, after: float) -> list[Key]:
        """Return what has been waiting for at least `after` seconds."""
        return [key for key, since in self.since.items() if at - since >= after]

    def mark_sent(self, keys: Iterable[Key], at: float) -> None:
        self.sent |= dict.fromkeys(keys, at)
