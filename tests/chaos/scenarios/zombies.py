"""Workers freeze within their call, beyond their lease; others take over; then the frozen wake with news of their own.

Half of those who take over have finished by then, the other half are in their call: the row stands as `sending`, but
under another's token.
"""

import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from deploy.local import child_processes
from deploy.local.child_processes import wait_until
from tests.chaos import delivery_log
from tests.chaos.check import changed
from tests.chaos.deployment import Deployment
from tests.chaos.histories import History, Record
from tests.chaos.nemesis import pause
from tests.chaos.run import Report, Sizes, judged, notification
from tests.chaos.servers import ROOT

SMOKE = {"zombies": 4}
USUAL = {"zombies": 40}
FULL = {"zombies": 200}
DEPLOYMENT: dict[str, Any] = {"gateway": "tests.chaos.gateways.Freezing", "lease_seconds": 3.0}
AT_ONCE = 40  # as many again take over, and each has a connection to the database, which gives out 100
ZOMBIES = [f"frozen:{outcome}" for outcome in ("accepted", "failed", "rejected", "unknown")]
RESCUERS = ["swift:accepted", "frozen:accepted"]
PATIENCE = 120.0


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """0 rows changed by a worker that woke after its lease."""
    total, report = int(sizes["zombies"]), Report({"zombies": 0, "state changes": 0})
    producer = notification(deployment, rng, total)
    producer.join()
    for begin in range(0, total, AT_ONCE):
        _round(deployment, min(AT_ONCE, total - begin), begin, report)
    verdict, _entries = judged(deployment)
    report.judge(verdict)
    report.expect(verdict.arrived == total, f"{total - verdict.arrived} did not arrive")
    report.expect(not report.figures["state changes"], f"{report.figures['state changes']} rows changed by zombies")
    report.expect(report.figures["zombies"] == total, f"only {report.figures['zombies']} of {total} were zombies")
    return report


def _round(deployment: Deployment, count: int, number: int, report: Report) -> None:
    zombies = Crowd(deployment, count, deployment.folder / f"zombies-{number}.jsonl", ZOMBIES)
    rescuers = None
    try:
        zombies.wait_for("called", count)
        pause(deployment.lease_seconds)
        patient = {"NUANYANG_LEASE_SECONDS": str(PATIENCE), "SUSPECTS": "yes"}
        rescuers = Crowd(deployment, count, deployment.folder / f"rescuers-{number}.jsonl", RESCUERS, **patient)
        rescuers.wait_for("called", count)
        rescuers.wait_for("ended", (count + 1) // 2)
        before = delivery_log.dump(deployment.folder / f"before-{number}.jsonl")
        zombies.wake()
        after = delivery_log.dump(deployment.folder / f"after-{number}.jsonl")
        rescuers.wake()
    finally:
        for crowd in (zombies, rescuers):
            if crowd:
                crowd.end()
    report.figures["zombies"] += len(zombies.records("ended"))
    report.figures["state changes"] += changed(before, after)
    boasts = [record for record in zombies.records("ended") if record["state"]]
    report.expect(not boasts, f"{len(boasts)} zombies believe that they finished")
    crashed = zombies.records("crashed") + rescuers.records("crashed")
    report.expect(not crashed, f"{len(crashed)} crashed: {crashed[:1]}")


class Crowd:
    """Many workers of one process."""

    def __init__(self, deployment: Deployment, count: int, report: Path, fates: list[str], **env: str) -> None:
        self.history, self.deployment = History(report), deployment
        command = [sys.executable, "-m", "tests.chaos.zombies", str(count), str(report), *fates]
        env = {**deployment.env_of("worker"), **env}
        with (deployment.folder / "zombies.log").open("ab") as output:
            self.process: subprocess.Popen[bytes] = child_processes.start(command, env=env, cwd=ROOT, output=output)

    def records(self, event: str) -> list[Record]:
        return self.history.records(event)

    def wait_for(self, event: str, count: int) -> None:
        if not wait_until(lambda: len(self.records(event)) >= count, seconds=PATIENCE, pause=0.1):
            text = child_processes.tail(self.deployment.folder / "zombies.log")
            raise TimeoutError(f"{len(self.records(event))} of {count} {event}; {self.records('crashed')[:1]}\n{text}")

    def wake(self) -> None:
        """SIGCONT to all, and wait until each has reported."""
        child_processes.signal_group(self.process.pid, signal.SIGCONT)
        self.process.wait(PATIENCE)

    def end(self) -> None:
        child_processes.signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()
