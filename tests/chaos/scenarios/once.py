"""One fault of each kind in turn under steady load."""

import random
from typing import Any

from tests.chaos import nemesis as by
from tests.chaos.environment.deployment import Deployment
from tests.chaos.nemesis import Nemesis, pause
from tests.chaos.run import Report, Sizes, check_histories, start_processes, start_producer, wait_until_finished

SMOKE = {"workers": 1, "pace": 15, "every": 0.5}  # notifications per second; seconds between faults
DEFAULT = {"workers": 2, "pace": 10, "every": 3.0}
FULL = DEFAULT
DEPLOYMENT: dict[str, Any] = {"through_proxy": True}
FAULTS = [by.kill_in_call, by.kill_child, by.flush_queue, by.cut_connections, by.crash_postgres, by.kill_queue]
MAX_SECONDS = 120.0


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 lost, 0 twice, though a call whose worker was killed is repeated."""
    start_processes(deployment, sizes)
    producer = start_producer(deployment, rng, int(MAX_SECONDS * sizes["pace"]), per_second=sizes["pace"])
    nemesis = Nemesis(deployment, rng, {})
    for fault in FAULTS:
        pause(sizes["every"])
        nemesis.inject(fault)
    pause(sizes["every"])
    producer.stopped.set()
    wait_until_finished(deployment, producer)
    report = Report({**nemesis.counts})
    verdict, _entries = check_histories(deployment)
    report.add_verdict(verdict)
    report.expect(verdict.arrived == verdict.requested, f"{verdict.requested - verdict.arrived} did not arrive")
    report.expect(verdict.calls_deduplicated > 0, "no worker was killed in a call: this shows little")
    return report
