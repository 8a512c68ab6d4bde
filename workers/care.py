"""Tasks of care: what is due."""

from services.care.actions import due_work
from services.kit import clock
from workers.app import app
from workers.per_tenant import RunCounts, for_each_school


@app.task(name="workers.care.refresh_due_work")
def refresh_due_work(*_: object) -> RunCounts:
    """Make due what each school's plan asks for up to today. Running again adds nothing."""
    now = clock.now()
    return for_each_school(lambda _school: due_work.refresh_due_work(now=now))
