"""Long work of this room."""

from typing import Any

from services.health.actions import planning
from services.health.choices import JobKind
from services.jobs.registry import JobContext, job_handler
from services.schools.scope import Scope, scope


@job_handler(JobKind.PLAN_CAMPAIGN)
def plan(run: JobContext) -> dict[str, Any]:
    """Plan a campaign in one transaction. Running again finds it planned and writes nothing."""
    assert run.subject is not None, "the job names its campaign"  # noqa: S101
    whole_county = Scope("r_worker", run.county_id)
    try:
        with scope(whole_county):
            return planning.plan_campaign(
                public_id=run.subject,
                county_id=run.county_id,
                by=run.by,
                now=run.now,
                job_id=run.job_id,
                tell=run.progress,
            )
    except planning.UnableToPlanCampaign as reason:
        with scope(whole_county):
            planning.mark_plan_failed(public_id=run.subject, county_id=run.county_id, sentence=str(reason))
        raise
