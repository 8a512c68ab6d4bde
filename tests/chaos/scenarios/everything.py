"""All faults at once for minutes: processes, broker, database, connections and clocks, two of every process."""

import random
from typing import Any

from tests.chaos import nemesis as by
from tests.chaos.deployment import Deployment
from tests.chaos.nemesis import Nemesis
from tests.chaos.producer import through_web
from tests.chaos.run import Report, Sizes, judged, notification, see_through

SMOKE = {"minutes": 0.2, "pace": 10, "every": 2.0}
USUAL = {"minutes": 1.0, "pace": 5, "every": 3.0}  # notifications per second; seconds between faults
FULL = {"minutes": 10.0, "pace": 10, "every": 3.0}
DEPLOYMENT: dict[str, Any] = {"through_proxy": True}
PROCESSES = ("web-1", "worker-1", "worker-2", "beat-1", "beat-2", "sweep-1", "sweep-2")
SHIFTS = {"worker-2": -45, "beat-2": 70, "sweep-2": 90}  # seconds; later faults shift others
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
    by.cut_connections: 4,
}


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 lost, 0 twice. Requested over HTTP: what was acknowledged is committed, whatever is killed."""
    deployment.shifts |= SHIFTS
    deployment.start(*PROCESSES)
    deployment.wait_for_workers()
    seconds = sizes["minutes"] * 60
    total = int(seconds * sizes["pace"])
    producer = notification(deployment, rng, total, a_second=sizes["pace"], put=through_web(deployment.address))
    nemesis = Nemesis(deployment, rng, WEIGHTS)
    nemesis.each_while(seconds, sizes["every"])
    deployment.shifts.clear()
    deployment.tend()
    see_through(deployment, producer, seconds=600)
    report = Report({**nemesis.done})
    verdict, _entries = judged(deployment)
    report.judge(verdict)
    report.expect(verdict.arrived == verdict.requested, f"{verdict.requested - verdict.arrived} did not arrive")
    return report
