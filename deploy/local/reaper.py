"""The guard: a process that does nothing until the launcher is gone, then ends whatever the launcher left.

It reads ``+pid signal`` and ``-pid`` lines from a pipe whose other end only the launcher holds; the end of the pipe is
the launcher's death, even by kill -9. It holds the launcher's lock meanwhile, so that the next launcher waits for it.
Run as a plain file by a bare interpreter: it must be up at once.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable

GRACE_SECONDS = 8.0


def listen(lines: Iterable[str]) -> dict[int, int]:
    """The groups still alive when the pipe ends, each with the signal that asks it to stop."""
    groups: dict[int, int] = {}
    for line in lines:
        word, *rest = line.split()
        if word.startswith("+"):
            groups[int(word)] = int(rest[0])
        else:
            groups.pop(-int(word), None)
    return groups


def end(groups: dict[int, int], patience: float = GRACE_SECONDS) -> None:
    """Ask every group's leader; kill what a leader leaves behind, and after a while every group."""
    for pid, signum in groups.items():
        send(os.kill, pid, signum)
    ends = time.monotonic() + patience
    waiting = set(groups)
    while waiting:
        for pid in tuple(waiting):
            if not lives(pid) or time.monotonic() > ends:
                send(os.killpg, pid, signal.SIGKILL)
                waiting.remove(pid)
        time.sleep(0.05)


def lives(pid: int) -> bool:
    """Whether the process runs; a zombie that nobody buries does not."""
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123  pathlib would double the time to start
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return sys.platform != "linux" and send(os.kill, pid, 0)


def send(how: Callable[[int, int], None], pid: int, signum: int) -> bool:
    """Whether there was anyone to hear it."""
    try:
        how(pid, signum)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    end(listen(sys.stdin))
