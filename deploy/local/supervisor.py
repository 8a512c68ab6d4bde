"""Keep child processes running: restart a crashed one, end all on a stop signal, leave none behind."""

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

# A process that crashes at its first request is up for seconds; one that has run a minute deserves a quick restart.
STABLE_AFTER = 60.0  # seconds of uptime after which the restart delay starts small again
# Seconds. Long enough to spare the machine, short enough that a database coming back finds the workers within half a
# minute.
MAX_RESTART_DELAY = 30.0
TRIES = 4  # while starting; later a process is restarted without limit
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """A stop signal arrived."""


class ProcessFailed(Exception):
    """A step failed or a process did not become ready."""


@dataclass
class Process:
    """A process to keep running. `launch` starts it and returns at once."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    log: Path
    stop_signal: int = signal.SIGTERM
    stop_timeout: float = 15.0
    is_server: bool = False  # stopped last: the others need it while they stop
    child: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    restart_at: float | None = None  # when to start again

    @classmethod
    def of_command(cls, name: str, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, log: Path) -> "Process":
        """Build the process of a program whose output goes to `log`."""

        def launch() -> subprocess.Popen[bytes]:
            log.touch(mode=0o600)
            with log.open("ab") as output:
                return child_processes.start(argv, env=env, cwd=cwd, output=output)

        return cls(name, launch, log)


@dataclass(frozen=True)
class Step:
    """A process that runs once."""

    name: str
    child: subprocess.Popen[bytes]


class Supervisor:
    """Starts, watches and ends processes. Use it as ``with Supervisor(report) as supervisor``."""

    def __init__(self, report: Callable[[str], None], *, hold_open: Sequence[int] = ()) -> None:
        self.report = report
        self.processes: list[Process] = []
        self.steps: list[Step] = []
        self.signals = 0
        self._hold_open = tuple(hold_open)
        self._reaper: subprocess.Popen[str] | None = None
        self._wake_reader, self._wake_writer = os.pipe()

    def __enter__(self) -> "Supervisor":
        for end in (self._wake_reader, self._wake_writer):
            os.set_blocking(end, False)
        for signum in STOP_SIGNALS:
            signal.signal(signum, self._on_stop)
        signal.signal(signal.SIGCHLD, self._on_child)
        # A process of its own: killed with SIGKILL, this one could not clean up after itself.
        command = [sys.executable, "-I", "-S", reaper.__file__]
        self._reaper = subprocess.Popen(
            command, stdin=subprocess.PIPE, text=True, start_new_session=True, pass_fds=self._hold_open
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_all()
        if self._reaper and self._reaper.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._reaper.stdin.close()
            self._reaper.wait()

    def watch(self, process: Process) -> Process:
        """Start a process and keep it running from now on."""
        self.processes.append(process)
        self._launch(process)
        return process

    def until(self, condition: Callable[[], bool], *, process: Process, seconds: float) -> None:
        """Wait until `condition` holds. Raises ProcessFailed when `process` keeps crashing or takes too long."""
        deadline = time.monotonic() + seconds
        while not condition():
            self._check_stop()
            self._check_processes()
            if process.crashes >= TRIES:
                raise ProcessFailed(f"{process.name} does not start; its log is {process.log}")
            if time.monotonic() > deadline:
                raise ProcessFailed(
                    f"{process.name} is not ready after {seconds:.0f} s:\n{child_processes.tail(process.log)}"
                )
            self._sleep(0.05)

    def run(self, name: str, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> None:
        """Run a step to its end, its output on our terminal; the processes are kept up meanwhile."""
        self.finish(self.begin(name, argv, env=env, cwd=cwd))

    def begin(self, name: str, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> Step:
        """Start a step in the background."""
        step = Step(name, child_processes.start(argv, env=env, cwd=cwd))
        self.steps.append(step)
        self._remember(step.child.pid, signal.SIGTERM)
        return step

    def finish(self, step: Step) -> None:
        """Wait for the end of a step. Raises ProcessFailed when it fails."""
        while step.child.poll() is None:
            self._check_stop()
            self._check_processes()
            self._sleep(0.5)
        self._end(step)
        if step.child.returncode:
            raise ProcessFailed(f"{step.name} failed (exit {step.child.returncode})")

    def forever(self) -> None:
        """Keep the processes running until a stop signal. Raises Stopped."""
        while not self.signals:
            self._check_processes()
            self._sleep(1.0)
        raise Stopped

    def stop_all(self) -> None:
        """End the processes together, then the servers under them. A second signal skips the waiting."""
        for step in tuple(self.steps):
            self._end(step)
        # Workers finish their tasks in the database; without it they would wait for their timeout.
        for servers in (False, True):
            group = [process for process in self.processes if process.is_server is servers]
            for process in group:
                if process.child and process.child.poll() is None:
                    process.child.send_signal(process.stop_signal)
            for process in group:
                self._end_process(process)
        self.processes.clear()

    def _end_process(self, process: Process) -> None:
        if (child := process.child) is None:
            return
        deadline = time.monotonic() + process.stop_timeout
        while child.poll() is None and time.monotonic() < deadline and self.signals < 2:
            self._sleep(0.1)
        child_processes.signal_group(child.pid, signal.SIGKILL)
        child.wait()
        self._forget(child.pid)
        process.child = None

    def _check_processes(self) -> None:
        for process in self.processes:
            if process.child and process.child.poll() is not None:
                self._schedule_restart(process, process.child)
            if process.restart_at is not None and time.monotonic() >= process.restart_at:
                self._launch(process)

    def _schedule_restart(self, process: Process, child: subprocess.Popen[bytes]) -> None:
        child_processes.signal_group(child.pid, signal.SIGKILL)  # its remaining children would hold the port
        self._forget(child.pid)
        now = time.monotonic()
        process.crashes = 1 if now - process.started > STABLE_AFTER else process.crashes + 1
        delay = min(MAX_RESTART_DELAY, 0.25 * 2 ** (process.crashes - 1))
        process.child, process.restart_at = None, now + delay
        code = child.returncode
        reason = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit {code}"
        last_lines = child_processes.tail(process.log, lines=5)
        self.report(
            f"{process.name} ended ({reason}), starting it again in {delay:g} s; from {process.log}:\n{last_lines}"
        )

    def _launch(self, process: Process) -> None:
        process.child, process.started, process.restart_at = process.launch(), time.monotonic(), None
        self._remember(process.child.pid, process.stop_signal)
        if process.crashes:
            self.report(f"{process.name} started again (process {process.child.pid})")

    def _end(self, step: Step) -> None:
        child_processes.stop(step.child)
        self._forget(step.child.pid)
        self.steps.remove(step)

    def _remember(self, pid: int, signum: int) -> None:
        self._send_to_reaper(f"+{pid} {int(signum)}\n")

    def _forget(self, pid: int) -> None:
        self._send_to_reaper(f"-{pid}\n")

    def _send_to_reaper(self, line: str) -> None:
        if self._reaper and self._reaper.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._reaper.stdin.write(line)
                self._reaper.stdin.flush()

    def _check_stop(self) -> None:
        if self.signals:
            raise Stopped

    def _sleep(self, seconds: float) -> None:
        """Sleep until a signal or the next restart, at most `seconds`."""
        pauses = [process.restart_at - time.monotonic() for process in self.processes if process.restart_at is not None]
        if select.select([self._wake_reader], [], [], max(0.0, min([seconds, *pauses])))[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self._wake_reader, 4096)

    def _on_stop(self, signum: int, frame: FrameType | None) -> None:
        self.signals += 1
        self._on_child(signum, frame)

    def _on_child(self, _signum: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake_writer, b".")
