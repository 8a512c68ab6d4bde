"""A quarter of recorded work at a school, written inside its scope; the numbers are the caller's."""

from datetime import date, datetime, timedelta

from services.care.choices import DueState
from services.care.models import CareNote, CareRecord, DueWork, Mentor, Pairing
from services.children.choices import AssignmentReason
from services.children.models import CaseAssignment, Child
from services.plans.choices import CareActivity, GroupRole, PeriodUnit, PlanState
from services.plans.models import LeadingGroupMember, RequiredFrequency, WorkPlan
from services.schools.models import Staff, Term


def plan(term: Term, leader: Staff, now: datetime) -> WorkPlan:
    """An approved plan with a leading group, a talk a week and a visit a month."""
    made = WorkPlan.objects.create(
        term=term, title="计划", state=PlanState.APPROVED, approved_at=now, approved_by_id=leader.user_id
    )
    LeadingGroupMember.objects.create(plan=made, staff=leader, role=GroupRole.LEADER)
    RequiredFrequency.objects.create(plan=made, activity=CareActivity.TALK, count=1, period_unit=PeriodUnit.WEEK)
    RequiredFrequency.objects.create(plan=made, activity=CareActivity.HOME_VISIT, count=1, period_unit=PeriodUnit.MONTH)
    return made


def pairing(child: Child, staff: Staff, now: datetime) -> Pairing:
    mentor, _ = Mentor.objects.get_or_create(staff=staff)
    assignment = CaseAssignment.objects.create(child=child, staff=staff, reason=AssignmentReason.PAIRING, since=now)
    return Pairing.objects.create(child=child, mentor=mentor, assignment=assignment, started_at=now)


def due(pair: Pairing, frequency: RequiredFrequency, day: date, *, done: bool, number: int = 1) -> DueWork:
    """Work due on a day, done on that day or not at all."""
    staff = pair.mentor.staff
    record = recorded(pair, frequency.activity, day) if done else None
    return DueWork.objects.create(
        pairing=pair,
        child=pair.child,
        staff=staff,
        frequency=frequency,
        period_unit=frequency.period_unit,
        activity=frequency.activity,
        period_start=day - timedelta(days=4),
        period_end=day,
        due_on=day,
        number=number,
        state=DueState.DONE if done else DueState.DUE,
        record=record,
    )


def recorded(pair: Pairing, activity: str, day: date, text: str = "说说这周的事") -> CareRecord:
    record = CareRecord.objects.create(
        child=pair.child,
        pairing=pair,
        staff=pair.mentor.staff,
        activity=activity,
        happened_on=day,
        mood=4,
        topics=["study"],
        recorded_at=pair.started_at,
        recorded_by_id=pair.mentor.staff.user_id,
    )
    CareNote.objects.create(record=record, text=text)
    return record
