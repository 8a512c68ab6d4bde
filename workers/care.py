"""Tasks of care: what is due, and who is reminded."""

from services.care.actions import due, reminding
from services.kit import clock
from workers.app import app
from workers.each import Tally, each_school


@app.task(name="workers.care.make_due")
def make_due(*_: object) -> Tally:
    """Make due what each school's plan asks for up to today. Running again adds nothing."""
    now = clock.now()
    return each_school(lambda _school: due.materialise(now=now))


@app.task(name="workers.care.remind_due")
def remind_due(*_: object) -> Tally:
    """Put one notice per work due or late, and week. Running again adds none."""
    now = clock.now()
    return each_school(lambda _school: reminding.remind_due(now=now))
