"""All faults at once for minutes: processes, broker, database, connections and clocks, two of every process."""

import random
from typing import Any

from tests.chaos import nemesis as by
from tests.chaos.environment.deployment import Deployment
from tests.chaos.nemesis import Nemesis
from tests.chaos.producer import write_through_web
from tests.chaos.run import Report, Sizes, check_histories, start_producer, wait_until_finished

SMOKE = {"minutes": 0.2, "pace": 10, "every": 2.0}
DEFAULT = {"minutes": 1.0, "pace": 5, "every": 3.0}  # notifications per second; seconds between faults
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
    by.stop_queue_for_a_while: 1,
    by.crash_postgres: 2,
    by.restart_postgres: 1,
    by.cut_connections: 4,
}


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 lost, 0 twice. Requested over HTTP: what was acknowledged is committed, whatever is killed."""
    deployment.clock_offsets |= SHIFTS
    deployment.start(*PROCESSES)
    deployment.wait_for_workers()
    seconds = sizes["minutes"] * 60
    total = int(seconds * sizes["pace"])
    producer = start_producer(
        deployment, rng, total, per_second=sizes["pace"], write=write_through_web(deployment.address)
    )
    nemesis = Nemesis(deployment, rng, WEIGHTS)
    nemesis.inject_for(seconds, sizes["every"])
    deployment.clock_offsets.clear()
    deployment.restart_ended()
    wait_until_finished(deployment, producer, seconds=600)
    report = Report({**nemesis.counts})
    verdict, _entries = check_histories(deployment)
    report.add_verdict(verdict)
    report.expect(verdict.arrived == verdict.requested, f"{verdict.requested - verdict.arrived} did not arrive")
    return report
