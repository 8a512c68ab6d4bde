"""Heartbeats: one task per queue, so that each proves its own queue is worked."""

from services.monitoring import heartbeats
from services.schools.scope import ALL_TENANTS, scope
from workers.app import app
from workers.queues import ALERT, LONG, QUICK, REMINDERS


@app.task(name="workers.monitoring.heartbeat_alert")
def heartbeat_alert(*_: object) -> None:
    """Record that this queue is worked. Idempotent."""
    _record(ALERT)


@app.task(name="workers.monitoring.heartbeat_quick")
def heartbeat_quick(*_: object) -> None:
    """Record that this queue is worked. Idempotent."""
    _record(QUICK)


@app.task(name="workers.monitoring.heartbeat_long")
def heartbeat_long(*_: object) -> None:
    """Record that this queue is worked. Idempotent."""
    _record(LONG)


@app.task(name="workers.monitoring.heartbeat_reminders")
def heartbeat_reminders(*_: object) -> None:
    """Record that this queue is worked. Idempotent."""
    _record(REMINDERS)


# One function per queue, because a route is chosen by the name of the task.
def _record(queue: str) -> None:
    with scope(ALL_TENANTS):
        heartbeats.mark_received(queue)
