"""A pairing plan: requested, computed by a job, approved as a whole or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.care import queries
from services.care.actions import mentors
from services.care.actions.pairings import ChildAndMentor, UnableToPair, create_pairings
from services.care.choices import AuditAction, JobKind, PairingPlanState
from services.care.models import CHILDREN_PER_MENTOR, Mentor, Pairing, PairingPlan, ProposedPair
from services.care.pairing_types import ChildInput, MentorInput, SolverResult
from services.jobs import actions as jobs
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools import queries as schools
from services.schools.models import SchoolClass

MIN_CHILDREN_PER_MENTOR = 2  # 每位教师结对 2–3 名
MAX_MESSAGE_LENGTH: int = PairingPlan.message.field.max_length or 0
_NAMES_SHOWN = 5  # of children in an error


class UnableToPropose(ApplicationError):
    """No plan is requested; the text says why."""


class UnableToApprove(ApplicationError):
    """The plan is not approved; the text says why."""


@dataclass(frozen=True)
class PairingInput:
    """The children without a mentor and the mentors of a school."""

    children: list[ChildInput]
    mentors: list[MentorInput]


@transaction.atomic
def request_plan(*, by: Actor, now: datetime) -> PairingPlan:
    """Request a plan for all children without a mentor and discard older ones. Raises UnableToPropose."""
    term = schools.term_on(clock.local_date(now))
    if term is None:
        raise UnableToPropose(_("还没有设定学期，请先由县里设定校历。"))
    # Teachers need not be registered by hand first: most schools would forget somebody.
    mentors.add_missing_mentors(now=now)
    if not queries.children_to_pair().exists():
        raise UnableToPropose(_("没有待结对的孩子：每个孩子都已有结对教师，或还没有建立档案。"))
    # Two open plans could pair the same child with two mentors.
    older = PairingPlan.objects.filter(state__in=[PairingPlanState.PROPOSED, PairingPlanState.COMPUTING])
    older.update(state=PairingPlanState.DISCARDED)
    plan = PairingPlan.objects.create(term=term, proposed_by_id=by.user_id, proposed_at=now)
    plan.job = jobs.enqueue(kind=JobKind.PROPOSE_PAIRINGS, target_id=plan.public_id, by=by, now=now)
    plan.save(update_fields=["job"])
    audit.log(AuditAction.PAIRING_PLAN_REQUESTED, target=plan, by=by, now=now)
    return plan


def load_input(plan: PairingPlan) -> PairingInput:
    """Children without a mentor and mentors with their classes, as of now."""
    active = list(queries.active_mentors().select_related("staff").order_by("pk"))
    classes = SchoolClass.objects.in_bulk()
    mentor_ids = {mentor.staff_id: mentor.pk for mentor in active}
    return PairingInput(
        children=_children(plan.term.school_year, classes, mentor_ids), mentors=_mentors(active, classes.values())
    )


def _children(school_year: int, classes: Mapping[int, SchoolClass], mentor_ids: Mapping[int, int]) -> list[ChildInput]:
    # A child who comes back without a mentor should get the one it knows.
    previous = queries.previous_mentors()
    rows = queries.children_to_pair().order_by("pk").values_list("pk", "pupil__sex", "pupil__school_class_id")
    return [
        ChildInput(
            id=pk,
            site_id=classes[class_id].site_id,
            class_id=class_id,
            sex=sex,
            grade=classes[class_id].grade(school_year),
            class_teacher_id=mentor_ids.get(classes[class_id].class_teacher_id or 0),
            previous_mentor_id=previous.get(pk),
        )
        for pk, sex, class_id in rows
    ]


def _mentors(active: Iterable[Mentor], classes: Iterable[SchoolClass]) -> list[MentorInput]:
    paired = queries.paired_counts()
    class_teacher_of: dict[int, set[int]] = {}
    for school_class in classes:
        if school_class.class_teacher_id:
            class_teacher_of.setdefault(school_class.class_teacher_id, set()).add(school_class.pk)
    return [
        MentorInput(
            id=mentor.pk,
            site_id=mentor.staff.site_id,
            sex=mentor.staff.sex,
            # A blank subject would match every other blank one.
            subjects=frozenset({mentor.staff.subject} - {""}),
            class_teacher_of=frozenset(class_teacher_of.get(mentor.staff_id, ())),
            paired_count=paired.get(mentor.pk, 0),
            capacity=min(mentor.capacity, CHILDREN_PER_MENTOR),
        )
        for mentor in active
    ]


@transaction.atomic
def save_result(*, plan_id: UUID, result: SolverResult, message: str) -> bool:
    """Save the proposed pairs of a plan that is being computed.

    Returns False and saves nothing when the plan was discarded meanwhile or saved by an earlier run of the job.
    """
    plan = PairingPlan.objects.select_for_update(of=("self",)).get(public_id=plan_id)
    # A job may run twice, and may come back after a newer request.
    if plan.state != PairingPlanState.COMPUTING:
        return False
    paired = [
        ProposedPair(plan=plan, child_id=pair.child_id, mentor_id=pair.mentor_id, reasons=pair.reasons)
        for pair in result.pairs
    ]
    unpaired = [ProposedPair(plan=plan, child_id=child_id, reasons=[reason]) for child_id, reason in result.unpaired]
    ProposedPair.objects.bulk_create(paired + unpaired)
    plan.state, plan.message = PairingPlanState.PROPOSED, message[:MAX_MESSAGE_LENGTH]
    plan.save(update_fields=["state", "message"])
    return True


@transaction.atomic
def mark_failed(*, plan_id: UUID, message: str) -> None:
    """Mark the plan failed, with a message. Does nothing to a plan that is no longer being computed."""
    plans = PairingPlan.objects.filter(public_id=plan_id, state=PairingPlanState.COMPUTING)
    plans.update(state=PairingPlanState.FAILED, message=message[:MAX_MESSAGE_LENGTH])


@transaction.atomic
def approve_plan(*, plan: PairingPlan, by: Actor, now: datetime) -> list[Pairing]:
    """Create every proposed pairing or none. Raises UnableToApprove naming what changed since the proposal."""
    locked = PairingPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if locked.state != PairingPlanState.PROPOSED:
        raise UnableToApprove(_("这个方案%s，不能批准。") % PairingPlanState(locked.state).label)
    pairs = _proposed_pairs(locked)
    try:
        pairings = create_pairings(pairs=pairs, plan=locked, by=by, now=now)
    except UnableToPair as reason:
        raise UnableToApprove(_("方案生成后情况有变化：%s请重新生成。") % reason) from reason
    locked.state, locked.approved_by_id, locked.approved_at = PairingPlanState.APPROVED, by.user_id, now
    locked.save(update_fields=["state", "approved_by", "approved_at"])
    audit.log(AuditAction.PAIRING_PLAN_APPROVED, target=locked, by=by, now=now, detail={"pairs": len(pairings)})
    return pairings


def _proposed_pairs(plan: PairingPlan) -> list[ChildAndMentor]:
    rows = plan.rows.filter(mentor__isnull=False).select_related("child__pupil", "mentor__staff").order_by("pk")
    pairs = [(row.child, row.mentor) for row in rows if row.mentor]
    if not pairs:
        raise UnableToApprove(_("方案里没有一对可以结成。"))
    # Days may lie between plan and approval: pupils leave, others are paired by hand.
    to_pair = set(queries.children_to_pair().values_list("pk", flat=True))
    changed = [child.pupil.name for child, _mentor in pairs if child.pk not in to_pair]
    if changed:
        names = "、".join(changed[:_NAMES_SHOWN])
        raise UnableToApprove(_("方案生成后情况有变化（%s 已结对或已离校），请重新生成。") % names)
    return pairs
