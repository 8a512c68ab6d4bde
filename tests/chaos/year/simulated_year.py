"""The processes of a simulated year: they get the time step by step and sometimes miss a step."""

import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType

from deploy.local import child_processes
from tests.chaos.environment.deployment import Deployment
from tests.chaos.environment.servers import ROOT
from tests.chaos.nemesis import pause

PROCESSES = ("beat-1", "beat-2", "sweep-1", "sweep-2")
MAX_CLOCK_ERROR = 9 * 60  # seconds by which a clock is wrong
STEP_PROBABILITY = 0.7  # probability that a process gets a step
MAX_ABSENCE = 3.0  # days


@dataclass
class Simulation:
    """`kills`, `absences`: probability at each step that one is killed, or all are absent, for up to three days."""

    deployment: Deployment
    rng: random.Random
    kills: float
    absences: float
    processes: dict[str, "subprocess.Popen[str]"] = field(default_factory=dict)
    clock_errors: dict[str, int] = field(default_factory=dict)  # seconds
    absent_until: dict[str, datetime] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> "Simulation":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for name in list(self.processes):
            self._kill(name)

    def step(self, moment: datetime) -> None:
        """One step: some of the processes get the time at once."""
        self.counts["steps"] += 1
        if self.rng.random() < self.absences:
            self.counts["absences"] += 1
            self.absent_until = {name: moment + timedelta(days=self.rng.random() * MAX_ABSENCE) for name in PROCESSES}
        present = [name for name in PROCESSES if self.absent_until.get(name, moment) <= moment]
        receivers = [name for name in present if self.rng.random() < STEP_PROBABILITY]
        self._send_time(receivers, moment)
        if receivers and self.rng.random() < self.kills:
            victim = receivers.pop()
            pause(self.rng.random() * 0.03)
            self.counts["kills"] += 1
            self._kill(victim)
            self.absent_until[victim] = moment + timedelta(days=self.rng.random() * MAX_ABSENCE)
        self._wait_until_done(receivers)

    def last_step(self, moment: datetime) -> None:
        """The last step: one beat alone, with a time that corrects its clock."""
        beat = PROCESSES[0]
        if beat not in self.processes:
            self._start(beat)
        self._send_time([beat], moment - timedelta(seconds=self.clock_errors[beat]))
        self._wait_until_done([beat])

    def _send_time(self, names: list[str], moment: datetime) -> None:
        for name in names:
            if name not in self.processes:
                self._start(name)
        for name in names:
            stdin = self.processes[name].stdin
            assert stdin
            stdin.write(moment.isoformat() + "\n")
            stdin.flush()

    def _wait_until_done(self, names: list[str]) -> None:
        for name in names:
            stdout = self.processes[name].stdout
            assert stdout
            line = stdout.readline()
            assert line == "done\n", (
                f"{name}: {line}\n{child_processes.tail(self.deployment.folder / f'{name}.log', 30)}"
            )

    def _start(self, name: str) -> None:
        self.clock_errors[name] = self.rng.randint(-MAX_CLOCK_ERROR, MAX_CLOCK_ERROR)
        command = [
            sys.executable,
            "-m",
            "tests.chaos.year.schedulers",
            name.partition("-")[0],
            str(self.clock_errors[name]),
        ]
        env = {**self.deployment.env_of("worker"), "CHAOS_YEAR": "yes", "REDIS_URL": "unix:///nowhere/valkey.sock"}
        with (self.deployment.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )

    def _kill(self, name: str) -> None:
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.communicate()
