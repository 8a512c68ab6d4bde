"""What a server or worker process checks at its start, so that it fails then and not at its first request."""

import time
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError, connections
from django.db.backends.utils import CursorWrapper

# Seconds. Leases go by the database's clock, and a code of the second factor is valid for 30 seconds.
CLOCK_TOLERANCE = 10.0
_NOW = "SELECT extract(epoch FROM clock_timestamp())"


class NotForServers(RuntimeError):
    """The mode `check` has published keys and no database: it is for tools."""


class ClockIsWrong(RuntimeError):
    """The clock of this machine and the database's differ by more than the tolerance."""


def check() -> None:
    """Refuse to start in the mode `check`, with a privileged database login, unknown vault keys or a wrong clock.

    While the database is down only the mode is checked: the process starts and connects later, so that its supervisor
    need not restart it.
    """
    if settings.MODE == "check":
        raise NotForServers("NUANYANG_MODE=check is for lint and schema; a server needs `production` or `local`.")
    try:
        connections["default"].ensure_connection()  # its signal runs `login_guard` and `vault_keys`
    except OperationalError:
        return
    with connections["default"].cursor() as cursor:
        check_clock(cursor)


def check_clock(cursor: CursorWrapper, read_clock: Callable[[], float] = time.time) -> None:
    """Raise ClockIsWrong, with the remedy. By the machine's own clock, not the one that tests and demos set."""
    seconds = clock_difference(cursor, read_clock)
    if abs(seconds) > CLOCK_TOLERANCE:
        raise ClockIsWrong(
            f"The clock of this machine differs from the database's by {seconds:+.1f} s; {CLOCK_TOLERANCE:.0f} s are"
            " tolerated. Synchronise both: `timedatectl set-ntp true` (docs/operations.md)."
        )


def clock_difference(cursor: CursorWrapper, read_clock: Callable[[], float]) -> float:
    """Seconds by which this machine's clock is ahead of the database's, less half the round-trip time."""
    before = read_clock()
    cursor.execute(_NOW)
    (theirs,) = cursor.fetchone()
    return (before + read_clock()) / 2 - float(theirs)
