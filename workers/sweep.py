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
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
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
HELP_TICKING = 150.0
Key = TypeVar("Key")
log = logging.getLogger("workers.sweep")


@dataclass
class Waiting(Generic[Key]):
    """What was seen in earlier passes: since when it waits, and when the bell was last rung for it."""

    since: dict[Key, float] = field(default_factory=dict)
    rung: dict[Key, float] = field(default_factory=dict)

    def look(self, keys: Iterable[Key], at: float) -> None:
        self.since = {each: self.since.get(each, at) for each in keys}
        self.rung = {each: self.rung[each] for each in self.since if each in self.rung}

    def to_ring(self, at: float) -> list[Key]:
        return [each for each in self.since if at - self.rung.get(each, -RING_AGAIN) >= RING_AGAIN]

    def stuck(self, at: float, patience: float) -> list[Key]:
        return [each for each, since in self.since.items() if at - since >= patience]


@dataclass
class Sweep:
    """One pass is `look`; what it remembers lives in memory only."""

    deliveries: Waiting[UUID] = field(default_factory=Waiting)
    jobs: Waiting[UUID] = field(default_factory=Waiting)
    ticks: Waiting[str] = field(default_factory=Waiting)
    helper: threading.Thread | None = None
    timetable_at: float = -TIMETABLE_EVERY

    def look(self) -> None:
        """Look after everything; what goes wrong with one thing does not keep the others waiting."""
        at = time.monotonic()
        for part in (self._deliveries, self._jobs, self._figures, self._timetable):
            try:
                part(at)
            except Exception as trouble:  # noqa: BLE001  the database may be restarting: look again in a moment
                log.error("sweep_failed", extra={"part": part.__name__, "trouble": type(trouble).__name__})
                connections.close_all()

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
        silent = [
            each for each in self.jobs.to_ring(at) if not self._rung(self.jobs, each, at, "workers.jobs.run", each)
        ]
        for job_id in (silent or self.jobs.stuck(at, HELP_RUNNING))[:1]:
            self._help(running.run, job_id, clock.now())

    def _figures(self, _at: float) -> None:
        with scope(EVERYWHERE):
            figures.drain(now=clock.now())

    def _timetable(self, at: float) -> None:
        """Make up for ticks nobody heard."""
        if at - self.timetable_at < TIMETABLE_EVERY:
            return
        self.timetable_at = at
        self.ticks.look(_missed(), at)
        silent = [task for task in self.ticks.since if not self._rung(self.ticks, task, at, task)]
        for task in (silent or self.ticks.stuck(at, HELP_TICKING))[:1]:
            log.info("swept_tick", extra={"plan": task})
            self._help(_task(task))

    def _rung(self, waiting: Waiting[Any], key: object, at: float, task: str, *ids: object) -> bool:
        is_rung = _ring(task, *map(str, ids))
        if is_rung:
            waiting.rung[key] = at
        return is_rung

    def _help(self, deed: Callable[..., object], *arguments: object) -> None:
        """Do it beside the passes, one thing at a time: it may take minutes, and deliveries do not wait for it."""
        if self.helper is None or not self.helper.is_alive():
            self.helper = threading.Thread(target=_do, args=(deed, *arguments), name="helper", daemon=True)
            self.helper.start()


def _missed() -> list[str]:
    """Daily tasks of today that some place has not had."""
    missed = []
    with scope(EVERYWHERE):
        for entry, due in schedule.today(clock.now()):
            per_school = entry.per == "school"
            places = School.objects.filter(is_open=True).count() if per_school else County.objects.count()
            if places > occurrences.settled(plan=entry.task, due=due, per_school=per_school):
                missed.append(entry.task)
    return missed


def _ring(task: str, *ids: str) -> bool:
    try:
        bell.ring(task, ids)
    except Exception as trouble:  # noqa: BLE001  whatever is wrong with the queue, the work is done here
        log.warning("queue_silent", extra={"trouble": type(trouble).__name__})
        return False
    return True


def _do(deed: Callable[..., object], *arguments: object) -> None:
    try:
        deed(*arguments)
    except Exception as trouble:  # noqa: BLE001  its lease will end, and another pass will find it
        log.error("help_failed", extra={"trouble": type(trouble).__name__})
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
        sweep.look()
        heartbeat.touch()
        over.wait(every)
    log.info("sweep_ended")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
