"""Queues, the routing of tasks to them, and the worker pools. An unlisted task goes to the quick queue.

Each queue has a pool of its own, so that nothing waits behind work of another kind: no alert behind a morning's
reminders, no message behind an import. When the pool of alerts hangs at a gateway, the sweep sends them.
"""

from dataclasses import dataclass

ALERT = "alert"  # at once: safety alerts
LONG = "long"  # minutes: imports, solvers, rounds; services/monitoring/heartbeats.py allows it more silence
QUICK = "quick"  # seconds: deliveries, schedules
REMINDERS = "reminders"  # a minute on a school morning: the evaluation of rules

QUEUES = (ALERT, LONG, QUICK, REMINDERS)
ROUTES = {  # exact names win over patterns, an earlier pattern over a later one
    "workers.jobs.run": {"queue": LONG},
    "workers.notify.deliver_alerts": {"queue": ALERT},
    "workers.monitoring.heartbeat_alert": {"queue": ALERT},
    "workers.monitoring.heartbeat_long": {"queue": LONG},
    "workers.monitoring.heartbeat_reminders": {"queue": REMINDERS},
    "workers.reminders.*": {"queue": REMINDERS},
    "workers.*": {"queue": QUICK},
}


@dataclass(frozen=True)
class WorkerPool:
    """One Celery worker: the queue it works and how many tasks at once."""

    queue: str
    concurrency: int


WORKER_POOLS = {
    "alert": WorkerPool(ALERT, 1),  # it waits for the next alert and does nothing else
    "quick": WorkerPool(QUICK, 2),
    "reminders": WorkerPool(REMINDERS, 2),  # they share the counties; more on more cores, or on more hosts
    "long": WorkerPool(LONG, 1),  # a solver takes a whole core; scale with hosts
}
