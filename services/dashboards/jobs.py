"""The long work of this room."""

from typing import Any

from services.dashboards import actions
from services.dashboards.choices import JobKind
from services.jobs.registry import JobContext, job_handler
from services.schools.scope import Scope, scope


@job_handler(JobKind.REBUILD)
def rebuild(run: JobContext) -> dict[str, Any]:
    """Recount a county and compare. Again: the same numbers."""
    with scope(Scope("r_worker", run.county_id)):
        return {"differed": actions.rebuild(county_id=run.county_id, now=run.now)}
