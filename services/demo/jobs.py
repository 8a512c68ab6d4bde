"""Run background jobs at once, in this process: the demo does not depend on workers, and leaves them nothing."""

from datetime import datetime

from services.access.actor import Actor
from services.jobs import runner
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.schools.scope import scope


class DemoFailed(RuntimeError):
    """A step of the demo did not have the expected result."""


def run_job(job: Job | None, *, by: Actor, now: datetime) -> None:
    """Run a job that an action has enqueued. Raises DemoFailed with the job's message when it does not succeed."""
    assert job is not None, "long work has a job"  # noqa: S101
    runner.run(job.public_id, now)
    # The runner has worked on its own copy of the row, in transactions of its own.
    with scope(by.scope):
        job.refresh_from_db()
    if job.state != JobState.DONE:
        raise DemoFailed(f"{job.kind}: {job.message or job.state}")
