"""Canaries: each is heard in the line it was rung into, and nowhere else."""

from services.notify import canaries
from services.schools.scope import EVERYWHERE, scope
from workers.app import app
from workers.queues import ALERT, LONG, QUICK


@app.task(name="workers.watch.sing_alert")
def sing_alert(*_: object) -> None:
    """Write down that this line is worked. Running again writes it again."""
    _heard(ALERT)


@app.task(name="workers.watch.sing_quick")
def sing_quick(*_: object) -> None:
    """As `sing_alert`."""
    _heard(QUICK)


@app.task(name="workers.watch.sing_long")
def sing_long(*_: object) -> None:
    """As `sing_alert`."""
    _heard(LONG)


def _heard(queue: str) -> None:
    with scope(EVERYWHERE):
        canaries.heard(queue)
