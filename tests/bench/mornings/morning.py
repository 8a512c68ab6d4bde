"""The reminders of a school morning: time and queries a school, memory, and how processes share the work.

    python -m tests.bench.mornings.morning --schools 84 1512 --processes 1 2

Counties have 84 schools. The evaluation runs in processes of its own: their memory is not the seed's.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench import environment

EVENING = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # Sunday 20:00 in the county: the rules hold from then on
MORNING = EVENING + timedelta(hours=11, minutes=41)  # Monday 07:41: every rule of 07:40 is due
PLANS = Path(__file__).parents[1] / "plans"
OWN = ("NUANYANG", "VAULT", "WEB_", "WORKER_", "OWNER_", "REDIS_URL", "BENCH_ADMIN_URL")


@dataclass(frozen=True)
class Morning:
    """What the processes of one morning report together."""

    seconds: float
    cpu: float  # seconds of the processes and of their PostgreSQL backends
    notifications: int
    failed: int
    queries: int
    start_mb: float
    peak_mb: float

    def line(self, schools: int, processes: int) -> str:
        return (
            f"{schools:>5} schools, {processes} process(es): {self.seconds:7.2f} s, CPU {self.cpu:7.2f} s; "
            f"{1000 * self.cpu / schools:6.1f} ms CPU and {self.queries / schools:6.1f} queries a school, "
            f"{self.notifications} notifications, {self.failed} failed, {self.start_mb:.0f} → {self.peak_mb:.0f} MB"
        )


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="tests.bench.mornings.morning", description=__doc__)
    options.add_argument("--schools", type=int, nargs="+", default=[84, 1512])
    options.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    options.add_argument("--plans", action="store_true", help="write the plans of all statements to tests/bench/plans")
    chosen = options.parse_args(arguments)
    first, *rest = chosen.schools
    with environment.served():
        _measure(first, chosen.processes)
        if chosen.plans:
            # A day later: the tables of the first morning have their rows.
            environment.settle()
            _evaluate(MORNING + timedelta(days=1), 1, str(PLANS / f"reminders_{first}.txt"))
    if not rest:
        return 0
    # Servers and settings belong to a process: the next size gets its own.
    environ = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
    sizes = ["--schools", *map(str, rest), "--processes", *map(str, chosen.processes)]
    sizes += ["--plans"] if chosen.plans else []
    return subprocess.run([sys.executable, "-m", __spec__.name, *sizes], env=environ, check=False).returncode


def _measure(schools: int, processes: list[int]) -> None:
    from tests.bench.mornings.morning_seed import seed

    started = time.perf_counter()
    with environment.unchecked():
        seed(schools)
    environment.settle()
    seeded = time.perf_counter() - started
    print(f"{schools} schools seeded in {seeded:.0f} s, load {os.getloadavg()[0]:.1f}", flush=True)
    _evaluate(EVENING, 1)
    for count in processes:
        _forget()
        print(_evaluate(MORNING, count).line(schools, count), flush=True)


def _forget() -> None:
    """Nobody was reminded, no rule ran: the same morning again."""
    from services.jobs.models import Occurrence
    from services.notify.models import Delivery, Notification, RecipientAddress
    from services.reminders.models import EvaluationCheckpoint
    from services.schools.scope import ALL_TENANTS, scope

    with scope(ALL_TENANTS):
        for model in (RecipientAddress, Delivery, Notification, Occurrence):
            model.objects.all()._raw_delete("default")
        EvaluationCheckpoint.objects.update(evaluated_until=EVENING)
    environment.settle()


def _evaluate(now: datetime, processes: int, *plans: str) -> Morning:
    env = {**os.environ, "NUANYANG_DB_LOGIN": "worker", "NUANYANG_CLOCK": now.isoformat()}
    command = [sys.executable, "-m", "tests.bench.mornings.morning_process"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    running = [
        subprocess.Popen([*command, f"{number}/{processes}", *plans], env=env, text=True, **pipes)
        for number in range(processes)
    ]
    for process in running:
        assert process.stdout
        assert process.stdout.readline().strip() == "ready"
    started = time.perf_counter()
    for process in running:
        assert process.stdin
        process.stdin.close()
    reports = [json.loads(process.stdout.read()) for process in running if process.stdout]
    seconds = time.perf_counter() - started
    for process in running:
        process.wait()
    sums = {name: sum(report[name] for report in reports) for name in ("cpu", "notifications", "failed", "queries")}
    return Morning(seconds, **sums, **{name: max(r[name] for r in reports) for name in ("start_mb", "peak_mb")})


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
