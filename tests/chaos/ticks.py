"""A task of the timetable that fails in every school but the first."""

from services.schools.models import School
from workers.app import app
from workers.each import Tally, each_school


@app.task(name="tests.chaos.ticks.raises")
def raises(*_: object) -> Tally:
    def work(school: School) -> None:
        if school.name != "中心小学":
            raise ValueError("never")

    return each_school(work)
