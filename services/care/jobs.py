"""The jobs of care.

A pairing plan is computed by reading in one scope, solving outside, and writing in another. Due work is refreshed
school by school.
"""

import logging
from datetime import date

from django.utils.translation import gettext as _

from services.care.actions import due_work, pairing_plans
from services.care.choices import JobKind
from services.care.models import CHILDREN_PER_MENTOR, PairingPlan
from services.care.pairing_types import SolverResult
from services.jobs.registry import JobContext, job_handler
from services.schools.models import Site
from services.schools.scope import for_school, scope

log = logging.getLogger(__name__)


class SchoolsFailed(RuntimeError):
    """So many schools could not be refreshed."""


@job_handler(JobKind.PROPOSE_PAIRINGS)
def propose(job: JobContext) -> dict[str, int]:
    """Compute a pairing plan and save its pairs. Idempotent: a plan that is saved is not written again."""
    from services.care import pairing_solver  # the solver takes seconds to load and 100 MB that only this job needs

    assert job.target_id is not None, "the job names its plan"  # noqa: S101
    job.report_progress(0, 3, _("正在读取孩子和教师"))
    with scope(job.scope):
        data = pairing_plans.load_input(PairingPlan.objects.select_related("term").get(public_id=job.target_id))
        sites = dict(Site.objects.values_list("pk", "name"))
    job.report_progress(1, 3, _("正在为 %d 名孩子安排教师") % len(data.children))
    try:
        result = pairing_solver.solve(
            data.children,
            data.mentors,
            min_children=pairing_plans.MIN_CHILDREN_PER_MENTOR,
            max_children=CHILDREN_PER_MENTOR,
        )
    except pairing_solver.SolverFailed as reason:
        with scope(job.scope):
            pairing_plans.mark_failed(plan_id=job.target_id, message=str(reason))
        return {"pairs": 0, "unpaired": len(data.children)}
    job.report_progress(2, 3, _("正在写入方案"))
    with scope(job.scope):
        pairing_plans.save_result(plan_id=job.target_id, result=result, message=describe_shortages(result, sites))
    job.report_progress(3, 3)
    return {"pairs": len(result.pairs), "unpaired": len(result.unpaired)}


@job_handler(JobKind.REFRESH_DUE_WORK)
def refresh_due_work(job: JobContext) -> dict[str, int]:
    """Refresh the due work of a county's schools, each in its own transaction. Running again adds nothing.

    A school's failure is logged and the others are refreshed; the job then fails and runs again.
    """
    # None: no job has run before, so that every period of the term is looked at.
    since = date.fromisoformat(job.arguments["since"]) if job.arguments["since"] else None
    with scope(job.scope):
        schools = due_work.schools_to_refresh(since=since, now=job.now)
    added = failed = 0
    for number, school_id in enumerate(schools, start=1):
        try:
            with scope(for_school(school_id, job.county_id)):
                added += due_work.refresh_school(since=since, now=job.now).added
        except Exception as error:  # noqa: BLE001  one school's failure is logged, the rest are refreshed
            failed += 1
            log.error("due_work_failed", extra={"school": school_id, "error": type(error).__name__})
        job.report_progress(number, len(schools))
    if failed:
        # After the loop: what the other schools got is committed, and the next run finds little to do.
        raise SchoolsFailed(failed)
    return {"schools": len(schools), "added": added}


def describe_shortages(result: SolverResult, sites: dict[int, str]) -> str:
    """One sentence for each site with more children than free slots."""
    return "".join(f"{sites.get(shortage.site_id, '')}：{shortage.text}" for shortage in result.shortages)
