"""Tasks of long work."""

from uuid import UUID

from services.jobs import actions, running
from services.kit import clock
from workers.app import app
from workers.each import Tally, each_county


@app.task(name="workers.jobs.run")
def run(job_id: str) -> bool:
    """Run one job. Running again does nothing while its lease holds, or once it is over."""
    return running.run(UUID(job_id), clock.now())


@app.task(name="workers.jobs.forget_answers")
def forget_answers(*_: object) -> Tally:
    """Forget answers older than a day. Running again finds none."""
    now = clock.now()
    return each_county(lambda _county: actions.forget_answers(now=now))
