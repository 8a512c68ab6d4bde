"""Tasks of care: what is due."""

from services.care.actions import due
from services.kit import clock
from workers.app import app
from workers.each import Tally, each_school


@app.task(name="workers.care.make_due")
def make_due(*_: object) -> Tally:
    """Make due what each school's plan asks for up to today. Running again adds nothing."""
    now = clock.now()
    return each_school(lambda _school: due.materialise(now=now))
