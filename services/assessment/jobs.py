"""Background jobs of the assessment. The target of each is a round."""

from services.assessment import actions
from services.assessment.choices import JobKind
from services.assessment.models import AssessmentRound
from services.jobs.registry import JobContext, job_handler
from services.schools.scope import for_county, scope, worker_for_county


@job_handler(JobKind.COMPUTE_ROUND)
def compute_round(context: JobContext) -> dict[str, object]:
    """Compute a round. Running again keeps the ids of results and scores."""
    # A worker's scope, because a county's role cannot write the schools' rows.
    with scope(worker_for_county(context.county_id)):
        round_ = AssessmentRound.objects.get(county_id=context.county_id, public_id=str(context.target_id))
        return {
            "round": str(round_.public_id),
            "scores": actions.compute(round_=round_, by=context.by, now=context.now),
        }


@job_handler(JobKind.UPDATE_ROUND_STATE)
def update_round_state(context: JobContext) -> dict[str, object]:
    """Confirm the round when every school has confirmed. Running again changes nothing."""
    with scope(for_county(context.county_id)):
        return {"state": actions.update_state(round_=AssessmentRound.objects.get(public_id=str(context.target_id)))}
