"""Workers are killed, their parents and the processes of their pools, while thousands of messages go out."""

import random
from typing import Any

from tests.chaos.deployment import House
from tests.chaos.nemesis import Nemesis, kill_child, kill_worker
from tests.chaos.run import Counter, Report, Sizes, begin, judged, promise, see_through

SMOKE = {"workers": 1, "deliveries": 120, "kills": 3}
USUAL = {"workers": 2, "deliveries": 1500, "kills": 15}
FULL = {"workers": 2, "deliveries": 20_000, "kills": 200}
HOUSE: dict[str, Any] = {}


def run(house: House, dice: random.Random, sizes: Sizes) -> Report:
    """0 lost and 0 double effects, with a gateway that honours the key."""
    total, kills = int(sizes["deliveries"]), int(sizes["kills"])
    begin(house, sizes)
    putter = promise(house, dice, total)
    nemesis = Nemesis(house, dice, {kill_worker: 1, kill_child: 3})
    nemesis.each_share(kills, total, Counter(house))
    see_through(house, putter)
    report = Report({**nemesis.done})
    verdict, _told = judged(house)
    report.judge(verdict)
    report.expect(verdict.arrived == total, f"{total - verdict.arrived} did not arrive")
    return report
