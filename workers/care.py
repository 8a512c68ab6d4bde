"""Tasks of care: refresh due work."""

from services.care.actions import due_work
from services.kit import clock
from workers.app import app
from workers.per_tenant import RunCounts, for_each_school


@app.task(name="workers.care.refresh_due_work")
def refresh_due_work(*_: object) -> RunCounts:
    """Create the due work of each school's plan up to today. Idempotent."""
    now = clock.now()
    return for_each_school(lambda _school: due_work.refresh_due_work(now=now))
