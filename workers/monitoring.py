"""Canaries: each is heard in the line it was rung into, and nowhere else."""

from services.monitoring import heartbeats
from services.schools.scope import ALL_TENANTS, scope
from workers.app import app
from workers.queues import ALERT, LONG, QUICK


@app.task(name="workers.monitoring.heartbeat_alert")
def heartbeat_alert(*_: object) -> None:
    """Write down that this line is worked. Running again writes it again."""
    _heard(ALERT)


@app.task(name="workers.monitoring.heartbeat_quick")
def heartbeat_quick(*_: object) -> None:
    """As `sing_alert`."""
    _heard(QUICK)


@app.task(name="workers.monitoring.heartbeat_long")
def heartbeat_long(*_: object) -> None:
    """As `sing_alert`."""
    _heard(LONG)


def _heard(queue: str) -> None:
    with scope(ALL_TENANTS):
        heartbeats.mark_received(queue)
