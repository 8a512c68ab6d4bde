"""What a sweep remembers from pass to pass, in memory only: what waits, since when, and when it was last rung for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

RESEND_AFTER = 10.0  # seconds
Key = TypeVar("Key")


@dataclass
class Backlog(Generic[Key]):
    """Of one kind of thing. Moments are those of a monotonic clock, in seconds."""

    since: dict[Key, float] = field(default_factory=dict)
    sent: dict[Key, float] = field(default_factory=dict)

    def look(self, keys: Iterable[Key], at: float) -> None:
        self.since = {each: self.since.get(each, at) for each in keys}
        self.sent = {each: self.sent[each] for each in self.since if each in self.sent}

    def due_for_dispatch(self, at: float) -> list[Key]:
        return [each for each in self.since if at - self.sent.get(each, -RESEND_AFTER) >= RESEND_AFTER]

    def stuck(self, at: float, patience: float) -> list[Key]:
        return [each for each, since in self.since.items() if at - since >= patience]

    def mark_sent(self, keys: Iterable[Key], at: float) -> None:
        self.sent |= dict.fromkeys(keys, at)
