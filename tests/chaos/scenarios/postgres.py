"""PostgreSQL is stopped as by a crash and recovers, again and again, while messages are promised steadily."""

import random
import time
from typing import Any

from tests.chaos import arrivals
from tests.chaos.deployment import House
from tests.chaos.histories import percentile
from tests.chaos.nemesis import Nemesis, crash_postgres, pause
from tests.chaos.run import Report, Sizes, begin, judged, promise, see_through

SMOKE = {"workers": 1, "restarts": 1, "pace": 10, "every": 2.0}
USUAL = {"workers": 2, "restarts": 3, "pace": 5, "every": 12.0}  # promises in a second; seconds between restarts
FULL = {"workers": 2, "restarts": 20, "pace": 10, "every": 12.0}
HOUSE: dict[str, Any] = {}
MOST_PAUSE = 10.0


def run(house: House, dice: random.Random, sizes: Sizes) -> Report:
    """0 lost; within ten seconds of each crash a promise made after it has arrived."""
    begin(house, sizes)
    restarts, every = int(sizes["restarts"]), sizes["every"]  # seconds between two
    putter = promise(house, dice, int((every * 1.5 * restarts + MOST_PAUSE) * sizes["pace"]), a_second=sizes["pace"])
    nemesis, fell_at = Nemesis(house, dice, {}), []
    for _restart in range(restarts):
        pause(every * (0.75 + dice.random() / 2))
        fell_at.append(time.time())
        nemesis.strike(crash_postgres)
    pause(MOST_PAUSE / 2)
    see_through(house, putter)
    report = Report({**nemesis.done})
    verdict, told = judged(house)
    report.judge(verdict)
    pauses = [resumed(house, told, moment) for moment in fell_at]
    report.figures["resumed p50"] = round(percentile(pauses, 0.5), 2)
    report.at_most("resumed p100", max(pauses, default=0.0), MOST_PAUSE)
    return report


def resumed(house: House, told: list[dict[str, Any]], moment: float) -> float:
    """Seconds from a moment to the first arrival of something promised after it."""
    later = {line["key"] for line in house.promises.lines("promised") if line["since"] > moment}
    names = {line["delivery"] for line in told if line["event"] == "delivery" and line["key"] in later}
    came = [call["at"] for call in arrivals.calls(house.calls) if call["message"] in names]
    return min(came, default=float("inf")) - moment
