"""One pass of the sweep: it makes sure that nothing waits for a queue that is gone.

It looks for rows that could be worked on and sends the wake-up message for them. What is still there some seconds
later it works on itself, in a background thread.
"""

import importlib
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db import connections

from services.audit_log.detection import detect_unsealed_events
from services.dashboards import actions as rollups
from services.dashboards.detection import detect_late_figures
from services.dashboards.models import StaleRollup
from services.jobs import occurrences, runner
from services.kit import clock
from services.monitoring import detection, heartbeats
from services.notify import delivery
from services.reminders import evaluation
from services.schools.models import County, School
from services.schools.scope import ALL_TENANTS, scope
from workers import queues, schedule
from workers.broker import sender
from workers.sweep.background import BackgroundThreads
from workers.sweep.backlog import Backlog

# How often a check is made that costs more than a look at an index.
SCHEDULE_EVERY = 60.0  # seconds
RULES_EVERY = 30.0
DETECTION_EVERY = 10.0
DELIVER_AFTER = 4.0  # seconds a row may wait after its wake-up message; then the sweep does the work
# Longer than for deliveries: a worker that is busy with another job takes this one soon.
RUN_JOBS_AFTER = 10.0
RUN_SCHEDULE_AFTER = 150.0
EVALUATE_AFTER = 60.0
REFRESH_SECONDS = 10.0  # of one refresh of the figures; then the newest changes are looked up again
MAX_BATCHES = 20  # of one background delivery; the next pass takes the rest
Key = TypeVar("Key")
log = logging.getLogger("workers.sweep")


@dataclass
class Sweep:
    """One pass is `run_once`; what it remembers between passes lives in memory only."""

    alerts: Backlog[UUID] = field(default_factory=Backlog)
    deliveries: Backlog[UUID] = field(default_factory=Backlog)
    jobs: Backlog[UUID] = field(default_factory=Backlog)
    schedules: Backlog[str] = field(default_factory=Backlog)
    rules: Backlog[str] = field(default_factory=Backlog)
    threads: BackgroundThreads = field(default_factory=BackgroundThreads)
    last_run: dict[str, float] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)

    def run_once(self) -> None:
        """Check everything once. A failure in one check does not keep the others waiting."""
        at = time.monotonic()
        for check in (
            *(self._alerts, self._deliveries, self._jobs, self._rollups),
            *(self._monitoring, self._rules, self._schedules),
        ):
            try:
                check(at)
            except Exception as error:  # noqa: BLE001  the database may be restarting: the next pass tries again
                log.error("sweep_failed", extra={"check": check.__name__, "error": type(error).__name__})
                connections.close_all()

    def _alerts(self, at: float) -> None:
        """Alerts have a backlog and a thread of their own: other deliveries may hang at a gateway."""
        self._send(self.alerts, at, "workers.notify.deliver_alerts", urgent=True)

    def _deliveries(self, at: float) -> None:
        self._send(self.deliveries, at, "workers.notify.deliver", urgent=False)

    def _send(self, backlog: Backlog[UUID], at: float, task: str, *, urgent: bool) -> None:
        backlog.update(delivery.sendable_ids(clock.now(), urgent=urgent), at)
        due = backlog.due_for_dispatch(at)
        is_sent = not due or _wake(task)
        if is_sent:
            backlog.mark_sent(due, at)
        if backlog.since and (not is_sent or backlog.stuck(at, DELIVER_AFTER)):
            self.threads.submit(task, self._deliver, urgent)

    def _deliver(self, urgent: bool) -> None:
        for _batch in range(MAX_BATCHES):
            states: Counter[str] = Counter()
            if not self.stopping.is_set():
                states = delivery.deliver_batches(now=clock.now(), urgent=urgent)
            if not states:
                break
            log.info("sweep_delivered", extra={"states": dict(states)})

    def _jobs(self, at: float) -> None:
        runner.fail_crashed_jobs(clock.now())
        self.jobs.update(runner.claimable_jobs(), at)
        due = self.jobs.due_for_dispatch(at)
        unsent = [job_id for job_id in due if not self._dispatch(self.jobs, job_id, at, "workers.jobs.run", job_id)]
        # One at a time: the sweep keeps things moving and does not replace a pool of workers.
        for job_id in (unsent or self.jobs.stuck(at, RUN_JOBS_AFTER))[:1]:
            self.threads.submit("jobs", runner.run, job_id, clock.now())

    def _rollups(self, _at: float) -> None:
        """Recount in a thread of its own: alerts do not wait for figures."""
        with scope(ALL_TENANTS):
            is_stale = StaleRollup.objects.exists()
        if is_stale:
            self.threads.submit("rollups", self._refresh)

    def _refresh(self) -> None:
        rollups.refresh_stale(now=clock.now(), seconds=REFRESH_SECONDS)

    def _monitoring(self, at: float) -> None:
        """Send a heartbeat into each queue and open the incidents that the rows show."""
        if not self._is_time("monitoring", at, DETECTION_EVERY):
            return
        for queue in queues.QUEUES:
            with scope(ALL_TENANTS):
                is_time = heartbeats.mark_sent(queue)
            if is_time:
                _wake(f"workers.monitoring.heartbeat_{queue}")
        with scope(ALL_TENANTS):
            now = clock.now()
            count = detection.detect_incidents(queues.QUEUES, now=now)
            count += detect_late_figures(now) + detect_unsealed_events(now)
            if count:
                log.warning("incidents_opened", extra={"count": count})

    def _rules(self, at: float) -> None:
        """Dispatch the evaluation of due reminder rules."""
        if not self._is_time("rules", at, RULES_EVERY):
            return
        task = "workers.reminders.evaluate_rules"
        self.rules.update([task] if evaluation.has_pending(clock.now()) else [], at)
        unsent = [key for key in self.rules.since if not self._dispatch(self.rules, key, at, task)]
        if unsent or self.rules.stuck(at, EVALUATE_AFTER):
            self.threads.submit("rules", evaluation.evaluate_due_rules, clock.now())

    def _schedules(self, at: float) -> None:
        """Dispatch the daily tasks that were missed today."""
        if not self._is_time("schedules", at, SCHEDULE_EVERY):
            return
        self.schedules.update(_missed(), at)
        unsent = [task for task in self.schedules.since if not self._dispatch(self.schedules, task, at, task)]
        for task in (unsent or self.schedules.stuck(at, RUN_SCHEDULE_AFTER))[:1]:
            log.info("sweep_ran_schedule", extra={"schedule": task})
            self.threads.submit("schedules", _task(task))

    def _dispatch(self, backlog: Backlog[Key], key: Key, at: float, task: str, *ids: UUID) -> bool:
        is_sent = _wake(task, *map(str, ids))
        if is_sent:
            backlog.mark_sent([key], at)
        return is_sent

    def finish(self) -> None:
        """Wait for gateway calls under way: one that is cut off leaves a delivery whose outcome nobody knows."""
        self.stopping.set()
        self.threads.wait_for("workers.notify.deliver_alerts", "workers.notify.deliver")

    def _is_time(self, check: str, at: float, every: float) -> bool:
        if at - self.last_run.get(check, -every) < every:
            return False
        self.last_run[check] = at
        return True


def _missed() -> list[str]:
    """Return today's daily tasks that some tenant has not had."""
    missed = []
    with scope(ALL_TENANTS):
        for entry, due_at in schedule.today(clock.now()):
            per_school = entry.tenant_level == "school"
            tenants = School.objects.filter(is_open=True).count() if per_school else County.objects.count()
            if tenants > occurrences.count_finished(schedule=entry.task, due_at=due_at, per_school=per_school):
                missed.append(entry.task)
    return missed


def _wake(task: str, *ids: str) -> bool:
    try:
        sender.send_task(task, ids)
    except Exception as error:  # noqa: BLE001  whatever is wrong with the broker, the sweep does the work itself
        log.warning("broker_unreachable", extra={"error": type(error).__name__})
        return False
    return True


def _task(name: str) -> Callable[[], object]:
    module, _, _verb = name.rpartition(".")
    importlib.import_module(module)
    # Imported late: the sweep needs Celery only when it runs a missed task itself.
    from workers.app import app

    task: Callable[[], object] = app.tasks[name]
    return task
