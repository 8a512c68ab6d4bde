"""The long work of this room."""

from typing import Any

from services.assessment import actions
from services.assessment.models import Round
from services.jobs.registry import Run, handles
from services.schools.scope import Scope, for_county, scope


@handles(actions.COMPUTE)
def compute(run: Run) -> dict[str, Any]:
    """Compute a round. The subject is the round; again gives the same ids."""
    with scope(Scope("r_worker", run.county_id)):
        round_ = Round.objects.get(county_id=run.county_id, public_id=str(run.subject))
        return {"round": str(round_.public_id), "scores": actions.compute(round_=round_, by=run.by, now=run.now)}


@handles(actions.SETTLE)
def settle(run: Run) -> dict[str, Any]:
    """Look whether every school has confirmed."""
    with scope(for_county(run.county_id)):
        return {"state": actions.settle(round_=Round.objects.get(public_id=str(run.subject)))}
