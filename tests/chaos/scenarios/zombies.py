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
from tests.chaos import ledger
from tests.chaos.check import changed
from tests.chaos.deployment import House
from tests.chaos.histories import History, Line
from tests.chaos.nemesis import pause
from tests.chaos.run import Report, Sizes, judged, promise
from tests.chaos.servers import ROOT

SMOKE = {"zombies": 4}
USUAL = {"zombies": 40}
FULL = {"zombies": 200}
HOUSE: dict[str, Any] = {"gateway": "tests.chaos.gateways.Freezing", "lease_seconds": 3.0}
AT_ONCE = 40  # as many again take over, and each has a connection to the database, which gives out 100
ZOMBIES = [f"frozen:{outcome}" for outcome in ("sent", "failed", "refused", "unknown")]
RESCUERS = ["swift:sent", "frozen:sent"]
PATIENCE = 120.0


def run(house: House, dice: random.Random, sizes: Sizes) -> Report:
    """0 rows changed by a worker that woke after its lease."""
    total, report = int(sizes["zombies"]), Report({"zombies": 0, "state changes": 0})
    putter = promise(house, dice, total)
    putter.join()
    for begin in range(0, total, AT_ONCE):
        _round(house, min(AT_ONCE, total - begin), begin, report)
    verdict, _told = judged(house)
    report.judge(verdict)
    report.expect(verdict.arrived == total, f"{total - verdict.arrived} did not arrive")
    report.expect(not report.figures["state changes"], f"{report.figures['state changes']} rows changed by zombies")
    report.expect(report.figures["zombies"] == total, f"only {report.figures['zombies']} of {total} were zombies")
    return report


def _round(house: House, count: int, number: int, report: Report) -> None:
    zombies = Crowd(house, count, house.folder / f"zombies-{number}.jsonl", ZOMBIES)
    rescuers = None
    try:
        zombies.wait_for("called", count)
        pause(house.lease_seconds)
        patient = {"NUANYANG_LEASE_SECONDS": str(PATIENCE), "SUSPECTS": "yes"}
        rescuers = Crowd(house, count, house.folder / f"rescuers-{number}.jsonl", RESCUERS, **patient)
        rescuers.wait_for("called", count)
        rescuers.wait_for("ended", (count + 1) // 2)
        before = ledger.dump(house.folder / f"before-{number}.jsonl")
        zombies.wake()
        after = ledger.dump(house.folder / f"after-{number}.jsonl")
        rescuers.wake()
    finally:
        for crowd in (zombies, rescuers):
            if crowd:
                crowd.end()
    report.figures["zombies"] += len(zombies.lines("ended"))
    report.figures["state changes"] += changed(before, after)
    boasts = [line for line in zombies.lines("ended") if line["state"]]
    report.expect(not boasts, f"{len(boasts)} zombies believe that they finished")
    crashed = zombies.lines("crashed") + rescuers.lines("crashed")
    report.expect(not crashed, f"{len(crashed)} crashed: {crashed[:1]}")


class Crowd:
    """Many workers of one process."""

    def __init__(self, house: House, count: int, report: Path, fates: list[str], **env: str) -> None:
        self.history, self.house = History(report), house
        command = [sys.executable, "-m", "tests.chaos.zombies", str(count), str(report), *fates]
        env = {**house.env_of("worker"), **env}
        with (house.folder / "zombies.log").open("ab") as output:
            self.process: subprocess.Popen[bytes] = child_processes.start(command, env=env, cwd=ROOT, output=output)

    def lines(self, event: str) -> list[Line]:
        return self.history.lines(event)

    def wait_for(self, event: str, count: int) -> None:
        if not wait_until(lambda: len(self.lines(event)) >= count, seconds=PATIENCE, pause=0.1):
            words = child_processes.tail(self.house.folder / "zombies.log")
            raise TimeoutError(f"{len(self.lines(event))} of {count} {event}; {self.lines('crashed')[:1]}\n{words}")

    def wake(self) -> None:
        """SIGCONT to all, and wait until each has said what it had to say."""
        child_processes.signal_group(self.process.pid, signal.SIGCONT)
        self.process.wait(PATIENCE)

    def end(self) -> None:
        child_processes.signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()
