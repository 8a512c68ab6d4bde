"""Tasks of long work."""

from uuid import UUID

from services.jobs import actions, runner
from services.kit import clock
from workers.app import app
from workers.per_tenant import RunCounts, for_each_county


@app.task(name="workers.jobs.run")
def run(job_id: str) -> bool:
    """Run one job. Running again does nothing while its lease holds, or once it is over."""
    return runner.run(UUID(job_id), clock.now())


@app.task(name="workers.jobs.purge_idempotency_keys")
def purge_idempotency_keys(*_: object) -> RunCounts:
    """Forget answers older than a day. Running again finds none."""
    now = clock.now()
    return for_each_county(lambda _county: actions.purge_idempotency_keys(now=now))
