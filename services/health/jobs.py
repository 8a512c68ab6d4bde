"""The job that plans a campaign."""

from services.health.actions import planning
from services.health.actions.planning import PlanResult
from services.health.choices import JobKind
from services.jobs.registry import JobContext, job_handler
from services.schools.scope import scope, worker_for_county


@job_handler(JobKind.PLAN_CAMPAIGN)
def plan(job: JobContext) -> PlanResult:
    """Plan a campaign in one transaction. Idempotent: a campaign this job has planned is left as it is."""
    assert job.target_id is not None, "the job names its campaign"  # noqa: S101
    county = worker_for_county(job.county_id)
    try:
        with scope(county):
            return planning.plan_campaign(
                public_id=job.target_id,
                county_id=job.county_id,
                by=job.by,
                now=job.now,
                job_id=job.job_id,
                progress=job.report_progress,
            )
    except planning.UnableToPlanCampaign as reason:
        # in a transaction of its own: that of the planning is rolled back
        with scope(county):
            planning.mark_plan_failed(public_id=job.target_id, county_id=job.county_id, message=str(reason))
        raise
