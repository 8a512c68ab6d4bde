"""Keeps parts running as child processes: a crashed one comes back, a stop signal ends all, nothing is left."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from deploy.local import child_processes, reaper

HEALTHY = 60.0  # seconds after which a crash is a new story and the pause starts small again
MAX_RESTART_DELAY = 30.0
TRIES = 4  # while starting; later a part is started again for ever
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to stop."""


class ProcessFailed(Exception):
    """A step or a part did not do what the next one needs."""


@dataclass
class Process:
    """One process that is to run all the time. `launch` starts it and returns at once."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    log: Path
    stop_signal: int = signal.SIGTERM
    stop_timeout: float = 15.0
    is_server: bool = False  # the other parts need it while they stop
    child: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    due: float | None = None  # when to start again

    @classmethod
    def of_command(cls, name: str, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, log: Path) -> "Process":
        """A part that is a program; what it says goes to `log`."""

        def launch() -> subprocess.Popen[bytes]:
            with log.open("ab") as output:
                return child_processes.start(argv, env=env, cwd=cwd, output=output)

        return cls(name, launch, log)


@dataclass(frozen=True)
class Step:
    """One process that is to run once."""

    name: str
    child: subprocess.Popen[bytes]


class Supervisor:
    """Starts parts, watches them, ends them. Use it as ``with Supervisor(say) as supervisor``."""

    def __init__(self, say: Callable[[str], None], *, hold_open: Sequence[int] = ()) -> None:
        self.say = say
        self.parts: list[Process] = []
        self.steps: list[Step] = []
        self.signals = 0
        self._hold_open = tuple(hold_open)
        self._guard: subprocess.Popen[str] | None = None
        self._woken, self._wake = os.pipe()

    def __enter__(self) -> "Supervisor":
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        for signum in STOP_SIGNALS:
            signal.signal(signum, self._on_stop)
        signal.signal(signal.SIGCHLD, self._on_child)
        command = [sys.executable, "-I", "-S", reaper.__file__]
        self._guard = subprocess.Popen(
            command, stdin=subprocess.PIPE, text=True, start_new_session=True, pass_fds=self._hold_open
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_all()
        if self._guard and self._guard.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._guard.stdin.close()
            self._guard.wait()

    def watch(self, part: Process) -> Process:
        """Start a part and keep it running from now on."""
        self.parts.append(part)
        self._launch(part)
        return part

    def until(self, true: Callable[[], bool], *, part: Process, seconds: float) -> None:
        """Wait for `part` to be ready; one that ends again and again or takes too long is a failure."""
        ends = time.monotonic() + seconds
        while not true():
            self._check_stop()
            self._tend()
            if part.crashes >= TRIES:
                raise ProcessFailed(f"{part.name} does not start; its log is {part.log}")
            if time.monotonic() > ends:
                raise ProcessFailed(
                    f"{part.name} is not ready after {seconds:.0f} s:\n{child_processes.tail(part.log)}"
                )
            self._sleep(0.05)

    def run(self, name: str, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> None:
        """Run a step to its end, its output on our terminal; the parts are kept up meanwhile."""
        self.finish(self.begin(name, argv, env=env, cwd=cwd))

    def begin(self, name: str, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> Step:
        """Start a step that others need not wait for."""
        step = Step(name, child_processes.start(argv, env=env, cwd=cwd))
        self.steps.append(step)
        self._remember(step.child.pid, signal.SIGTERM)
        return step

    def finish(self, step: Step) -> None:
        """Wait for the end of a step; one that fails is a failure of ours."""
        while step.child.poll() is None:
            self._check_stop()
            self._tend()
            self._sleep(0.5)
        self._end(step)
        if step.child.returncode:
            raise ProcessFailed(f"{step.name} failed (exit {step.child.returncode})")

    def forever(self) -> None:
        """Tend the parts until somebody asks us to stop."""
        while not self.signals:
            self._tend()
            self._sleep(1.0)
        raise Stopped

    def stop_all(self) -> None:
        """End the parts together, then the servers under them. A second signal shortens the patience."""
        for step in tuple(self.steps):
            self._end(step)
        for servers in (False, True):
            wave = [part for part in self.parts if part.is_server is servers]
            for part in wave:
                if part.child and part.child.poll() is None:
                    part.child.send_signal(part.stop_signal)
            for part in wave:
                self._end_part(part)
        self.parts.clear()

    def _end_part(self, part: Process) -> None:
        if (child := part.child) is None:
            return
        ends = time.monotonic() + part.stop_timeout
        while child.poll() is None and time.monotonic() < ends and self.signals < 2:
            self._sleep(0.1)
        child_processes.signal_group(child.pid, signal.SIGKILL)
        child.wait()
        self._forget(child.pid)
        part.child = None

    def _tend(self) -> None:
        for part in self.parts:
            if part.child and part.child.poll() is not None:
                self._bury(part, part.child)
            if part.due is not None and time.monotonic() >= part.due:
                self._launch(part)

    def _bury(self, part: Process, child: subprocess.Popen[bytes]) -> None:
        child_processes.signal_group(child.pid, signal.SIGKILL)  # what it left behind would hold the port
        self._forget(child.pid)
        now = time.monotonic()
        part.crashes = 1 if now - part.started > HEALTHY else part.crashes + 1
        pause = min(MAX_RESTART_DELAY, 0.25 * 2 ** (part.crashes - 1))
        part.child, part.due = None, now + pause
        code = child.returncode
        how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit {code}"
        last_words = child_processes.tail(part.log, lines=5)
        self.say(f"{part.name} ended ({how}), starting it again in {pause:g} s; from {part.log}:\n{last_words}")

    def _launch(self, part: Process) -> None:
        part.child, part.started, part.due = part.launch(), time.monotonic(), None
        self._remember(part.child.pid, part.stop_signal)
        if part.crashes:
            self.say(f"{part.name} started again (process {part.child.pid})")

    def _end(self, step: Step) -> None:
        child_processes.stop(step.child)
        self._forget(step.child.pid)
        self.steps.remove(step)

    def _remember(self, pid: int, signum: int) -> None:
        self._tell_guard(f"+{pid} {int(signum)}\n")

    def _forget(self, pid: int) -> None:
        self._tell_guard(f"-{pid}\n")

    def _tell_guard(self, line: str) -> None:
        if self._guard and self._guard.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._guard.stdin.write(line)
                self._guard.stdin.flush()

    def _check_stop(self) -> None:
        if self.signals:
            raise Stopped

    def _sleep(self, seconds: float) -> None:
        """Until a signal, at most so long."""
        pauses = [part.due - time.monotonic() for part in self.parts if part.due is not None]
        if select.select([self._woken], [], [], max(0.0, min([seconds, *pauses])))[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self._woken, 4096)

    def _on_stop(self, signum: int, frame: FrameType | None) -> None:
        self.signals += 1
        self._on_child(signum, frame)

    def _on_child(self, _signum: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake, b".")
