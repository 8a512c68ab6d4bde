"""Who goes through a simulated year: processes that are told the true time step by step, and do not always listen."""

import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType

from deploy.local import child_processes
from tests.chaos.deployment import House
from tests.chaos.nemesis import pause
from tests.chaos.servers import ROOT

PARTS = ("beat-1", "beat-2", "sweep-1", "sweep-2")
MOST_WRONG = 9 * 60  # seconds a clock goes wrong at the most
LISTENS = 0.7  # how likely each hears of a step
LONGEST_SILENCE = 3.0  # days


@dataclass
class Troupe:
    """`kills`, `silences`: how likely at each step one is killed, or all are away, for up to three days."""

    house: House
    dice: random.Random
    kills: float
    silences: float
    parts: dict[str, "subprocess.Popen[str]"] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)  # seconds
    away: dict[str, datetime] = field(default_factory=dict)  # until when
    done: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> "Troupe":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for name in list(self.parts):
            self._kill(name)

    def play(self, moment: datetime) -> None:
        """One step: some of those who are there hear the time at the same moment."""
        self.done["steps"] += 1
        if self.dice.random() < self.silences:
            self.done["silences"] += 1
            self.away = {name: moment + timedelta(days=self.dice.random() * LONGEST_SILENCE) for name in PARTS}
        there = [name for name in PARTS if self.away.get(name, moment) <= moment]
        hear = [name for name in there if self.dice.random() < LISTENS]
        self._tell(hear, moment)
        if hear and self.dice.random() < self.kills:
            victim = hear.pop()
            pause(self.dice.random() * 0.03)
            self.done["kills"] += 1
            self._kill(victim)
            self.away[victim] = moment + timedelta(days=self.dice.random() * LONGEST_SILENCE)
        self._listen(hear)

    def last(self, moment: datetime) -> None:
        """The last step: one beat alone, told such a time that its clock shows the true one."""
        beat = PARTS[0]
        if beat not in self.parts:
            self._start(beat)
        self._tell([beat], moment - timedelta(seconds=self.wrong[beat]))
        self._listen([beat])

    def _tell(self, names: list[str], moment: datetime) -> None:
        for name in names:
            if name not in self.parts:
                self._start(name)
        for name in names:
            said = self.parts[name].stdin
            assert said
            said.write(moment.isoformat() + "\n")
            said.flush()

    def _listen(self, names: list[str]) -> None:
        for name in names:
            heard = self.parts[name].stdout
            assert heard
            line = heard.readline()
            assert line == "done\n", f"{name}: {line}\n{child_processes.tail(self.house.folder / f'{name}.log', 30)}"

    def _start(self, name: str) -> None:
        self.wrong[name] = self.dice.randint(-MOST_WRONG, MOST_WRONG)
        command = [sys.executable, "-m", "tests.chaos.schedulers", name.partition("-")[0], str(self.wrong[name])]
        env = {**self.house.env_of("worker"), "CHAOS_YEAR": "yes", "REDIS_URL": "unix:///nowhere/valkey.sock"}
        with (self.house.folder / f"{name}.log").open("ab") as log:
            self.parts[name] = subprocess.Popen(
                command, cwd=ROOT, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )

    def _kill(self, name: str) -> None:
        part = self.parts.pop(name)
        part.send_signal(signal.SIGKILL)
        part.communicate()
