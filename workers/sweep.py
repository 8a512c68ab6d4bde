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
from collections import Counter
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
from services.jobs import occurrences, runner
from services.kit import clock
from services.monitoring import detection, heartbeats
from services.notify import delivery
from services.reminders import evaluation
from services.schools import login_guard
from services.schools.models import County, School
from services.schools.scope import ALL_TENANTS, scope
from workers import metrics, queues, schedule, sender
from workers.background import BackgroundThreads
from workers.backlog import Backlog

SCHEDULE_EVERY = 60.0  # seconds
RULES_EVERY = 30.0
DETECTION_EVERY = 10.0
DELIVER_AFTER = 4.0  # seconds a row may wait although the bell was rung
RUN_JOBS_AFTER = 10.0
RUN_SCHEDULE_AFTER = 150.0
EVALUATE_AFTER = 60.0
MAX_BATCHES = 20  # of one help
log = logging.getLogger("workers.sweep")


@dataclass
class Sweep:
    """One pass is `look`; what it remembers lives in memory only."""

    alerts: Backlog[UUID] = field(default_factory=Backlog)
    deliveries: Backlog[UUID] = field(default_factory=Backlog)
    jobs: Backlog[UUID] = field(default_factory=Backlog)
    schedules: Backlog[str] = field(default_factory=Backlog)
    rules: Backlog[str] = field(default_factory=Backlog)
    threads: BackgroundThreads = field(default_factory=BackgroundThreads)
    last: dict[str, float] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def run_once(self) -> None:
        """Look after everything; what goes wrong with one thing does not keep the others waiting."""
        at = time.monotonic()
        for part in (
            *(self._alerts, self._deliveries, self._jobs, self._figures),
            *(self._watch, self._rules, self._timetable),
        ):
            try:
                part(at)
            except Exception as error:  # noqa: BLE001  the database may be restarting: look again in a moment
                log.error("sweep_failed", extra={"part": part.__name__, "error": type(error).__name__})
                connections.close_all()

    def _alerts(self, at: float) -> None:
        """Apart from the rest, which may hang at a gateway."""
        self._send(self.alerts, at, "workers.notify.deliver_alerts", urgent=True)

    def _deliveries(self, at: float) -> None:
        self._send(self.deliveries, at, "workers.notify.deliver", urgent=False)

    def _send(self, waiting: Backlog[UUID], at: float, task: str, *, urgent: bool) -> None:
        waiting.look(delivery.sendable_ids(clock.now(), urgent=urgent), at)
        to_ring = waiting.due_for_dispatch(at)
        is_rung = not to_ring or _ring(task)
        if is_rung:
            waiting.mark_sent(to_ring, at)
        if waiting.since and (not is_rung or waiting.stuck(at, DELIVER_AFTER)):
            self.threads.submit(task, self._deliver, urgent)

    def _deliver(self, urgent: bool) -> None:
        for _batch in range(MAX_BATCHES):
            tally: Counter[str] = (
                Counter() if self.over.is_set() else delivery.deliver_batches(now=clock.now(), urgent=urgent)
            )
            if not tally:
                break
            log.info("swept_deliveries", extra={"states": dict(tally)})

    def _jobs(self, at: float) -> None:
        runner.fail_crashed_jobs(clock.now())
        self.jobs.look(runner.claimable_jobs(), at)
        silent = [
            each
            for each in self.jobs.due_for_dispatch(at)
            if not self._escalation_level(self.jobs, each, at, "workers.jobs.run", each)
        ]
        for job_id in (silent or self.jobs.stuck(at, RUN_JOBS_AFTER))[:1]:
            self.threads.submit("jobs", runner.run, job_id, clock.now())

    def _figures(self, _at: float) -> None:
        with scope(ALL_TENANTS):
            figures.refresh_stale(now=clock.now())

    def _watch(self, at: float) -> None:
        """Ring a canary into each line of the queue, and write down what the rows say is wrong."""
        if not self._is_time("watch", at, DETECTION_EVERY):
            return
        for queue in queues.QUEUES:
            with scope(ALL_TENANTS):
                is_time = heartbeats.mark_sent(queue)
            if is_time:
                _ring(f"workers.monitoring.sing_{queue}")
        with scope(ALL_TENANTS):
            if new := detection.detect_incidents(queues.QUEUES, now=clock.now()):
                log.warning("incidents_opened", extra={"count": new})

    def _rules(self, at: float) -> None:
        """Let rules speak whose moment nobody has heard."""
        if not self._is_time("rules", at, RULES_EVERY):
            return
        task = "workers.notify.evaluate_rules"
        self.rules.look([task] if evaluation.pending_tenants(clock.now()) else [], at)
        silent = [each for each in self.rules.since if not self._escalation_level(self.rules, each, at, task)]
        if silent or self.rules.stuck(at, EVALUATE_AFTER):
            self.threads.submit("rules", evaluation.evaluate_due_rules, clock.now())

    def _timetable(self, at: float) -> None:
        """Make up for ticks nobody heard."""
        if not self._is_time("timetable", at, SCHEDULE_EVERY):
            return
        self.schedules.look(_missed(), at)
        silent = [task for task in self.schedules.since if not self._escalation_level(self.schedules, task, at, task)]
        for task in (silent or self.schedules.stuck(at, RUN_SCHEDULE_AFTER))[:1]:
            log.info("swept_tick", extra={"plan": task})
            self.threads.submit("ticks", _task(task))

    def _escalation_level(self, waiting: Backlog[Any], key: object, at: float, task: str, *ids: object) -> bool:
        is_rung = _ring(task, *map(str, ids))
        if is_rung:
            waiting.mark_sent([key], at)
        return is_rung

    def finish(self) -> None:
        """Let the calls under way end: one that is cut off leaves a delivery of which nobody knows."""
        self.over.set()
        self.threads.wait_for("workers.notify.deliver_alerts", "workers.notify.deliver")

    def _is_time(self, part: str, at: float, every: float) -> bool:
        if at - self.last.get(part, -every) < every:
            return False
        self.last[part] = at
        return True


def _missed() -> list[str]:
    """Daily tasks of today that some place has not had."""
    missed = []
    with scope(ALL_TENANTS):
        for entry, due in schedule.today(clock.now()):
            per_school = entry.tenant_level == "school"
            places = School.objects.filter(is_open=True).count() if per_school else County.objects.count()
            if places > occurrences.is_finished(plan=entry.task, due=due, per_school=per_school):
                missed.append(entry.task)
    return missed


def _ring(task: str, *ids: str) -> bool:
    try:
        sender.send_task(task, ids)
    except Exception as error:  # noqa: BLE001  whatever is wrong with the queue, the work is done here
        log.warning("queue_silent", extra={"error": type(error).__name__})
        return False
    return True


def _task(name: str) -> Any:
    module, _, _verb = name.rpartition(".")
    importlib.import_module(module)
    from workers.app import app

    return app.tasks[name]


def main(arguments: list[str] | None = None) -> int:
    """Sweep until told to stop; a pass and calls under way are finished."""
    options = argparse.ArgumentParser(prog="workers.sweep", description=__doc__)
    options.add_argument("--every", type=float, default=2.0, help="seconds between two passes")
    every = options.parse_args(arguments).every
    sweep, heartbeat = Sweep(), settings.DATA_DIR / "sweep.heartbeat"
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: sweep.over.set())
    login_guard.check_now()
    metrics.serve()
    log.info("sweep_began", extra={"every": every})
    while not sweep.over.is_set():
        sweep.run_once()
        heartbeat.touch()
        sweep.over.wait(every)
    sweep.finish()
    log.info("sweep_ended")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
