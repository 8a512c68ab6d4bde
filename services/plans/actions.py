"""Create, update and approve a work plan."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.kit.exceptions import ApplicationError
from services.plans.choices import AuditAction, GroupRole, PlanState
from services.plans.default_frequencies import DEFAULTS, FrequencyInput
from services.plans.models import MAX_COUNT, LeadingGroupMember, RequiredFrequency, WorkPlan
from services.schools.models import Staff, Term


class UnableToSavePlan(ApplicationError):
    """The plan is not saved or approved; the text says why."""


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
    """Create the draft of a term. Raises UnableToSavePlan when the term has a plan."""
    try:
        with transaction.atomic():
            plan = WorkPlan.objects.create(term=term, title=title.strip() or _("%s关爱工作计划") % term, goals=goals)
    except IntegrityError as reason:
        raise UnableToSavePlan(_("这个学期已经有工作计划了。"), field="term") from reason
    _set_frequencies(plan, required_frequencies)
    _set_group(plan, group or {})
    detail = {"required_frequencies": len(required_frequencies)}
    audit.log(AuditAction.PLAN_CREATED, target=plan, by=by, now=now, detail=detail)
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
    """Change what is given. Other frequencies make an approved plan a draft again; work already due stays due."""
    plan = WorkPlan.objects.select_for_update().get(pk=plan.pk)
    if title is not None and title.strip():
        plan.title = title.strip()
    if goals is not None:
        plan.goals = goals.strip()
    if required_frequencies is not None and _set_frequencies(plan, required_frequencies):
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
    """Approve a plan: its frequencies make work due from now on. Idempotent. Raises UnableToSavePlan without any."""
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


def _set_frequencies(plan: WorkPlan, entries: Collection[FrequencyInput]) -> bool:
    """Replace the frequencies of a plan and return whether anything changed.

    The row of an activity is updated, not replaced: due work points to it.
    """
    _check_frequencies(entries)
    outdated = {frequency.activity: frequency for frequency in plan.required_frequencies.all()}
    changed = False
    for entry in entries:
        frequency = outdated.pop(entry.activity, None) or RequiredFrequency(plan=plan, activity=entry.activity)
        if frequency.pk is None or (frequency.count, frequency.period_unit) != (entry.count, entry.period_unit):
            frequency.count, frequency.period_unit, changed = entry.count, entry.period_unit, True
            frequency.save()
    for frequency in outdated.values():
        frequency.delete()
    return changed or bool(outdated)


def _check_frequencies(entries: Collection[FrequencyInput]) -> None:
    if any(not 1 <= entry.count <= MAX_COUNT for entry in entries):
        raise UnableToSavePlan(_("次数请填 1 到 10。"), field="required_frequencies")
    if len({entry.activity for entry in entries}) < len(entries):
        raise UnableToSavePlan(_("同一项工作只能写一次。"), field="required_frequencies")


def _set_group(plan: WorkPlan, group: Mapping[Staff, GroupRole]) -> None:
    if sum(role == GroupRole.LEADER for role in group.values()) > 1:
        raise UnableToSavePlan(_("领导小组只有一位组长。"), field="leading_group")
    plan.leading_group.all().delete()
    LeadingGroupMember.objects.bulk_create(
        LeadingGroupMember(plan=plan, staff=staff, role=role) for staff, role in group.items()
    )
