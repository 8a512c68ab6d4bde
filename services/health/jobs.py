"""The job that plans a campaign."""

from services.health.actions import planning
from services.health.actions.planning import PlanResult
from services.health.choices import JobKind
from services.jobs.registry import JobContext, job_handler
from services.schools.scope import scope, worker_for_county


@job_handler(JobKind.PLAN_CAMPAIGN)
def plan_campaign(context: JobContext) -> PlanResult:
    """Plan a campaign in one transaction. Idempotent: a campaign this job has planned is left as it is."""
    assert context.target_id is not None, "the job names its campaign"  # noqa: S101
    worker_scope = worker_for_county(context.county_id)
    try:
        with scope(worker_scope):
            return planning.plan_campaign(
                public_id=context.target_id,
                county_id=context.county_id,
                by=context.by,
                now=context.now,
                job_id=context.job_id,
                progress=context.report_progress,
            )
    except planning.UnableToPlanCampaign as reason:
        # in a transaction of its own: that of the planning is rolled back
        with scope(worker_scope):
            planning.mark_plan_failed(public_id=context.target_id, county_id=context.county_id, message=str(reason))
        raise
