"""Shared steps of the scenarios: start, create notifications, wait for the last delivery, check."""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.chaos import arrivals, delivery_log
from tests.chaos.check import Verdict, check
from tests.chaos.deployment import Deployment
from tests.chaos.histories import Follower, Record
from tests.chaos.producer import Producer, a_school, put

Sizes = Mapping[str, float]
Tenant = tuple[int, int]  # school and county
MAX_SECONDS = 300.0  # seconds for the last delivery after the last injury


@dataclass
class Report:
    """The result of a scenario: figures, and faults as sentences."""

    figures: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.faults

    def judge(self, verdict: Verdict) -> None:
        self.figures |= verdict.figures()
        self.faults += [f"{count} {name}" for name, count in verdict.faults.items()]
        if not verdict.requested:
            self.faults.append("nothing was promised")

    def at_most(self, name: str, value: float, most: float) -> None:
        """A figure with its bound."""
        self.figures[name] = round(value, 2)
        if value > most:
            self.faults.append(f"{name}: {value:.1f} is more than {most:g}")

    def expect(self, holds: bool, sentence: str) -> None:
        if not holds:
            self.faults.append(sentence)


class Counter:
    """How many messages have arrived at the gateway so far."""

    def __init__(self, deployment: Deployment) -> None:
        self.follower, self.count = Follower(deployment.calls), 0

    def __call__(self) -> int:
        self.count += sum(record["event"] == "accepted" for record in self.follower.news())
        return self.count


def begin(deployment: Deployment, sizes: Sizes) -> None:
    """Start `workers` of them, a beat and a sweep, and wait until they are there."""
    deployment.start(*(f"worker-{number + 1}" for number in range(int(sizes["workers"]))), "beat-1", "sweep-1")
    deployment.wait_for_workers()


def notification(
    deployment: Deployment, rng: random.Random, count: int, school: Tenant | None = None, **how: Any
) -> Producer:
    """Start a producer in this or a new school; `how` as for Producer."""
    own_rng = random.Random(rng.random())  # noqa: S311
    producer = Producer(
        school or a_school(), count, deployment.notifications, deployment.now, own_rng, **{"put": put, **how}
    )
    producer.start()
    return producer


def see_through(deployment: Deployment, producer: Producer, seconds: float = MAX_SECONDS) -> None:
    """Wait until every delivery has ended. Raises TimeoutError with the last log lines of the processes."""
    ends = time.monotonic() + seconds
    while producer.is_alive() or delivery_log.unfinished() != 0:
        deployment.tend()
        if time.monotonic() > ends and not producer.is_alive():
            raise TimeoutError(f"{delivery_log.unfinished()} unfinished\n{deployment.last_lines()}")
        producer.join(0.3)


def judged(deployment: Deployment) -> tuple[Verdict, list[Record]]:
    """The verdict on all histories, and the dump of the delivery log."""
    entry = delivery_log.dump(deployment.folder / "delivery_log.jsonl")
    return check(deployment.notifications.records(), arrivals.calls(deployment.calls), entry), entry


def delays(deployment: Deployment) -> list[float]:
    """Seconds from each request to its arrival at the gateway, in the order of requests."""
    entry = [record for record in delivery_log.dump(deployment.folder / "keys.jsonl") if record["event"] == "delivery"]
    key_of = {record["delivery"]: record["key"] for record in entry}
    came: dict[str, float] = {}
    for call in arrivals.calls(deployment.calls):
        if call["event"] == "accepted":
            came.setdefault(key_of.get(call["message"], ""), call["at"])
    notifications = deployment.notifications.records("requested")
    return [came[record["key"]] - record["since"] for record in notifications if record["key"] in came]
