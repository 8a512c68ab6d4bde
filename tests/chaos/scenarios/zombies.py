"""Workers freeze within their call beyond their lease; others take over; then the frozen ones wake and report.

Half of those that take over have finished by then, the other half are in their call: the row is `sending`, but under
another token.
"""

import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from deploy.local import child_processes
from deploy.local.child_processes import wait_until
from tests.chaos.environment.deployment import Deployment
from tests.chaos.environment.servers import ROOT
from tests.chaos.history import delivery_log
from tests.chaos.history.check import changed
from tests.chaos.history.histories import History, Record
from tests.chaos.nemesis import pause
from tests.chaos.run import Report, Sizes, check_histories, start_producer

SMOKE = {"zombies": 4}
DEFAULT = {"zombies": 40}
FULL = {"zombies": 200}
DEPLOYMENT: dict[str, Any] = {"gateway": "tests.chaos.environment.gateways.FreezingGateway", "lease_seconds": 3.0}
BATCH = 40  # as many again take over, each with a connection to the database, which allows 100
ZOMBIES = [f"frozen:{outcome}" for outcome in ("accepted", "failed", "rejected", "unknown")]
SUCCESSORS = ["prompt:accepted", "frozen:accepted"]
TIMEOUT = 120.0


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 rows changed by a worker that woke after its lease."""
    total, report = int(sizes["zombies"]), Report({"zombies": 0, "state changes": 0})
    producer = start_producer(deployment, rng, total)
    producer.join()
    for begin in range(0, total, BATCH):
        _run_batch(deployment, min(BATCH, total - begin), begin, report)
    verdict, _entries = check_histories(deployment)
    report.add_verdict(verdict)
    report.expect(verdict.arrived == total, f"{total - verdict.arrived} did not arrive")
    report.expect(not report.figures["state changes"], f"{report.figures['state changes']} rows changed by zombies")
    report.expect(report.figures["zombies"] == total, f"only {report.figures['zombies']} of {total} were zombies")
    return report


def _run_batch(deployment: Deployment, count: int, number: int, report: Report) -> None:
    zombies = WorkerGroup(deployment, count, deployment.folder / f"zombies-{number}.jsonl", ZOMBIES)
    successors = None
    try:
        zombies.wait_for("called", count)
        pause(deployment.lease_seconds)
        env = {"NUANYANG_LEASE_SECONDS": str(TIMEOUT), "SUSPECTS": "yes"}
        successors = WorkerGroup(deployment, count, deployment.folder / f"successors-{number}.jsonl", SUCCESSORS, **env)
        successors.wait_for("called", count)
        successors.wait_for("ended", (count + 1) // 2)
        before = delivery_log.dump(deployment.folder / f"before-{number}.jsonl")
        zombies.wake()
        after = delivery_log.dump(deployment.folder / f"after-{number}.jsonl")
        successors.wake()
    finally:
        for group in (zombies, successors):
            if group:
                group.end()
    report.figures["zombies"] += len(zombies.records("ended"))
    report.figures["state changes"] += changed(before, after)
    believers = [record for record in zombies.records("ended") if record["state"]]
    report.expect(not believers, f"{len(believers)} zombies recorded an outcome")
    crashed = zombies.records("crashed") + successors.records("crashed")
    report.expect(not crashed, f"{len(crashed)} crashed: {crashed[:1]}")


class WorkerGroup:
    """Many workers of one process, with their history."""

    def __init__(self, deployment: Deployment, count: int, history_path: Path, outcomes: list[str], **env: str) -> None:
        self.history, self.deployment = History(history_path), deployment
        command = [sys.executable, "-m", "tests.chaos.zombies", str(count), str(history_path), *outcomes]
        env = {**deployment.env_of("worker"), **env}
        with (deployment.folder / "zombies.log").open("ab") as output:
            self.process: subprocess.Popen[bytes] = child_processes.start(command, env=env, cwd=ROOT, output=output)

    def records(self, event: str) -> list[Record]:
        return self.history.records(event)

    def wait_for(self, event: str, count: int) -> None:
        if not wait_until(lambda: len(self.records(event)) >= count, seconds=TIMEOUT, pause=0.1):
            text = child_processes.tail(self.deployment.folder / "zombies.log")
            raise TimeoutError(f"{len(self.records(event))} of {count} {event}; {self.records('crashed')[:1]}\n{text}")

    def wake(self) -> None:
        """SIGCONT to all, and wait until each has reported."""
        child_processes.signal_group(self.process.pid, signal.SIGCONT)
        self.process.wait(TIMEOUT)

    def end(self) -> None:
        child_processes.signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()
