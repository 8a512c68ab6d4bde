"""What is done to the house, each a few lines."""

import signal
import socket
from collections.abc import Callable

from deploy.local.children import wait_until
from tests.chaos.house import House

Injury = Callable[[House], None]


def kill_worker(house: House) -> None:
    """Kill -9 of the queue's worker and its pool."""
    house.kill("worker")


def kill_sweep(house: House) -> None:
    house.kill("sweep")


def kill_all_three(house: House) -> None:
    """Worker, beat and sweep at once: nobody is left to notice."""
    for name in ("worker", "beat", "sweep"):
        house.kill(name)


def flush_queue(house: House) -> None:
    """FLUSHALL: every message and every unacknowledged one is gone."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(house.valkey.socket))
        line.sendall(b"FLUSHALL\r\n")
        assert line.recv(16).startswith(b"+OK")


def stop_queue(house: House) -> None:
    """The queue is away for three seconds."""
    house.valkey.stop()
    wait_until(lambda: False, seconds=3)
    house.valkey.start()


def restart_postgres_fast(house: House) -> None:
    house.restart_postgres(signal.SIGINT)


def crash_postgres(house: House) -> None:
    """Immediate shutdown: PostgreSQL recovers from its log as after a crash."""
    house.restart_postgres(signal.SIGQUIT)


SMOKE: list[Injury] = [kill_worker, flush_queue]
ALL: list[Injury] = [
    *(kill_worker, kill_worker, kill_worker, kill_sweep, kill_sweep, kill_all_three),
    *(flush_queue, flush_queue, stop_queue, restart_postgres_fast, crash_postgres),
]
