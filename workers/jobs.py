"""Tasks of jobs: run one, purge stored responses."""

from uuid import UUID

from services.jobs import actions, runner
from services.kit import clock
from workers.app import app
from workers.per_tenant import RunCounts, for_each_county


@app.task(name="workers.jobs.run")
def run(job_id: str) -> bool:
    """Run one job. Does nothing while another worker holds its lease, or once it is finished."""
    return runner.run(UUID(job_id), clock.now())


@app.task(name="workers.jobs.purge_idempotency_keys")
def purge_idempotency_keys(*_: object) -> RunCounts:
    """Delete stored responses older than a day. Idempotent."""
    now = clock.now()
    return for_each_county(lambda _county: actions.purge_idempotency_keys(now=now))
