"""Making, changing and approving a work plan."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.kit.exceptions import ApplicationError
from services.plans.choices import AuditAction, GroupRole, PlanState
from services.plans.default_frequencies import DEFAULTS, FrequencyInput
from services.plans.models import LeadingGroupMember, RequiredFrequency, WorkPlan
from services.schools.models import Staff, Term

MAX_COUNT = 10


class UnableToSavePlan(ApplicationError):
    """The sentence says why."""


@transaction.atomic
def create_plan(
    *,
    term: Term,
    by: Actor,
    now: datetime,
    title: str = "",
    goals: str = "",
    required_frequencies: Collection[FrequencyInput] = DEFAULTS,
    group: Mapping[Staff, GroupRole] | None = None,
) -> WorkPlan:
    """A draft for a term with the usual norms, or those given. One plan a term."""
    try:
        with transaction.atomic():
            plan = WorkPlan.objects.create(term=term, title=title.strip() or _("%s关爱工作计划") % term, goals=goals)
    except IntegrityError as reason:
        raise UnableToSavePlan(_("这个学期已经有工作计划了。"), field="term") from reason
    _set_norms(plan, required_frequencies)
    _set_group(plan, group or {})
    audit.log(
        AuditAction.PLAN_CREATED,
        target=plan,
        by=by,
        now=now,
        detail={"required_frequencies": len(required_frequencies)},
    )
    return plan


@transaction.atomic
def update_plan(
    *,
    plan: WorkPlan,
    by: Actor,
    now: datetime,
    title: str | None = None,
    goals: str | None = None,
    required_frequencies: Collection[FrequencyInput] | None = None,
    group: Mapping[Staff, GroupRole] | None = None,
) -> WorkPlan:
    """Change what is given. New norms make an approved plan a draft again: work already due stays due."""
    plan = WorkPlan.objects.select_for_update().get(pk=plan.pk)
    if title is not None and title.strip():
        plan.title = title.strip()
    if goals is not None:
        plan.goals = goals.strip()
    if required_frequencies is not None and _set_norms(plan, required_frequencies):
        plan.state, plan.approved_at, plan.approved_by = PlanState.DRAFT, None, None
    if group is not None:
        _set_group(plan, group)
    plan.save()
    given = {"title": title, "goals": goals, "required_frequencies": required_frequencies, "leading_group": group}
    fields = [name for name, value in given.items() if value is not None]
    audit.log(AuditAction.PLAN_UPDATED, target=plan, by=by, now=now, detail={"fields": fields})
    return plan


@transaction.atomic
def approve_plan(*, plan: WorkPlan, by: Actor, now: datetime) -> WorkPlan:
    """From now on its norms make work due. Approving twice is approving once."""
    plan = WorkPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.state == PlanState.APPROVED:
        return plan
    if not plan.required_frequencies.exists():
        raise UnableToSavePlan(
            _("计划里还没有一项要求，请先写明谈心、家访或通话的次数。"), field="required_frequencies"
        )
    plan.state, plan.approved_at, plan.approved_by_id = PlanState.APPROVED, now, by.user_id
    plan.save(update_fields=["state", "approved_at", "approved_by"])
    audit.log(AuditAction.PLAN_APPROVED, target=plan, by=by, now=now)
    return plan


def _set_norms(plan: WorkPlan, wanted: Collection[FrequencyInput]) -> bool:
    """Whether anything changed. Rows are kept where they can be: due work points at them."""
    _check_norms(wanted)
    standing = {frequency.activity: frequency for frequency in plan.required_frequencies.all()}
    changed = False
    for each in wanted:
        frequency = standing.pop(each.activity, None) or RequiredFrequency(plan=plan, activity=each.activity)
        if frequency.pk is None or (frequency.count, frequency.period_unit) != (each.times, each.per):
            frequency.count, frequency.period_unit, changed = each.times, each.per, True
            frequency.save()
    for gone in standing.values():
        gone.delete()
    return changed or bool(standing)


def _check_norms(wanted: Collection[FrequencyInput]) -> None:
    if any(not 1 <= each.times <= MAX_COUNT for each in wanted):
        raise UnableToSavePlan(_("次数请填 1 到 10。"), field="required_frequencies")
    if len({each.activity for each in wanted}) < len(wanted):
        raise UnableToSavePlan(_("同一项工作只能写一次。"), field="required_frequencies")


def _set_group(plan: WorkPlan, group: Mapping[Staff, GroupRole]) -> None:
    if sum(role == GroupRole.LEADER for role in group.values()) > 1:
        raise UnableToSavePlan(_("领导小组只有一位组长。"), field="leading_group")
    plan.leading_group.all().delete()
    LeadingGroupMember.objects.bulk_create(
        LeadingGroupMember(plan=plan, staff=staff, role=role) for staff, role in group.items()
    )
