"""Which task waits in which line, and who works each line. A task that is not here waits among the quick ones.

A long import has processes of its own and keeps nobody waiting; an alert is the first to be taken out of its crew's
lines (Celery takes them in the order of their names), and where its crew hangs at a gateway the sweep sends it.
"""

from dataclasses import dataclass

ALERT = "alert"  # at once: safety alerts
LONG = "long"  # minutes: imports, solvers, rounds; services/notify/canaries.py knows it too
QUICK = "quick"  # seconds: deliveries, reminders, ticks

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
    """One worker with its processes: which lines it works, and how many tasks at once."""

    queues: tuple[str, ...]
    concurrency: int


WORKER_POOLS = {
    "quick": WorkerPool((ALERT, QUICK), 2),
    "long": WorkerPool((LONG,), 1),  # a solver takes a core for itself; more hosts do more
    "alert": WorkerPool((ALERT,), 1),  # for a host with memory to spare: alerts alone
}
