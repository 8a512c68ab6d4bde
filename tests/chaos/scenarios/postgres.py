"""PostgreSQL is stopped as by a crash and recovers, again and again, while messages are promised steadily."""

import random
import time
from typing import Any

from tests.chaos import arrivals
from tests.chaos.histories import percentile
from tests.chaos.house import House
from tests.chaos.nemesis import Nemesis, crash_postgres, pause
from tests.chaos.run import PARTS, Report, Sizes, judged, promise, see_through

USUAL = {"restarts": 3, "pace": 5}  # promises in a second
FULL = {"restarts": 20, "pace": 10}
HOUSE: dict[str, Any] = {}
EVERY = 12.0  # seconds between two restarts
MOST_PAUSE = 10.0


def run(house: House, dice: random.Random, sizes: Sizes) -> Report:
    """0 lost; after each restart a promise made since then arrives within ten seconds."""
    house.start(*PARTS)
    house.wait_for_workers()
    restarts = int(sizes["restarts"])
    putter = promise(house, dice, int(EVERY * 1.5 * (restarts + 1) * sizes["pace"]), a_second=sizes["pace"])
    nemesis, stood_at = Nemesis(house, dice, {}), []
    for _restart in range(restarts):
        pause(EVERY * (0.75 + dice.random() / 2))
        nemesis.strike(crash_postgres)
        stood_at.append(time.time())
    pause(MOST_PAUSE)
    see_through(house, putter)
    report = Report({**nemesis.done})
    verdict, told = judged(house)
    report.judge(verdict)
    pauses = [resumed(house, told, moment) for moment in stood_at]
    report.figures["resumed p50"] = round(percentile(pauses, 0.5), 2)
    report.at_most("resumed p100", max(pauses, default=0.0), MOST_PAUSE)
    return report


def resumed(house: House, told: list[dict[str, Any]], moment: float) -> float:
    """Seconds from a moment to the first arrival of something promised after it."""
    later = {line["key"] for line in house.promises.lines("promised") if line["since"] > moment}
    names = {line["delivery"] for line in told if line["event"] == "delivery" and line["key"] in later}
    came = [call["at"] for call in arrivals.calls(house.calls) if call["message"] in names]
    return min(came, default=float("inf")) - moment
