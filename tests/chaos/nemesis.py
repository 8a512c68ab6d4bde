"""Fault injection: picks a fault by weight with a seeded generator and records it with its duration."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from deploy.local import child_processes
from deploy.local.child_processes import wait_until
from tests.chaos.environment.deployment import Deployment
from tests.chaos.history import delivery_log

Fault = Callable[[Deployment, random.Random], None]
MAX_CLOCK_ERROR = 120  # seconds by which a clock is wrong


# -- processes
def kill_worker(deployment: Deployment, rng: random.Random) -> None:
    """Kill -9 of a worker with its pool."""
    deployment.kill(rng.choice(deployment.named("worker")))


def kill_child(deployment: Deployment, rng: random.Random) -> None:
    """Kill -9 of one process of a worker's pool, or of the worker where it has none."""
    name = rng.choice(deployment.named("worker"))
    if not deployment.kill_child(name, rng):
        deployment.kill(name)


def kill_sweep(deployment: Deployment, rng: random.Random) -> None:
    deployment.kill(rng.choice(deployment.named("sweep")))


def kill_beat(deployment: Deployment, rng: random.Random) -> None:
    deployment.kill(rng.choice(deployment.named("beat")))


def kill_web(deployment: Deployment, rng: random.Random) -> None:
    deployment.kill(rng.choice(deployment.named("web")))


def kill_all(deployment: Deployment, rng: random.Random) -> None:
    """Every worker, beat and sweep at once."""
    for name in (*deployment.named("worker"), *deployment.named("beat"), *deployment.named("sweep")):
        deployment.kill(name)


def kill_in_call(deployment: Deployment, rng: random.Random) -> None:
    """Pause the gateway, kill every process waiting for its answer, then let it accept what they sent."""
    gateway = deployment.processes["gateway"].pid
    child_processes.signal_group(gateway, signal.SIGSTOP)
    wait_until(
        lambda: delivery_log.count_sending() > 0, seconds=10
    )  # on a busy machine a worker may not have begun yet
    pause(1.0)
    kill_all(deployment, rng)
    child_processes.signal_group(gateway, signal.SIGCONT)


def freeze_worker(deployment: Deployment, rng: random.Random) -> None:
    """SIGSTOP of a worker with its pool until its leases are over, then SIGCONT: it wakes with work of others."""
    worker = deployment.processes[rng.choice(deployment.named("worker"))]
    child_processes.signal_group(worker.pid, signal.SIGSTOP)
    pause(deployment.lease_seconds + 1)
    child_processes.signal_group(worker.pid, signal.SIGCONT)


def shift_clock(deployment: Deployment, rng: random.Random) -> None:
    """Restart a process with a clock that is wrong by up to two minutes."""
    name = rng.choice([name for name in deployment.processes if name.partition("-")[0] in {"worker", "beat", "sweep"}])
    deployment.clock_offsets[name] = rng.randint(-MAX_CLOCK_ERROR, MAX_CLOCK_ERROR)
    deployment.kill(name)


# -- the queue
def kill_queue(deployment: Deployment, rng: random.Random) -> None:
    """Kill -9 of Valkey: up to a second of its file is gone; it is back after a moment."""
    assert deployment.servers.valkey.child
    os.kill(deployment.servers.valkey.child.pid, signal.SIGKILL)
    deployment.servers.valkey.child.wait()
    pause(rng.random())
    deployment.servers.valkey.start()


def flush_queue(deployment: Deployment, rng: random.Random) -> None:
    """FLUSHALL: every message and every unacknowledged one is gone."""
    deployment.servers.flush()


def stop_queue_for_a_while(deployment: Deployment, rng: random.Random, seconds: float = 10) -> None:
    deployment.servers.valkey.stop()
    pause(seconds)
    deployment.servers.valkey.start()


# -- the database
def crash_postgres(deployment: Deployment, rng: random.Random) -> None:
    """Immediate shutdown: PostgreSQL recovers from its log as after a crash."""
    _restart_postgres(deployment, signal.SIGQUIT)


def restart_postgres(deployment: Deployment, rng: random.Random) -> None:
    """Fast shutdown: sessions are ended."""
    _restart_postgres(deployment, signal.SIGINT)


def _restart_postgres(deployment: Deployment, signum: int) -> None:
    if deployment.servers.postgres.child:
        child_processes.stop(deployment.servers.postgres.child, signum=signum, seconds=30)
    deployment.servers.postgres.child = None
    deployment.servers.postgres.start()


# -- connections
def cut_connections(deployment: Deployment, rng: random.Random) -> None:
    """Every connection between workers and PostgreSQL, or workers and the gateway, breaks off in the middle."""
    os.kill(deployment.processes[rng.choice(deployment.named("proxy"))].pid, signal.SIGUSR1)


def pause(seconds: float) -> None:
    wait_until(lambda: False, seconds=seconds)


@dataclass
class Nemesis:
    """Injects faults; `faults` has the weight of each."""

    deployment: Deployment
    rng: random.Random
    faults: Mapping[Fault, int]
    counts: Counter[str] = field(default_factory=Counter)

    def inject(self, fault: Fault | None = None) -> None:
        """Inject a certain fault, or a random one. Processes that ended by themselves are restarted first."""
        self.deployment.restart_ended()
        chosen = fault or self.rng.choices(list(self.faults), weights=list(self.faults.values()))[0]
        name, started = getattr(chosen, "__name__", "fault"), time.time()
        chosen(self.deployment, self.rng)
        self.counts[name] += 1
        self.deployment.faults.add(name, started=started)
        print(f"{time.strftime('%H:%M:%S')} {name} ({time.time() - started:.1f} s)", flush=True)

    def inject_by_progress(self, times: int, total: int, count: Callable[[], int], seconds: float = 30) -> None:
        """Inject `times` faults, spread over `total` deliveries as `count` reports; wait at most `seconds` for each."""
        for number in range(times):
            after = total * (number + self.rng.random()) / (times + 1)
            self._wait(lambda after=after: count() >= after, seconds)
            self.inject()

    def inject_for(self, seconds: float, every: float) -> None:
        """Inject a fault `every` so many seconds, give or take half, for `seconds`."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self._wait(lambda: False, every * (0.5 + self.rng.random()))
            self.inject()

    def _wait(self, condition: Callable[[], bool], seconds: float) -> None:
        def is_time() -> bool:
            self.deployment.restart_ended()
            return condition()

        wait_until(is_time, seconds=seconds)
