"""The broker is killed, emptied and stopped for minutes under steady load."""

import random
from functools import partial
from typing import Any

from tests.chaos.environment.deployment import Deployment
from tests.chaos.history.histories import percentile
from tests.chaos.nemesis import Fault, Nemesis, flush_queue, kill_queue, pause, stop_queue_for_a_while
from tests.chaos.run import Report, Sizes, check_histories, delays, start_processes, start_producer, wait_until_finished

SMOKE = {"workers": 1, "kills": 1, "flushes": 1, "stopped_seconds": 2, "pace": 10}
DEFAULT = {
    "workers": 2,
    "kills": 2,
    "flushes": 2,
    "stopped_seconds": 15,
    "pace": 5,
}  # the longest stop; notifications per second
FULL = {"workers": 2, "kills": 10, "flushes": 10, "stopped_seconds": 300, "pace": 10}
DEPLOYMENT: dict[str, Any] = {}
EVERY = 6.0  # seconds between two faults
MAX_DELAY = 10.0


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 lost, and every message at the gateway within ten seconds."""
    start_processes(deployment, sizes)
    faults: list[Fault] = [kill_queue] * int(sizes["kills"]) + [flush_queue] * int(sizes["flushes"])
    rng.shuffle(faults)
    seconds = EVERY * (len(faults) + 1) * 1.5 + sizes["stopped_seconds"]
    producer = start_producer(deployment, rng, int(seconds * sizes["pace"]), per_second=sizes["pace"])
    nemesis = Nemesis(deployment, rng, {})
    for fault in faults:
        pause(EVERY * (0.5 + rng.random()))
        nemesis.inject(fault)
    nemesis.inject(_with_name(stop_queue_for_a_while, seconds=sizes["stopped_seconds"]))
    wait_until_finished(deployment, producer)
    report = Report({**nemesis.counts})
    verdict, _entries = check_histories(deployment)
    report.add_verdict(verdict)
    seconds_late = delays(deployment)
    report.figures |= {f"delay p{share}": round(percentile(seconds_late, share / 100), 2) for share in (50, 95, 99)}
    report.expect_at_most("delay p100", max(seconds_late, default=0.0), MAX_DELAY)
    return report


def _with_name(fault: Any, **options: Any) -> Fault:
    named_fault = partial(fault, **options)
    named_fault.__name__ = fault.__name__  # type: ignore[attr-defined]
    return named_fault
