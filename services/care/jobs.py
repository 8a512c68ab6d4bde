"""The job that computes a pairing plan: it reads in one scope, solves outside, and writes in another."""

from django.utils.translation import gettext as _

from services.care.actions import pairing_plans
from services.care.choices import JobKind
from services.care.models import CHILDREN_PER_MENTOR, PairingPlan
from services.care.pairing_types import SolverResult
from services.jobs.registry import JobContext, job_handler
from services.schools.models import Site
from services.schools.scope import scope


@job_handler(JobKind.PROPOSE_PAIRINGS)
def propose(job: JobContext) -> dict[str, int]:
    """Compute a pairing plan and save its pairs. Idempotent: a plan that is saved is not written again."""
    from services.care import pairing_solver  # the solver takes seconds to load and 100 MB that only this job needs

    assert job.subject is not None, "the job names its plan"  # noqa: S101
    job.progress(0, 3, _("正在读取孩子和教师"))
    with scope(job.scope):
        data = pairing_plans.load_input(PairingPlan.objects.select_related("term").get(public_id=job.subject))
        sites = dict(Site.objects.values_list("pk", "name"))
    job.progress(1, 3, _("正在为 %d 名孩子安排教师") % len(data.children))
    try:
        result = pairing_solver.solve(
            data.children,
            data.mentors,
            min_children=pairing_plans.MIN_CHILDREN_PER_MENTOR,
            max_children=CHILDREN_PER_MENTOR,
        )
    except pairing_solver.SolverFailed as reason:
        with scope(job.scope):
            pairing_plans.mark_failed(plan_id=job.subject, message=str(reason))
        return {"pairs": 0, "unpaired": len(data.children)}
    job.progress(2, 3, _("正在写入方案"))
    with scope(job.scope):
        pairing_plans.save_result(plan_id=job.subject, result=result, message=describe_shortages(result, sites))
    job.progress(3, 3)
    return {"pairs": len(result.pairs), "unpaired": len(result.unpaired)}


def describe_shortages(result: SolverResult, sites: dict[int, str]) -> str:
    """One sentence for each site with more children than free slots."""
    return "".join(f"{sites.get(shortage.site_id, '')}：{shortage.text}" for shortage in result.shortages)
