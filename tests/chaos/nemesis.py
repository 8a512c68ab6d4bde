"""Who injures the house: picks by weight with a seeded die, and writes down what was done and how long it took."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from deploy.local import child_processes
from deploy.local.child_processes import wait_until
from tests.chaos.deployment import House

Injury = Callable[[House, random.Random], None]
MOST_WRONG = 120  # seconds a clock goes wrong at the most


# -- processes
def kill_worker(house: House, dice: random.Random) -> None:
    """Kill -9 of a worker with its pool."""
    house.kill(dice.choice(house.named("worker")))


def kill_child(house: House, dice: random.Random) -> None:
    """Kill -9 of one process of a worker's pool, or of the worker where it has none."""
    name = dice.choice(house.named("worker"))
    if not house.kill_child(name, dice):
        house.kill(name)


def kill_sweep(house: House, dice: random.Random) -> None:
    house.kill(dice.choice(house.named("sweep")))


def kill_beat(house: House, dice: random.Random) -> None:
    house.kill(dice.choice(house.named("beat")))


def kill_web(house: House, dice: random.Random) -> None:
    house.kill(dice.choice(house.named("web")))


def kill_all(house: House, dice: random.Random) -> None:
    """Every worker, beat and sweep at once: nobody is left to notice."""
    for name in (*house.named("worker"), *house.named("beat"), *house.named("sweep")):
        house.kill(name)


def kill_in_call(house: House, dice: random.Random) -> None:
    """The gateway is silent for a moment, all who wait for its answer are killed, then it takes what they had said."""
    gateway = house.parts["gateway"].pid
    child_processes.signal_group(gateway, signal.SIGSTOP)
    pause(1.0)
    kill_all(house, dice)
    child_processes.signal_group(gateway, signal.SIGCONT)


def freeze_worker(house: House, dice: random.Random) -> None:
    """SIGSTOP of a worker with its pool until its leases are over, then SIGCONT: it wakes with work of others."""
    worker = house.parts[dice.choice(house.named("worker"))]
    child_processes.signal_group(worker.pid, signal.SIGSTOP)
    pause(house.lease_seconds + 1)
    child_processes.signal_group(worker.pid, signal.SIGCONT)


def shift_clock(house: House, dice: random.Random) -> None:
    """A part comes back with a clock that goes wrong by up to two minutes."""
    name = dice.choice([name for name in house.parts if name.partition("-")[0] in {"worker", "beat", "sweep"}])
    house.shifts[name] = dice.randint(-MOST_WRONG, MOST_WRONG)
    house.kill(name)


# -- the queue
def kill_queue(house: House, dice: random.Random) -> None:
    """Kill -9 of Valkey: up to a second of its file is gone; it is back after a moment."""
    assert house.servers.valkey.child
    os.kill(house.servers.valkey.child.pid, signal.SIGKILL)
    house.servers.valkey.child.wait()
    pause(dice.random())
    house.servers.valkey.start()


def flush_queue(house: House, dice: random.Random) -> None:
    """FLUSHALL: every message and every unacknowledged one is gone."""
    house.servers.flush()


def take_queue_away(house: House, dice: random.Random, seconds: float = 10) -> None:
    house.servers.valkey.stop()
    pause(seconds)
    house.servers.valkey.start()


# -- the database
def crash_postgres(house: House, dice: random.Random) -> None:
    """Immediate shutdown: PostgreSQL recovers from its log as after a crash."""
    _restart_postgres(house, signal.SIGQUIT)


def restart_postgres(house: House, dice: random.Random) -> None:
    """Fast shutdown: sessions are ended."""
    _restart_postgres(house, signal.SIGINT)


def _restart_postgres(house: House, signum: int) -> None:
    if house.servers.postgres.child:
        child_processes.stop(house.servers.postgres.child, signum=signum, seconds=30)
    house.servers.postgres.child = None
    house.servers.postgres.start()


# -- lines
def cut_lines(house: House, dice: random.Random) -> None:
    """Every connection between workers and PostgreSQL, or workers and the gateway, breaks off in the middle."""
    os.kill(house.parts[dice.choice(house.named("proxy"))].pid, signal.SIGUSR1)


def pause(seconds: float) -> None:
    wait_until(lambda: False, seconds=seconds)


@dataclass
class Nemesis:
    """`injuries`: how likely each is beside the others."""

    house: House
    dice: random.Random
    injuries: Mapping[Injury, int]
    done: Counter[str] = field(default_factory=Counter)

    def strike(self, injury: Injury | None = None) -> None:
        """Do a certain injury, or one that the die picks. Parts that ended by themselves come back first."""
        self.house.tend()
        chosen = injury or self.dice.choices(list(self.injuries), weights=list(self.injuries.values()))[0]
        name, began = getattr(chosen, "__name__", "injury"), time.time()
        chosen(self.house, self.dice)
        self.done[name] += 1
        self.house.injuries.add(name, began=began)
        print(f"{time.strftime('%H:%M:%S')} {name} ({time.time() - began:.1f} s)", flush=True)

    def each_share(self, times: int, total: int, count: Callable[[], int], seconds: float = 30) -> None:
        """`times` injuries spread over `total` deliveries as `count` tells, none waited for longer than `seconds`."""
        for number in range(times):
            after = total * (number + self.dice.random()) / (times + 1)
            self._wait(lambda after=after: count() >= after, seconds)
            self.strike()

    def each_while(self, seconds: float, every: float) -> None:
        """An injury `every` so many seconds, give or take half, for as long as told."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self._wait(lambda: False, every * (0.5 + self.dice.random()))
            self.strike()

    def _wait(self, true: Callable[[], bool], seconds: float) -> None:
        def is_time() -> bool:
            self.house.tend()
            return true()

        wait_until(is_time, seconds=seconds)
