"""PostgreSQL is stopped as by a crash and recovers, again and again, under steady load."""

import random
import time
from typing import Any

from tests.chaos.environment.deployment import Deployment
from tests.chaos.history import arrivals
from tests.chaos.history.histories import percentile
from tests.chaos.nemesis import Nemesis, crash_postgres, pause
from tests.chaos.run import Report, Sizes, check_histories, start_processes, start_producer, wait_until_finished

SMOKE = {"workers": 1, "restarts": 1, "pace": 10, "every": 2.0}
DEFAULT = {"workers": 2, "restarts": 3, "pace": 5, "every": 12.0}  # notifications per second; seconds between restarts
FULL = {"workers": 2, "restarts": 20, "pace": 10, "every": 12.0}
DEPLOYMENT: dict[str, Any] = {}
MAX_PAUSE = 10.0


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 lost; within ten seconds of each crash a notification created after it has arrived."""
    start_processes(deployment, sizes)
    restarts, every = int(sizes["restarts"]), sizes["every"]  # seconds between two
    producer = start_producer(
        deployment, rng, int((every * 1.5 * restarts + MAX_PAUSE) * sizes["pace"]), per_second=sizes["pace"]
    )
    nemesis, crashed_at = Nemesis(deployment, rng, {}), []
    for _restart in range(restarts):
        pause(every * (0.75 + rng.random() / 2))
        crashed_at.append(time.time())
        nemesis.inject(crash_postgres)
    pause(MAX_PAUSE / 2)
    wait_until_finished(deployment, producer)
    report = Report({**nemesis.counts})
    verdict, log = check_histories(deployment)
    report.add_verdict(verdict)
    pauses = [resumed(deployment, log, moment) for moment in crashed_at]
    report.figures["resumed p50"] = round(percentile(pauses, 0.5), 2)
    report.expect_at_most("resumed p100", max(pauses, default=0.0), MAX_PAUSE)
    return report


def resumed(deployment: Deployment, log: list[dict[str, Any]], moment: float) -> float:
    """Seconds from a moment to the first arrival of something created after it."""
    later = {record["key"] for record in deployment.notifications.records("requested") if record["since"] > moment}
    names = {record["delivery"] for record in log if record["event"] == "delivery" and record["key"] in later}
    arrived_at = [call["at"] for call in arrivals.calls(deployment.calls) if call["message"] in names]
    return min(arrived_at, default=float("inf")) - moment
