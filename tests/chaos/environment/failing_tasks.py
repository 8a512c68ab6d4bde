"""A task of the schedule that fails in every school but the first."""

from services.schools.models import School
from workers.app import app
from workers.per_tenant import RunCounts, for_each_school


@app.task(name="tests.chaos.environment.failing_tasks.raises")
def raises(*_: object) -> RunCounts:
    def work(school: School) -> None:
        if school.name != "中心小学":
            raise ValueError("never")

    return for_each_school(work)
