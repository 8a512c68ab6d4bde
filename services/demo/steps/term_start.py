"""The beginning of a term: work plan, pairing, telephone numbers verified, contact cards issued."""

from datetime import datetime
from random import Random

from services.access.actor import Actor
from services.care import queries as care
from services.care.actions import pairing_plans
from services.care.models import Pairing
from services.children.actions import contact_cards, phone_numbers
from services.children.choices import VerificationResult
from services.children.models import Child, ContactCard, PhoneNumber
from services.demo.demo_school import DemoSchool
from services.demo.jobs import run_job
from services.demo.timeline import TermDates
from services.plans import actions as plans
from services.plans.actions import GroupMemberInput
from services.plans.choices import CareActivity, GroupRole, PeriodUnit
from services.plans.default_frequencies import DEFAULTS, FrequencyInput
from services.plans.models import WorkPlan
from services.schools.models import Staff, Term
from services.schools.scope import scope

CARD_SHARE, CALLED_SHARE = 0.93, 0.84  # of the children
_GOALS = "摸清底数，一人一档；每位教师结对 2–3 名；按月家访，按周谈心；体检异常一周内告知家长。"
_FREQUENCIES = (*DEFAULTS, FrequencyInput(CareActivity.DIARY, 1, PeriodUnit.TERM))
_RESULTS = {  # in percent of the calls
    VerificationResult.VALID: 90,
    VerificationResult.NOT_IN_SERVICE: 4,
    VerificationResult.SUSPENDED: 4,
    VerificationResult.DECLINED: 2,
}


def approve_work_plan(school: DemoSchool, term: TermDates) -> None:
    """Create and approve the term's work plan, with the default frequencies and a leading group."""
    by, timeline = school.head, school.timeline
    with scope(by.scope):
        row = Term.objects.get(school_year=term.school_year, season=term.season)
        if WorkPlan.objects.filter(term=row).exists():
            return
        plan = plans.create_plan(
            term=row,
            goals=_GOALS,
            required_frequencies=_FREQUENCIES,
            leading_group=_leading_group(school),
            by=by,
            now=timeline.moment(term.workday(2), 15),
        )
        plans.approve_plan(plan=plan, by=by, now=timeline.moment(term.workday(3)))


def _leading_group(school: DemoSchool) -> list[GroupMemberInput]:
    head = Staff.objects.get(user=school.head.user_id)
    admin = Staff.objects.get(user=school.admin.user_id)
    class_teachers = Staff.objects.exclude(pk__in=[head.pk, admin.pk]).filter(classes_led__isnull=False).distinct()
    members = [GroupMemberInput(staff, GroupRole.MEMBER) for staff in class_teachers.order_by("pk")[:3]]
    return [GroupMemberInput(head, GroupRole.LEADER), GroupMemberInput(admin, GroupRole.DEPUTY), *members]


def pair_children(school: DemoSchool, term: TermDates) -> None:
    """Let the optimiser propose a mentor for all children without one; the head approves."""
    requested = school.timeline.moment(term.workday(4))
    with scope(school.admin.scope):
        is_paired = Pairing.objects.filter(started_at__gte=school.timeline.moment(term.begins_on, 0)).exists()
        # In a later term only children without a mentor are left, often none.
        if is_paired or not care.children_to_pair().exists():
            return
        plan = pairing_plans.request_plan(by=school.admin, now=requested)
    run_job(plan.job, by=school.admin, now=requested)
    with scope(school.head.scope):
        plan.refresh_from_db()
        pairing_plans.approve_plan(plan=plan, by=school.head, now=school.timeline.moment(term.workday(6)))


def issue_contact_cards(school: DemoSchool, term: TermDates) -> None:
    """Call most families once to verify a number, and issue most contact cards."""
    by, rng, timeline = school.admin, school.rng(f"cards {term.begins_on}"), school.timeline
    with scope(by.scope):
        if ContactCard.objects.filter(issued_on__gte=term.begins_on).exists():
            return
        numbers = _numbers_by_pupil()
        for child in Child.objects.filter(closed_on__isnull=True).order_by("pk"):
            if rng.random() < CALLED_SHARE and child.pupil_id in numbers:
                # Spread over eight weeks: schools call families bit by bit.
                called_at = timeline.moment(term.workday(rng.randint(8, 40)), 17)
                _verify(rng.choice(numbers[child.pupil_id]), rng, by, called_at)
            if rng.random() < CARD_SHARE:
                issued_at = timeline.moment(term.workday(rng.randint(5, 12)), 16)
                contact_cards.issue_card(child=child, by=by, now=issued_at)


def _numbers_by_pupil() -> dict[int, list[PhoneNumber]]:
    numbers: dict[int, list[PhoneNumber]] = {}
    for number in PhoneNumber.objects.filter(pupil__child__isnull=False).select_related("pupil").order_by("pk"):
        numbers.setdefault(number.pupil_id, []).append(number)
    return numbers


def _verify(number: PhoneNumber, rng: Random, by: Actor, called_at: datetime) -> None:
    result = rng.choices(list(_RESULTS), list(_RESULTS.values()))[0]
    phone_numbers.verify_number(phone_number=number, result=result, by=by, now=called_at)
