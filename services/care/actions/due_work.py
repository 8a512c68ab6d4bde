"""Due work of a school, from the frequencies of its approved plan.

The rule, for each open pairing and each required frequency of the term's approved plan:
- A period is an ISO week, a calendar month, or the term. Its work is due on its last school day, by the school's own
  calendar. A period without a school day requires nothing.
- Days count from the day of pairing or the day the plan was approved, whichever is later.
- Of a period that began before that day, the count is reduced in proportion to the school days left, rounded up; with
  too few days left it is 0.
- A second run adds nothing. Work that a changed plan no longer requires is cancelled, unless its day has passed.

Each night a county's schools are refreshed by one job, and only where something begins or has changed: the periods
that have begun since the last job, and the whole term of a school in the queue StaleDueWork.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from services.care import sql
from services.care.choices import DueState, JobKind
from services.care.models import DueWork, StaleDueWork
from services.jobs import actions as jobs
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.kit import clock
from services.plans.choices import PeriodUnit, PlanState
from services.plans.models import WorkPlan
from services.schools import queries as schools
from services.schools.choices import SCHOOL_DAY_KINDS, DayKind
from services.schools.models import County, School, Term
from services.schools.scope import ScopeNotSet, current_scope

# School days that must be left of a week, and of a month or term, that began before: nobody can be required
# to talk to a child within a day, nor to visit the home within a few days.
MIN_DAYS_LEFT_OF_WEEK, MIN_DAYS_LEFT = 2, 5

_Value = int | str | date | list[DayKind] | None


@dataclass(frozen=True)
class DueWorkChange:
    """How many rows a refresh added and cancelled."""

    added: int = 0
    cancelled: int = 0


@transaction.atomic
def request_refresh(*, county: County, now: datetime) -> Job | None:
    """Enqueue the refresh of the open scope's county. None on a day on which nothing begins and nothing has changed."""
    today = clock.local_date(now)
    since = _refreshed_until()
    if not _begins(since, today) and not StaleDueWork.objects.exists():
        return None
    arguments = {"since": since.isoformat() if since else None, "until": today.isoformat()}
    return jobs.enqueue(
        kind=JobKind.REFRESH_DUE_WORK, target_id=county.public_id, by=None, now=now, arguments=arguments
    )


def schools_to_refresh(*, since: date | None, now: datetime) -> list[int]:
    """The county's open schools (ids) where a period has begun after `since` or something has changed."""
    schools = School.objects.filter(is_open=True).order_by("pk")
    if not _begins(since, clock.local_date(now)):
        schools = schools.filter(pk__in=StaleDueWork.objects.values("school_id"))
    return list(schools.values_list("pk", flat=True))


@transaction.atomic
def refresh_school(*, since: date | None, now: datetime) -> DueWorkChange:
    """Refresh the scope's school: its whole term after a change, else the periods that have begun after `since`.

    The queue is read first and exactly those rows are deleted, so that a change made meanwhile stays queued.
    """
    queued = list(StaleDueWork.objects.values_list("pk", flat=True))
    change = refresh_due_work(now=now, since=None if queued else since)
    StaleDueWork.objects.filter(pk__in=queued).delete()
    return change


def _refreshed_until() -> date | None:
    """The day up to which the county has been refreshed; None before the first time."""
    done = Job.objects.filter(kind=JobKind.REFRESH_DUE_WORK, state=JobState.DONE).order_by("-pk").first()
    return date.fromisoformat(done.arguments["until"]) if done else None


def _begins(since: date | None, today: date) -> bool:
    """Whether a week, a month or a term begins after `since` and up to today."""
    if since is None:
        return True
    days = [since + timedelta(days=number) for number in range(1, (today - since).days + 1)]
    return any(day.weekday() == 0 or day.day == 1 for day in days) or Term.objects.filter(begins_on__in=days).exists()


@transaction.atomic
def refresh_due_work(*, now: datetime, until: date | None = None, since: date | None = None) -> DueWorkChange:
    """Add and cancel the due work of the scope's school, for periods that begin up to `until` (default: today).

    `since`: leave out periods that had begun by that day; nothing they are derived from has changed. Idempotent.
    Raises ScopeNotSet outside the scope of one school.
    """
    today = clock.local_date(now)
    if current_scope().school_id is None:
        raise ScopeNotSet("Due work is refreshed in the scope of one school.")
    term = schools.current_term(until or today) or schools.current_term(today)
    if term is None:
        return DueWorkChange()
    plan = WorkPlan.objects.filter(term=term, state=PlanState.APPROVED).first()
    if plan is None or plan.approved_at is None:
        return DueWorkChange()
    if since is not None and since < term.begins_on:
        since = None  # the first week may begin before the term
    parameters = _parameters(plan, term, today=today, until=until or today) | {"since": since}
    with connection.cursor() as cursor:
        cursor.execute(sql.CANCEL_DUE_WORK, parameters)
        cancelled = cursor.rowcount
        cursor.execute(sql.ADD_DUE_WORK, parameters)
        return DueWorkChange(cursor.rowcount, cancelled)


def _parameters(plan: WorkPlan, term: Term, *, today: date, until: date) -> dict[str, _Value]:
    opened = current_scope()
    assert plan.approved_at, "an approved plan has the moment of its approval"  # noqa: S101
    return {
        "school": opened.school_id,
        "county": opened.county_id,
        "term": term.pk,
        "plan": plan.pk,
        "approved_on": clock.local_date(plan.approved_at),
        "begins_on": term.begins_on,
        "ends_on": term.ends_on,
        "school_day_kinds": sorted(SCHOOL_DAY_KINDS),
        "time_zone": settings.TIME_ZONE,
        "today": today,
        "until": until,
        "week": PeriodUnit.WEEK,
        "month": PeriodUnit.MONTH,
        "whole_term": PeriodUnit.TERM,
        "due": DueState.DUE,
        "cancelled": DueState.CANCELLED,
        "min_days_left_of_week": MIN_DAYS_LEFT_OF_WEEK,
        "min_days_left": MIN_DAYS_LEFT,
    }


@transaction.atomic
def postpone(*, work: DueWork, now: datetime, days: int = 1) -> int:
    """Hide this activity for this child from the teacher's list for some days (稍后). Its due day does not change.

    Returns the number of rows postponed: an activity may be due several times.
    """
    same_activity = DueWork.objects.filter(pairing=work.pairing_id, activity=work.activity, state=DueState.DUE)
    return same_activity.update(postponed_until=clock.local_date(now) + timedelta(days=days))
