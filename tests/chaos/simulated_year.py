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
from tests.chaos.deployment import Deployment
from tests.chaos.nemesis import pause
from tests.chaos.servers import ROOT

PROCESSES = ("beat-1", "beat-2", "sweep-1", "sweep-2")
MAX_CLOCK_ERROR = 9 * 60  # seconds a clock goes wrong at the most
LISTENS = 0.7  # probability that a process gets a step
MAX_SILENCE = 3.0  # days


@dataclass
class Simulation:
    """`kills`, `silences`: how likely at each step one is killed, or all are away, for up to three days."""

    deployment: Deployment
    rng: random.Random
    kills: float
    silences: float
    processes: dict[str, "subprocess.Popen[str]"] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)  # seconds
    away: dict[str, datetime] = field(default_factory=dict)  # until when
    done: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> "Simulation":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for name in list(self.processes):
            self._kill(name)

    def play(self, moment: datetime) -> None:
        """One step: some of the processes get the time at once."""
        self.done["steps"] += 1
        if self.rng.random() < self.silences:
            self.done["silences"] += 1
            self.away = {name: moment + timedelta(days=self.rng.random() * MAX_SILENCE) for name in PROCESSES}
        there = [name for name in PROCESSES if self.away.get(name, moment) <= moment]
        receive = [name for name in there if self.rng.random() < LISTENS]
        self._report(receive, moment)
        if receive and self.rng.random() < self.kills:
            victim = receive.pop()
            pause(self.rng.random() * 0.03)
            self.done["kills"] += 1
            self._kill(victim)
            self.away[victim] = moment + timedelta(days=self.rng.random() * MAX_SILENCE)
        self._listen(receive)

    def last(self, moment: datetime) -> None:
        """The last step: one beat alone, with a time that makes its clock right."""
        beat = PROCESSES[0]
        if beat not in self.processes:
            self._start(beat)
        self._report([beat], moment - timedelta(seconds=self.wrong[beat]))
        self._listen([beat])

    def _report(self, names: list[str], moment: datetime) -> None:
        for name in names:
            if name not in self.processes:
                self._start(name)
        for name in names:
            output = self.processes[name].stdin
            assert output
            output.write(moment.isoformat() + "\n")
            output.flush()

    def _listen(self, names: list[str]) -> None:
        for name in names:
            received = self.processes[name].stdout
            assert received
            record = received.readline()
            assert record == "done\n", (
                f"{name}: {record}\n{child_processes.tail(self.deployment.folder / f'{name}.log', 30)}"
            )

    def _start(self, name: str) -> None:
        self.wrong[name] = self.rng.randint(-MAX_CLOCK_ERROR, MAX_CLOCK_ERROR)
        command = [sys.executable, "-m", "tests.chaos.schedulers", name.partition("-")[0], str(self.wrong[name])]
        env = {**self.deployment.env_of("worker"), "CHAOS_YEAR": "yes", "REDIS_URL": "unix:///nowhere/valkey.sock"}
        with (self.deployment.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )

    def _kill(self, name: str) -> None:
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.communicate()
