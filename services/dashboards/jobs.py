"""Background jobs of the dashboards."""

from services.dashboards import actions
from services.dashboards.choices import JobKind
from services.jobs.registry import JobContext, job_handler
from services.schools.scope import scope, worker_for_county


@job_handler(JobKind.RECOUNT)
def recount(run: JobContext) -> dict[str, object]:
    """Recount a county and compare the result with the stored rollups. Idempotent."""
    with scope(worker_for_county(run.county_id)):
        return {"differed": actions.recount(county_id=run.county_id, now=run.now)}
