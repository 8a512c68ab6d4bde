"""Workers are killed, their parents and the processes of their pools, while thousands of messages go out."""

import random
from typing import Any

from tests.chaos.environment.deployment import Deployment
from tests.chaos.nemesis import Nemesis, kill_child, kill_worker
from tests.chaos.run import (
    ArrivalCounter,
    Report,
    Sizes,
    check_histories,
    start_processes,
    start_producer,
    wait_until_finished,
)

SMOKE = {"workers": 1, "deliveries": 120, "kills": 3}
DEFAULT = {"workers": 2, "deliveries": 1500, "kills": 15}
FULL = {"workers": 2, "deliveries": 20_000, "kills": 200}
DEPLOYMENT: dict[str, Any] = {}


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 lost and 0 double effects, with a gateway that honours the key."""
    total, kills = int(sizes["deliveries"]), int(sizes["kills"])
    start_processes(deployment, sizes)
    producer = start_producer(deployment, rng, total)
    nemesis = Nemesis(deployment, rng, {kill_worker: 1, kill_child: 3})
    nemesis.inject_by_progress(kills, total, ArrivalCounter(deployment))
    wait_until_finished(deployment, producer)
    report = Report({**nemesis.counts})
    verdict, _entries = check_histories(deployment)
    report.add_verdict(verdict)
    report.expect(verdict.arrived == total, f"{total - verdict.arrived} did not arrive")
    return report
