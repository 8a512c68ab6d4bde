"""The sweep: `python -m workers.sweep`. Every two seconds it looks for rows that could be worked on and rings; what
stays where it was in spite of ringing, it does itself. So nothing waits for a queue that is gone.
"""

import argparse
import importlib
import logging
import os
import signal
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
os.environ.setdefault("NUANYANG_LOGIN", "worker")

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.conf import settings
from django.db import connections

from services.dashboards import actions as figures
from services.jobs import occurrences, running
from services.kit import clock
from services.notify import delivering
from services.schools import refuse
from services.schools.models import County, School
from services.schools.scope import EVERYWHERE, scope
from workers import bell, schedule

TIMETABLE_EVERY = 60.0  # seconds
RING_AGAIN = 10.0
HELP_DELIVERING = 4.0  # seconds a row may wait although the bell was rung
HELP_RUNNING = 10.0
log = logging.getLogger("workers.sweep")


@dataclass
class Waiting:
    """Rows seen in earlier passes: since when they wait, and when the bell was last rung for them."""

    since: dict[UUID, float] = field(default_factory=dict)
    rung: dict[UUID, float] = field(default_factory=dict)

    def look(self, ids: list[UUID], at: float) -> None:
        self.since = {each: self.since.get(each, at) for each in ids}
        self.rung = {each: self.rung[each] for each in ids if each in self.rung}

    def to_ring(self, at: float) -> list[UUID]:
        return [each for each in self.since if at - self.rung.get(each, -RING_AGAIN) >= RING_AGAIN]

    def stuck(self, at: float, patience: float) -> list[UUID]:
        return [each for each, since in self.since.items() if at - since >= patience]


@dataclass
class Sweep:
    """One pass is `look`; what it remembers lives in memory only."""

    deliveries: Waiting = field(default_factory=Waiting)
    jobs: Waiting = field(default_factory=Waiting)
    runner: threading.Thread | None = None
    timetable_at: float = -TIMETABLE_EVERY

    def look(self) -> None:
        at = time.monotonic()
        self._deliveries(at)
        self._jobs(at)
        _figures()
        if at - self.timetable_at >= TIMETABLE_EVERY:
            self.timetable_at = at
            self._timetable()

    def _deliveries(self, at: float) -> None:
        now = clock.now()
        self.deliveries.look(delivering.waiting(now), at)
        to_ring = self.deliveries.to_ring(at)
        is_rung = not to_ring or _ring("workers.notify.deliver")
        if is_rung:
            self.deliveries.rung |= dict.fromkeys(to_ring, at)
        if self.deliveries.since and (not is_rung or self.deliveries.stuck(at, HELP_DELIVERING)):
            tally = delivering.deliver(now=now)
            log.info("swept_deliveries", extra={"states": dict(tally)})

    def _jobs(self, at: float) -> None:
        running.bury_crashed(clock.now())
        self.jobs.look(running.waiting(), at)
        is_silent = False
        for job_id in self.jobs.to_ring(at):
            if is_silent or not _ring("workers.jobs.run", str(job_id)):
                is_silent = True
            else:
                self.jobs.rung[job_id] = at
        stuck = list(self.jobs.since) if is_silent else self.jobs.stuck(at, HELP_RUNNING)
        if stuck and not (self.runner and self.runner.is_alive()):
            # Beside the passes: a job may take minutes, and deliveries do not wait for it.
            self.runner = threading.Thread(target=_run, args=(stuck[0],), name="job", daemon=True)
            self.runner.start()

    def _timetable(self) -> None:
        """Make up for ticks nobody heard."""
        for entry, due in schedule.today(clock.now()):
            with scope(EVERYWHERE):
                places = School.objects.filter(is_open=True) if entry.per == "school" else County.objects.all()
                is_missed = places.count() > occurrences.settled(
                    plan=entry.task, due=due, per_school=entry.per == "school"
                )
            if is_missed and not _ring(entry.task):
                log.info("swept_tick", extra={"plan": entry.task})
                _task(entry.task)()


def _ring(task: str, *ids: str) -> bool:
    try:
        bell.ring(task, ids)
    except Exception as trouble:  # noqa: BLE001  whatever is wrong with the queue, the work is done here
        log.warning("queue_silent", extra={"trouble": type(trouble).__name__})
        return False
    return True


def _figures() -> None:
    with scope(EVERYWHERE):
        figures.drain(now=clock.now())


def _run(job_id: UUID) -> None:
    try:
        running.run(job_id, clock.now())
    except Exception as trouble:  # noqa: BLE001  its lease will end and another pass will find it
        log.error("swept_job_failed", extra={"job": str(job_id), "trouble": type(trouble).__name__})
    finally:
        connections.close_all()


def _task(name: str) -> Any:
    module, _, _verb = name.rpartition(".")
    importlib.import_module(module)
    from workers.app import app

    return app.tasks[name]


def main(arguments: list[str] | None = None) -> int:
    """Sweep until told to stop; a pass under way is finished."""
    options = argparse.ArgumentParser(prog="workers.sweep", description=__doc__)
    options.add_argument("--every", type=float, default=2.0, help="seconds between two passes")
    every = options.parse_args(arguments).every
    over = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: over.set())
    refuse.if_too_powerful()
    sweep, heartbeat = Sweep(), settings.VAR / "sweep.heartbeat"
    log.info("sweep_began", extra={"every": every})
    while not over.is_set():
        try:
            sweep.look()
        except Exception as trouble:  # noqa: BLE001  the database may be restarting: look again in a moment
            log.error("pass_failed", extra={"trouble": type(trouble).__name__})
            connections.close_all()
        heartbeat.touch()
        over.wait(every)
    log.info("sweep_ended")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
