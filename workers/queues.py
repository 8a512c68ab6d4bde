"""Queues, the routing of tasks to them, and the worker pools. An unlisted task goes to the quick queue.

Long jobs have a pool of their own. A pool takes alerts before anything else (Celery reads its queues in the order of
their names). While every process of the pool waits for a gateway, the sweep sends the alerts.
"""

from dataclasses import dataclass

ALERT = "alert"  # at once: safety alerts
LONG = "long"  # minutes: imports, solvers, assessments; its heartbeat may be older (services/monitoring/heartbeats.py)
QUICK = "quick"  # seconds: deliveries, reminders, schedules

QUEUES = (ALERT, LONG, QUICK)
ROUTES = {  # exact names win over patterns
    "workers.jobs.run": {"queue": LONG},
    "workers.notify.deliver_alerts": {"queue": ALERT},
    "workers.monitoring.heartbeat_alert": {"queue": ALERT},
    "workers.monitoring.heartbeat_long": {"queue": LONG},
    "workers.*": {"queue": QUICK},
}


@dataclass(frozen=True)
class WorkerPool:
    """One Celery worker: the queues it serves and how many tasks it runs at once."""

    queues: tuple[str, ...]
    concurrency: int


WORKER_POOLS = {
    "quick": WorkerPool((ALERT, QUICK), 2),
    "long": WorkerPool((LONG,), 1),  # a solver takes a whole core; for more, add hosts
    "alert": WorkerPool((ALERT,), 1),  # alerts alone, for a host with memory to spare
}
