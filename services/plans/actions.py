"""Create, update and approve a work plan."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.plans.choices import AuditAction, GroupRole, PlanState
from services.plans.default_frequencies import DEFAULTS, FrequencyInput
from services.plans.models import MAX_COUNT, LeadingGroupMember, RequiredFrequency, WorkPlan
from services.schools import queries as schools
from services.schools.models import Staff, Term


class GroupMemberInput(NamedTuple):
    """One person of the leading group."""

    staff: Staff
    role: GroupRole


class UnableToSavePlan(ApplicationError):
    """The plan is not saved or approved; the text says why."""


@transaction.atomic
def create_plan(
    *,
    term: Term | None = None,
    by: Actor,
    now: datetime,
    title: str = "",
    goals: str = "",
    required_frequencies: Collection[FrequencyInput] = DEFAULTS,
    leading_group: Collection[GroupMemberInput] = (),
) -> WorkPlan:
    """Create a term's plan as a draft, by default this term's.

    Raises UnableToSavePlan, also when there is no term or it has a plan already.
    """
    if (term := term or schools.term_on(clock.local_date(now))) is None:
        raise UnableToSavePlan(_("还没有设定学期。"), field="term")
    try:
        # The constraint decides, not a look-up before it: two people may create the plan of a term at once.
        with transaction.atomic():
            plan = WorkPlan.objects.create(term=term, title=title.strip() or _("%s关爱工作计划") % term, goals=goals)
    except IntegrityError as reason:
        raise UnableToSavePlan(_("这个学期已经有工作计划了。"), field="term") from reason
    _set_frequencies(plan, required_frequencies)
    _set_leading_group(plan, leading_group)
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
    leading_group: Collection[GroupMemberInput] | None = None,
) -> WorkPlan:
    """Change the arguments that are not None. Raises UnableToSavePlan.

    Changed frequencies make an approved plan a draft again; work that is already due stays due.
    """
    # Locked and read again: an approval at the same time must not be overwritten by an older copy.
    plan = WorkPlan.objects.select_for_update().get(pk=plan.pk)
    if title is not None and title.strip():
        plan.title = title.strip()
    if goals is not None:
        plan.goals = goals.strip()
    if required_frequencies is not None and _set_frequencies(plan, required_frequencies):
        # The head approved other frequencies; until they are approved anew nothing further falls due by them.
        plan.state, plan.approved_at, plan.approved_by = PlanState.DRAFT, None, None
    if leading_group is not None:
        _set_leading_group(plan, leading_group)
    plan.save()
    values = {
        "title": title,
        "goals": goals,
        "required_frequencies": required_frequencies,
        "leading_group": leading_group,
    }
    # Names only: goals are free text and may name a child.
    fields = [name for name, value in values.items() if value is not None]
    audit.log(AuditAction.PLAN_UPDATED, target=plan, by=by, now=now, detail={"fields": fields})
    return plan


@transaction.atomic
def approve_plan(*, plan: WorkPlan, by: Actor, now: datetime) -> WorkPlan:
    """Approve a plan: from today on, work falls due by its frequencies. Idempotent.

    Raises UnableToSavePlan when it has no frequency.
    """
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
    left_over = {frequency.activity: frequency for frequency in plan.required_frequencies.all()}
    changed = False
    for entry in entries:
        frequency = left_over.pop(entry.activity, None) or RequiredFrequency(plan=plan, activity=entry.activity)
        if frequency.pk is None or (frequency.count, frequency.period_unit) != (entry.count, entry.period_unit):
            frequency.count, frequency.period_unit, changed = entry.count, entry.period_unit, True
            frequency.save()
    for frequency in left_over.values():
        frequency.delete()
    return changed or bool(left_over)


def _check_frequencies(entries: Collection[FrequencyInput]) -> None:
    if any(not 1 <= entry.count <= MAX_COUNT for entry in entries):
        raise UnableToSavePlan(_("次数请填 1 到 10。"), field="required_frequencies")
    if len({entry.activity for entry in entries}) < len(entries):
        raise UnableToSavePlan(_("同一项工作只能写一次。"), field="required_frequencies")


def _set_leading_group(plan: WorkPlan, members: Collection[GroupMemberInput]) -> None:
    roles = {member.staff: member.role for member in members}  # a person once
    # Checked here for the message; the constraint holds it when two requests come at once.
    if sum(role == GroupRole.LEADER for role in roles.values()) > 1:
        raise UnableToSavePlan(_("领导小组只有一位组长。"), field="leading_group")
    # Replaced as a whole: nothing points at a member, unlike at a frequency.
    plan.leading_group.all().delete()
    LeadingGroupMember.objects.bulk_create(
        LeadingGroupMember(plan=plan, staff=staff, role=role) for staff, role in roles.items()
    )
