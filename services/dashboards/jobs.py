"""Background jobs of the dashboards."""

from services.dashboards import actions
from services.dashboards.choices import JobKind
from services.jobs.registry import JobContext, job_handler
from services.schools.scope import Scope, scope


@job_handler(JobKind.REBUILD)
def rebuild(run: JobContext) -> dict[str, object]:
    """Recount a county and compare the result with the stored rollups. Idempotent."""
    with scope(Scope("r_worker", run.county_id)):
        return {"differed": actions.rebuild(county_id=run.county_id, now=run.now)}
