"""PostgreSQL is stopped as by a crash and recovers, again and again, under steady load."""

import random
import time
from typing import Any

from tests.chaos import arrivals
from tests.chaos.deployment import Deployment
from tests.chaos.histories import percentile
from tests.chaos.nemesis import Nemesis, crash_postgres, pause
from tests.chaos.run import Report, Sizes, begin, judged, notification, see_through

SMOKE = {"workers": 1, "restarts": 1, "pace": 10, "every": 2.0}
USUAL = {"workers": 2, "restarts": 3, "pace": 5, "every": 12.0}  # notifications per second; seconds between restarts
FULL = {"workers": 2, "restarts": 20, "pace": 10, "every": 12.0}
DEPLOYMENT: dict[str, Any] = {}
MAX_PAUSE = 10.0


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 lost; within ten seconds of each crash a notification created after it has arrived."""
    begin(deployment, sizes)
    restarts, every = int(sizes["restarts"]), sizes["every"]  # seconds between two
    producer = notification(
        deployment, rng, int((every * 1.5 * restarts + MAX_PAUSE) * sizes["pace"]), a_second=sizes["pace"]
    )
    nemesis, fell_at = Nemesis(deployment, rng, {}), []
    for _restart in range(restarts):
        pause(every * (0.75 + rng.random() / 2))
        fell_at.append(time.time())
        nemesis.strike(crash_postgres)
    pause(MAX_PAUSE / 2)
    see_through(deployment, producer)
    report = Report({**nemesis.done})
    verdict, entry = judged(deployment)
    report.judge(verdict)
    pauses = [resumed(deployment, entry, moment) for moment in fell_at]
    report.figures["resumed p50"] = round(percentile(pauses, 0.5), 2)
    report.at_most("resumed p100", max(pauses, default=0.0), MAX_PAUSE)
    return report


def resumed(deployment: Deployment, entry: list[dict[str, Any]], moment: float) -> float:
    """Seconds from a moment to the first arrival of something created after it."""
    later = {record["key"] for record in deployment.notifications.records("requested") if record["since"] > moment}
    names = {record["delivery"] for record in entry if record["event"] == "delivery" and record["key"] in later}
    came = [call["at"] for call in arrivals.calls(deployment.calls) if call["message"] in names]
    return min(came, default=float("inf")) - moment
