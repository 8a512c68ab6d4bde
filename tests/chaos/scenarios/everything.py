"""All injuries at once for minutes: processes, queue, database, lines and clocks, two of every part that may be two."""

import random
from typing import Any

from tests.chaos import nemesis as by
from tests.chaos.deployment import House
from tests.chaos.nemesis import Nemesis
from tests.chaos.producer import through_web
from tests.chaos.run import Report, Sizes, judged, promise, see_through

SMOKE = {"minutes": 0.2, "pace": 10, "every": 2.0}
USUAL = {"minutes": 1.0, "pace": 5, "every": 3.0}  # promises in a second; seconds between injuries
FULL = {"minutes": 10.0, "pace": 10, "every": 3.0}
HOUSE: dict[str, Any] = {"through_proxy": True}
PARTS = ("web-1", "worker-1", "worker-2", "beat-1", "beat-2", "sweep-1", "sweep-2")
SHIFTS = {"worker-2": -45, "beat-2": 70, "sweep-2": 90}  # seconds; later injuries shift others
WEIGHTS = {
    by.kill_worker: 4,
    by.kill_child: 6,
    by.kill_sweep: 3,
    by.kill_beat: 1,
    by.kill_web: 2,
    by.kill_all: 1,
    by.freeze_worker: 3,
    by.shift_clock: 2,
    by.kill_queue: 3,
    by.flush_queue: 4,
    by.take_queue_away: 1,
    by.crash_postgres: 2,
    by.restart_postgres: 1,
    by.cut_lines: 4,
}


def run(house: House, dice: random.Random, sizes: Sizes) -> Report:
    """0 lost, 0 twice. Promised through the web: what it acknowledged is committed, whoever is killed."""
    house.shifts |= SHIFTS
    house.start(*PARTS)
    house.wait_for_workers()
    seconds = sizes["minutes"] * 60
    total = int(seconds * sizes["pace"])
    putter = promise(house, dice, total, a_second=sizes["pace"], put=through_web(house.address))
    nemesis = Nemesis(house, dice, WEIGHTS)
    nemesis.each_while(seconds, sizes["every"])
    house.shifts.clear()
    house.tend()
    see_through(house, putter, seconds=600)
    report = Report({**nemesis.done})
    verdict, _told = judged(house)
    report.judge(verdict)
    report.expect(verdict.arrived == verdict.promised, f"{verdict.promised - verdict.arrived} did not arrive")
    return report
