"""Child processes that cannot outlive this one: each leads its own session and gets a signal when the parent dies."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def die_with_parent(parent: int, signum: int) -> None:
    """Ask the kernel to send `signum` when the parent dies. For a child between fork and exec."""
    if sys.platform != "linux":
        return
    _libc.prctl(_PR_SET_PDEATHSIG, signum)
    if os.getppid() != parent:  # the parent died before prctl was called
        os.kill(os.getpid(), signal.SIGKILL)


def start(
    argv: Sequence[str | os.PathLike[str]],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    output: IO[bytes] | int | None = None,
    on_orphaned: int = signal.SIGTERM,
    before_exec: Callable[[], None] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in its own session. Call it from the main thread: the kernel watches the thread that forks."""
    parent = os.getpid()

    def prepare() -> None:
        if before_exec:
            before_exec()
        die_with_parent(parent, on_orphaned)  # last: dropping privileges clears the setting

    return subprocess.Popen(
        [os.fspath(argument) for argument in argv],
        env=None if env is None else dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=None if output is None else subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=prepare,  # noqa: PLW1509  the launcher has one thread
    )


def signal_group(pid: int, signum: int) -> None:
    """Send `signum` to a child and all of its session that stayed in its group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signum)


def stop(child: subprocess.Popen[bytes], *, signum: int = signal.SIGTERM, seconds: float = 10.0) -> None:
    """Stop the leader with `signum`, then kill what is left of its group."""
    if child.poll() is None:
        child.send_signal(signum)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
    signal_group(child.pid, signal.SIGKILL)
    child.wait()


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.03) -> bool:
    """Poll `condition` every `pause` seconds; return False after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def tail(log: Path, lines: int = 10) -> str:
    """Return the last lines of a log, indented; empty when there is no log."""
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])
