"""Tasks of children: carry out departures whose day has come."""

from services.children.actions import departures
from services.kit import clock
from workers.app import app
from workers.per_tenant import RunCounts, for_each_school


@app.task(name="workers.children.carry_out_departures")
def carry_out_departures(*_: object) -> RunCounts:
    """End what binds a school's people to pupils who leave today. Once per school and day."""
    now = clock.now()
    return for_each_school(lambda _school: departures.carry_out_departures(now=now))
