"""School days, approved plans, mentors and pairings for tests, all made by the actions of the apps."""

from datetime import datetime
from typing import Any

from services.access.actor import Actor
from services.access.models import AuditEvent
from services.care.actions import mentors, pairings
from services.care.models import DueWork, Mentor, Pairing
from services.children.models import Child
from services.plans import actions as plans
from services.plans.choices import CareActivity, PeriodUnit
from services.plans.default_frequencies import DEFAULTS, FrequencyInput
from services.plans.models import WorkPlan
from services.schools import actions as schools
from services.schools.scope import for_county, scope
from tests.cast import TenantCast, Town

WEEKLY_TALK = (FrequencyInput(CareActivity.TALK, 1, PeriodUnit.WEEK),)


def school_days(town: Town) -> None:
    """The autumn term of 清河县 with each of its days."""
    with scope(for_county(town.county.pk)):
        schools.seed_days(term=town.term)


def plan(town: Town, by: Actor, *, required_frequencies: Any = DEFAULTS, at: datetime | None = None) -> WorkPlan:
    """An approved work plan, in the open scope of `by`."""
    made = plans.create_plan(term=town.term, by=by, now=at or town.monday, required_frequencies=required_frequencies)
    return plans.approve_plan(plan=made, by=by, now=at or town.monday)


def mentor(tenant: TenantCast, name: str, by: Actor, now: datetime, capacity: int = 3) -> Mentor:
    return mentors.add_mentor(staff=tenant.staff[name], capacity=capacity, by=by, now=now)


def pair(town: Town, child: Child, name: str = "wang", *, at: datetime | None = None) -> Pairing:
    """A child of 中心小学 paired with one of its teachers by the head, in the head's open scope."""
    at = at or town.monday
    return pairings.pair(child=child, mentor=mentor(town.a, name, town.head_li, at), by=town.head_li, now=at)


def paired(town: Town, *, required_frequencies: Any = DEFAULTS) -> Pairing:
    """School days, an approved plan, and 王小明 with 王老师, all on the first Monday. Opens the scopes it needs."""
    school_days(town)
    with town.as_(town.head_li) as head:
        plan(town, head, required_frequencies=required_frequencies)
        return pair(town, town.xiaoming)


def due(**filters: Any) -> list[tuple[str, str, str, int]]:
    """(activity, period start, due day, number) of due work in scope, ordered."""
    rows = DueWork.objects.filter(**filters).order_by("activity", "period_start", "number")
    return [(row.activity, str(row.period_start), str(row.due_on), row.number) for row in rows]


def actions(*, about: Any) -> list[str]:
    """The audit actions about an object, oldest first."""
    rows = AuditEvent.objects.filter(target__contains=[str(about.public_id)]).order_by("id")
    return list(rows.values_list("action", flat=True))
