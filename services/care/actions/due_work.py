"""What the norms make due: one statement a school.

The rule, for each open pairing and each norm of the term's approved plan:
- A period is an ISO week, a calendar month, or the term. It is due on its last school day (own overrides count);
  a period without a school day asks for nothing.
- It counts from the later of the day of pairing and the day the plan was approved; nothing is due for days before.
- A period cut short by that day asks for `times` in proportion to the school days left, rounded up; and for nothing
  when fewer than two school days of a week, or five of a month or term, are left.
- A second run adds nothing. Work that a changed plan no longer asks for is dropped, if its day has not passed.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from services.care.choices import DueState
from services.care.models import DueWork
from services.kit import clock
from services.kit.ids import SQL_UUID7
from services.plans.choices import PlanState
from services.plans.models import WorkPlan
from services.schools import queries as schools
from services.schools.choices import OPEN_DAYS
from services.schools.scope import ScopeNotSet, current

LEAST_OF_A_WEEK, LEAST_OF_MORE = 2, 5  # school days left, below which a cut period asks for nothing

_ADD = f"""
WITH day AS (
    SELECT d.date AS at
      FROM schools_schoolday d
      LEFT JOIN schools_schooldayoverride o ON o.school_id = %(school)s AND o.date = d.date
     WHERE d.county_id = %(county)s AND d.term_id = %(term)s AND coalesce(o.kind, d.kind) = ANY(%(open)s)
), period AS (
    SELECT period_unit, starts, ends, count(*) AS days, min(at) AS first, max(at) AS due_on, array_agg(at) AS each
      FROM day
     CROSS JOIN LATERAL (VALUES
           ('week', date_trunc('week', at)::date, date_trunc('week', at)::date + 6),
           ('month', date_trunc('month', at)::date, (date_trunc('month', at) + interval '1 month')::date - 1),
           ('term', %(begins)s::date, %(ends)s::date)) AS p (period_unit, starts, ends)
     GROUP BY period_unit, starts, ends
), asked AS (
    SELECT g.id AS pairing, g.child_id, c.staff_id, n.id AS frequency, n.activity, n.period_unit, n.count,
           greatest((g.started_at AT TIME ZONE %(zone)s)::date, %(approved)s::date) AS since
      FROM care_pairing g
      JOIN care_mentor c ON c.school_id = g.school_id AND c.id = g.mentor_id
      JOIN plans_requiredfrequency n ON n.school_id = g.school_id AND n.plan_id = %(plan)s
     WHERE g.school_id = %(school)s AND g.ended_at IS NULL
), counted AS (
    SELECT a.*, p.starts, p.ends, p.due_on, p.days,
           CASE WHEN a.since <= p.first THEN p.days
                ELSE (SELECT count(*) FROM unnest(p.each) AS at WHERE at >= a.since) END AS remaining
      FROM asked a JOIN period p ON p.period_unit = a.period_unit AND p.starts <= %(until)s AND p.due_on >= a.since
)
INSERT INTO care_duework (public_id, school_id, county_id, pairing_id, child_id, staff_id, frequency_id, activity, period_unit,
                          period_start, period_end, due_on, number, state)
SELECT {SQL_UUID7}, %(school)s, %(county)s, pairing, child_id, staff_id, frequency, activity, period_unit,
       starts, ends, due_on, number, 'due'
  FROM counted a
 CROSS JOIN LATERAL generate_series(1, CASE
           WHEN remaining = days THEN a.count
           WHEN remaining >= CASE period_unit WHEN 'week' THEN {LEAST_OF_A_WEEK} ELSE {LEAST_OF_MORE} END
           THEN ceil(a.count * remaining::numeric / days)::int
           ELSE 0 END) AS number
ON CONFLICT DO NOTHING
"""  # noqa: S608  our own constants; every value is a parameter

_DROP = """
UPDATE care_duework w SET state = 'cancelled'
 WHERE w.school_id = %(school)s AND w.state = 'due' AND w.due_on >= %(today)s
   AND w.due_on BETWEEN %(begins)s AND %(ends)s
   AND NOT EXISTS (SELECT 1 FROM plans_requiredfrequency n
                    WHERE n.school_id = w.school_id AND n.plan_id = %(plan)s
                      AND n.activity = w.activity AND n.period_unit = w.period_unit AND n.count >= w.number)
"""


@dataclass(frozen=True)
class DueWorkChange:
    added: int = 0
    dropped: int = 0


@transaction.atomic
def refresh_due_work(*, now: datetime, until: date | None = None) -> DueWorkChange:
    """Make due what the scope's school owes in periods that begin up to `until` (today when not said)."""
    today = clock.local_date(now)
    here = current()
    if here.school_id is None:
        raise ScopeNotSet("Work is made due inside one school's scope.")
    if (term := schools.current_term(until or today) or schools.current_term(today)) is None:
        return DueWorkChange()
    plan = WorkPlan.objects.filter(term=term, state=PlanState.APPROVED).first()
    if plan is None or plan.approved_at is None:
        return DueWorkChange()
    values = {
        "school": here.school_id,
        "county": here.county_id,
        "term": term.pk,
        "plan": plan.pk,
        "approved": clock.local_date(plan.approved_at),
        "begins": term.begins_on,
        "ends": term.ends_on,
        "open": sorted(OPEN_DAYS),
        "zone": settings.TIME_ZONE,
        "today": today,
        "until": until or today,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DROP, values)
        dropped = cursor.rowcount
        cursor.execute(_ADD, values)
        return DueWorkChange(cursor.rowcount, dropped)


@transaction.atomic
def postpone(*, work: DueWork, now: datetime, days: int = 1) -> int:
    """稍后: this duty towards this child is out of the teacher's sight for a day; due days stay. How many works."""
    alike = DueWork.objects.filter(pairing=work.pairing_id, activity=work.activity, state=DueState.DUE)
    return alike.update(postponed_until=clock.local_date(now) + timedelta(days=days))
