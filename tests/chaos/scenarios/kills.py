"""Workers are killed, their parents and the processes of their pools, while thousands of messages go out."""

import random
from typing import Any

from tests.chaos.deployment import Deployment
from tests.chaos.nemesis import Nemesis, kill_child, kill_worker
from tests.chaos.run import Counter, Report, Sizes, begin, judged, notification, see_through

SMOKE = {"workers": 1, "deliveries": 120, "kills": 3}
USUAL = {"workers": 2, "deliveries": 1500, "kills": 15}
FULL = {"workers": 2, "deliveries": 20_000, "kills": 200}
DEPLOYMENT: dict[str, Any] = {}


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 lost and 0 double effects, with a gateway that honours the key."""
    total, kills = int(sizes["deliveries"]), int(sizes["kills"])
    begin(deployment, sizes)
    producer = notification(deployment, rng, total)
    nemesis = Nemesis(deployment, rng, {kill_worker: 1, kill_child: 3})
    nemesis.each_share(kills, total, Counter(deployment))
    see_through(deployment, producer)
    report = Report({**nemesis.done})
    verdict, _entries = judged(deployment)
    report.judge(verdict)
    report.expect(verdict.arrived == total, f"{total - verdict.arrived} did not arrive")
    return report
