"""The broker is killed, emptied and stopped for minutes under steady load."""

import random
from functools import partial
from typing import Any

from tests.chaos.deployment import Deployment
from tests.chaos.histories import percentile
from tests.chaos.nemesis import Injury, Nemesis, flush_queue, kill_queue, pause, take_queue_away
from tests.chaos.run import Report, Sizes, begin, delays, judged, notification, see_through

SMOKE = {"workers": 1, "kills": 1, "flushes": 1, "absent": 2, "pace": 10}
USUAL = {"workers": 2, "kills": 2, "flushes": 2, "absent": 15, "pace": 5}  # seconds absent; notifications per second
FULL = {"workers": 2, "kills": 10, "flushes": 10, "absent": 300, "pace": 10}
DEPLOYMENT: dict[str, Any] = {}
EVERY = 6.0  # seconds between two faults
MAX_DELAY = 10.0


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 lost, and all at the gateway within ten seconds."""
    begin(deployment, sizes)
    injuries: list[Injury] = [kill_queue] * int(sizes["kills"]) + [flush_queue] * int(sizes["flushes"])
    rng.shuffle(injuries)
    seconds = EVERY * (len(injuries) + 1) * 1.5 + sizes["absent"]
    producer = notification(deployment, rng, int(seconds * sizes["pace"]), a_second=sizes["pace"])
    nemesis = Nemesis(deployment, rng, {})
    for injury in injuries:
        pause(EVERY * (0.5 + rng.random()))
        nemesis.strike(injury)
    nemesis.strike(_named(take_queue_away, seconds=sizes["absent"]))
    see_through(deployment, producer)
    report = Report({**nemesis.done})
    verdict, _entries = judged(deployment)
    report.judge(verdict)
    waited = delays(deployment)
    report.figures |= {f"delay p{share}": round(percentile(waited, share / 100), 2) for share in (50, 95, 99)}
    report.at_most("delay p100", max(waited, default=0.0), MAX_DELAY)
    return report


def _named(injury: Any, **how: Any) -> Injury:
    made = partial(injury, **how)
    made.__name__ = injury.__name__  # type: ignore[attr-defined]
    return made
