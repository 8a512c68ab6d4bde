"""Due work of a school, from the frequencies of its approved plan.

The rule, for each open pairing and each required frequency of the term's approved plan:
- A period is an ISO week, a calendar month, or the term. It is due on its last school day (the school's own overrides
  count). A period without a school day asks for nothing.
- It counts from the day of pairing or the day the plan was approved, whichever is later. Nothing is due for days
  before.
- A period cut short by that day asks for its count in proportion to the school days left, rounded up, and for nothing
  when too few are left.
- A second run adds nothing. Work that a changed plan no longer asks for is cancelled, unless its day has passed.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from services.care import sql
from services.care.choices import DueState
from services.care.models import DueWork
from services.kit import clock
from services.plans.choices import PeriodUnit, PlanState
from services.plans.models import WorkPlan
from services.schools import queries as schools
from services.schools.choices import OPEN_DAYS, DayKind
from services.schools.models import Term
from services.schools.scope import ScopeNotSet, current

# School days that must be left of a period cut short. A talk cannot be asked for within a day, nor a home visit within
# a few days of the pairing.
MIN_DAYS_OF_WEEK, MIN_DAYS = 2, 5

_Value = int | str | date | list[DayKind] | None


@dataclass(frozen=True)
class DueWorkChange:
    """How many rows a refresh added and cancelled."""

    added: int = 0
    cancelled: int = 0


@transaction.atomic
def refresh_due_work(*, now: datetime, until: date | None = None) -> DueWorkChange:
    """Add and cancel the due work of the scope's school, for periods that begin up to `until` (default: today).

    Idempotent. Raises ScopeNotSet outside the scope of one school.
    """
    today = clock.local_date(now)
    if current().school_id is None:
        raise ScopeNotSet("Due work is refreshed in the scope of one school.")
    term = schools.current_term(until or today) or schools.current_term(today)
    if term is None:
        return DueWorkChange()
    plan = WorkPlan.objects.filter(term=term, state=PlanState.APPROVED).first()
    if plan is None or plan.approved_at is None:
        return DueWorkChange()
    parameters = _parameters(plan, term, today=today, until=until or today)
    with connection.cursor() as cursor:
        cursor.execute(sql.CANCEL_DUE_WORK, parameters)
        cancelled = cursor.rowcount
        cursor.execute(sql.ADD_DUE_WORK, parameters)
        return DueWorkChange(cursor.rowcount, cancelled)


def _parameters(plan: WorkPlan, term: Term, *, today: date, until: date) -> dict[str, _Value]:
    scope = current()
    assert plan.approved_at, "an approved plan has the moment of its approval"  # noqa: S101
    return {
        "school": scope.school_id,
        "county": scope.county_id,
        "term": term.pk,
        "plan": plan.pk,
        "approved_on": clock.local_date(plan.approved_at),
        "begins_on": term.begins_on,
        "ends_on": term.ends_on,
        "open_kinds": sorted(OPEN_DAYS),
        "time_zone": settings.TIME_ZONE,
        "today": today,
        "until": until,
        "week": PeriodUnit.WEEK,
        "month": PeriodUnit.MONTH,
        "whole_term": PeriodUnit.TERM,
        "due": DueState.DUE,
        "cancelled": DueState.CANCELLED,
        "min_days_of_week": MIN_DAYS_OF_WEEK,
        "min_days": MIN_DAYS,
    }


@transaction.atomic
def postpone(*, work: DueWork, now: datetime, days: int = 1) -> int:
    """Hide this activity for this child from the teacher's list for some days (稍后). Last days stay as they are.

    Returns the number of rows: an activity may be due several times.
    """
    alike = DueWork.objects.filter(pairing=work.pairing_id, activity=work.activity, state=DueState.DUE)
    return alike.update(postponed_until=clock.local_date(now) + timedelta(days=days))
