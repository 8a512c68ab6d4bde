"""Shared steps of the scenarios: start, create notifications, wait for the last delivery, check."""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.environment.deployment import Deployment
from tests.chaos.history import arrivals, delivery_log
from tests.chaos.history.check import Verdict, check
from tests.chaos.history.histories import Follower, Record
from tests.chaos.producer import Producer, create_school, write

Sizes = Mapping[str, float]
Tenant = tuple[int, int]  # school and county
MAX_SECONDS = 300.0  # seconds for the last delivery after the last fault


@dataclass
class Report:
    """The result of a scenario: figures, and faults as sentences."""

    figures: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.faults

    def add_verdict(self, verdict: Verdict) -> None:
        self.figures |= verdict.figures()
        self.faults += [f"{count} {name}" for name, count in verdict.faults.items()]
        if not verdict.requested:
            self.faults.append("nothing was requested")

    def expect_at_most(self, name: str, value: float, bound: float) -> None:
        """Add a figure; above its bound it is a fault."""
        self.figures[name] = round(value, 2)
        if value > bound:
            self.faults.append(f"{name}: {value:.1f} is more than {bound:g}")

    def expect(self, holds: bool, sentence: str) -> None:
        if not holds:
            self.faults.append(sentence)


class ArrivalCounter:
    """How many messages have arrived at the gateway so far."""

    def __init__(self, deployment: Deployment) -> None:
        self.follower, self.count = Follower(deployment.calls), 0

    def __call__(self) -> int:
        self.count += sum(record["event"] == "accepted" for record in self.follower.new_records())
        return self.count


def start_processes(deployment: Deployment, sizes: Sizes) -> None:
    """Start `workers` workers, a beat and a sweep, and wait until they are up."""
    deployment.start(*(f"worker-{number + 1}" for number in range(int(sizes["workers"]))), "beat-1", "sweep-1")
    deployment.wait_for_workers()


def start_producer(
    deployment: Deployment, rng: random.Random, count: int, school: Tenant | None = None, **options: Any
) -> Producer:
    """Start a producer in this or a new school; `options` as for Producer."""
    producer_rng = random.Random(rng.random())  # noqa: S311
    producer = Producer(
        school or create_school(),
        count,
        deployment.notifications,
        deployment.now,
        producer_rng,
        **{"write": write, **options},
    )
    producer.start()
    return producer


def wait_until_finished(deployment: Deployment, producer: Producer, seconds: float = MAX_SECONDS) -> None:
    """Wait until every delivery has ended. Raises TimeoutError with the last log lines of the processes."""
    ends = time.monotonic() + seconds
    while producer.is_alive() or delivery_log.count_unfinished() != 0:
        deployment.restart_ended()
        if time.monotonic() > ends and not producer.is_alive():
            raise TimeoutError(f"{delivery_log.count_unfinished()} unfinished\n{deployment.log_tails()}")
        producer.join(0.3)


def check_histories(deployment: Deployment) -> tuple[Verdict, list[Record]]:
    """The verdict on all histories, and the dump of the delivery log."""
    log = delivery_log.dump(deployment.folder / "delivery_log.jsonl")
    return check(deployment.notifications.records(), arrivals.calls(deployment.calls), log), log


def delays(deployment: Deployment) -> list[float]:
    """Seconds from each request to its arrival at the gateway, in the order of requests."""
    log = [record for record in delivery_log.dump(deployment.folder / "keys.jsonl") if record["event"] == "delivery"]
    key_of = {record["delivery"]: record["key"] for record in log}
    arrived_at: dict[str, float] = {}
    for call in arrivals.calls(deployment.calls):
        if call["event"] == "accepted":
            arrived_at.setdefault(key_of.get(call["message"], ""), call["at"])
    notifications = deployment.notifications.records("requested")
    return [arrived_at[record["key"]] - record["since"] for record in notifications if record["key"] in arrived_at]
