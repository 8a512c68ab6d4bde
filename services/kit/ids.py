"""Public ids: UUID version 7 (RFC 9562 §5.7), so that a key's index grows at its end and never names a count."""

import os
import secrets
import threading
import time
from uuid import UUID

# The same made by the database, for set-based statements that insert rows with a public id: the clock's milliseconds
# in front of a random version 4, whose version bits become 7. (`uuidv7()` exists from PostgreSQL 18 on only.)
SQL_UUID7 = """encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
    substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
    52, 1), 53, 1), 'hex')::uuid"""

_TAIL_BITS = 74  # rand_a (12) and rand_b (62) read as one number
_TAIL_END = 1 << _TAIL_BITS
_STEPS = 256  # of 32 random bits, drawn at once


class _Stream:
    """Ids of one clock: within a millisecond each is greater than the one before (RFC 9562 §6.2, method 2)."""

    def __init__(self, *, never_back: bool) -> None:
        self._never_back = never_back
        self._lock = threading.Lock()
        self._at = -1
        self._tail = 0
        self._steps: list[int] = []

    def next(self, now_ms: int) -> UUID:
        with self._lock:
            if now_ms == self._at or (self._never_back and now_ms < self._at):
                self._tail += 1 + self._step()
                if self._tail >= _TAIL_END:
                    self._at, self._tail = self._at + 1, secrets.randbits(_TAIL_BITS - 1)
            else:
                # One bit less than fits, so that a busy millisecond has room to count up.
                self._at, self._tail = now_ms, secrets.randbits(_TAIL_BITS - 1)
            return _compose(self._at, self._tail)

    def _step(self) -> int:
        if not self._steps:
            self._steps = list(memoryview(os.urandom(4 * _STEPS)).cast("I"))
        return self._steps.pop()


def _compose(at: int, tail: int) -> UUID:
    rand_a, rand_b = tail >> 62, tail & ((1 << 62) - 1)
    return UUID(int=at << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


_clocked = _Stream(never_back=True)
_dated = _Stream(never_back=False)


def _start_anew() -> None:
    """A forked child must not count on from its parent's last id, nor wait for a lock nobody holds."""
    global _clocked, _dated
    _clocked, _dated = _Stream(never_back=True), _Stream(never_back=False)


os.register_at_fork(after_in_child=_start_anew)


def uuid7(now_ms: int | None = None) -> UUID:
    """A new UUIDv7, greater than every earlier one of this process.

    `now_ms` (milliseconds since 1970) dates the id of a row that is older than its writing; such ids grow
    within a run of calls that names the same millisecond.
    """
    if now_ms is None:
        return _clocked.next(time.time_ns() // 1_000_000)
    if not 0 <= now_ms < 1 << 48:
        raise ValueError("now_ms must fit into 48 bits")
    return _dated.next(now_ms)
