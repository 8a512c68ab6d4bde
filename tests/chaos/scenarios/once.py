"""One fault of each kind in turn under steady load."""

import random
from typing import Any

from tests.chaos import nemesis as by
from tests.chaos.deployment import Deployment
from tests.chaos.nemesis import Nemesis, pause
from tests.chaos.run import Report, Sizes, begin, judged, notification, see_through

SMOKE = {"workers": 1, "pace": 15, "every": 0.5}  # notifications per second; seconds between faults
USUAL = {"workers": 2, "pace": 10, "every": 3.0}
FULL = USUAL
DEPLOYMENT: dict[str, Any] = {"through_proxy": True}
INJURIES = [by.kill_in_call, by.kill_child, by.flush_queue, by.cut_connections, by.crash_postgres, by.kill_queue]
MAX_SECONDS = 120.0


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 lost, 0 twice, though a call whose worker was killed is repeated."""
    begin(deployment, sizes)
    producer = notification(deployment, rng, int(MAX_SECONDS * sizes["pace"]), a_second=sizes["pace"])
    nemesis = Nemesis(deployment, rng, {})
    for injury in INJURIES:
        pause(sizes["every"])
        nemesis.strike(injury)
    pause(sizes["every"])
    producer.over.set()
    see_through(deployment, producer)
    report = Report({**nemesis.done})
    verdict, _entries = judged(deployment)
    report.judge(verdict)
    report.expect(verdict.arrived == verdict.requested, f"{verdict.requested - verdict.arrived} did not arrive")
    report.expect(verdict.calls_known > 0, "nobody was killed in a call: this shows little")
    return report
