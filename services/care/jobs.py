"""Long work of this room: read in one scope, solve in none, write in another."""

from typing import Any

from django.utils.translation import gettext as _

from services.care.actions import pairing_plans
from services.care.actions.mentors import CHILDREN_PER_MENTOR
from services.care.choices import JobKind
from services.care.models import PairingPlan
from services.care.pairing_types import SolverResult
from services.jobs.registry import JobContext, job_handler
from services.schools.models import Site
from services.schools.scope import scope


@job_handler(JobKind.PROPOSE_PAIRINGS)
def propose(run: JobContext) -> dict[str, Any]:
    """Compute a pairing plan. Running again finds it answered and writes nothing."""
    from services.care import pairing_solver  # the solver takes seconds to load and 100 MB that only this job needs

    assert run.subject is not None, "the job names its plan"  # noqa: S101
    run.progress(0, 3, _("正在读取孩子和教师"))
    with scope(run.scope):
        question = pairing_plans.load_input(PairingPlan.objects.select_related("term").get(public_id=run.subject))
        sites = dict(Site.objects.values_list("pk", "name"))
    run.progress(1, 3, _("正在为 %d 名孩子安排教师") % len(question.children))
    try:
        answer = pairing_solver.solve(
            question.children,
            question.mentors,
            least=pairing_plans.MIN_CHILDREN_PER_MENTOR,
            most=CHILDREN_PER_MENTOR,
        )
    except pairing_solver.SolverFailed as reason:
        with scope(run.scope):
            pairing_plans.mark_failed(plan_id=run.subject, sentence=str(reason))
        return {"pairs": 0, "unpaired": len(question.children)}
    run.progress(2, 3, _("正在写入方案"))
    with scope(run.scope):
        pairing_plans.save_result(plan_id=run.subject, proposal=answer, message=describe_shortages(answer, sites))
    run.progress(3, 3)
    return {"pairs": len(answer.pairs), "unpaired": len(answer.unpaired)}


def describe_shortages(answer: SolverResult, sites: dict[int, str]) -> str:
    """Sites with more children than places, one sentence each."""
    return "".join(f"{sites.get(each.site, '')}：{each.sentence}" for each in answer.shortages)
