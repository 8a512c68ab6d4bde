"""The task that runs one job."""

from uuid import UUID

from services.jobs import runner
from services.kit import clock
from workers.app import app


@app.task(name="workers.jobs.run")
def run(job_id: str) -> bool:
    """Run one job. Does nothing while another worker holds its lease, or once it is finished."""
    return runner.run(UUID(job_id), clock.now())
