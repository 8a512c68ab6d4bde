"""The reaper: a process that waits until the launcher is gone, then ends whatever the launcher left running.

It reads ``+pid signal`` and ``-pid`` lines from a pipe whose other end only the launcher holds; the end of the pipe is
the launcher's death, even by kill -9. It keeps the launcher's lock meanwhile, so that the next launcher waits.
Run as a plain file by a bare interpreter: it must be up at once.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable

GRACE_SECONDS = 8.0


def read_groups(lines: Iterable[str]) -> dict[int, int]:
    """Return the process groups still registered when the pipe ends, each with its stop signal."""
    groups: dict[int, int] = {}
    for line in lines:
        first, *rest = line.split()
        if first.startswith("+"):
            groups[int(first)] = int(rest[0])
        else:
            groups.pop(-int(first), None)
    return groups


def end(groups: dict[int, int], grace_seconds: float = GRACE_SECONDS) -> None:
    """Stop the leader of every group, then kill what is left of it, at the latest after `grace_seconds`."""
    for pid, signum in groups.items():
        send(os.kill, pid, signum)
    deadline = time.monotonic() + grace_seconds
    alive = set(groups)
    while alive:
        for pid in tuple(alive):
            if not lives(pid) or time.monotonic() > deadline:
                send(os.killpg, pid, signal.SIGKILL)
                alive.remove(pid)
        time.sleep(0.05)


def lives(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123  pathlib would double the time to start
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return sys.platform != "linux" and send(os.kill, pid, 0)


def send(function: Callable[[int, int], None], pid: int, signum: int) -> bool:
    """Send a signal; return whether the process existed."""
    try:
        function(pid, signum)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    end(read_groups(sys.stdin))
