"""A pairing plan: asked for, computed by a job, approved whole or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.care import queries
from services.care.actions import mentors
from services.care.actions.mentors import CHILDREN_PER_MENTOR
from services.care.actions.pairings import UnableToPair, create_pairings
from services.care.choices import AuditAction, JobKind, PairingPlanState
from services.care.models import Pairing, PairingPlan, ProposedPair
from services.care.pairing_types import ChildInput, MentorInput, SolverResult
from services.jobs import actions as jobs
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools import queries as schools
from services.schools.models import SchoolClass

MIN_CHILDREN_PER_MENTOR = 2


class UnableToPropose(ApplicationError):
    """The sentence says why."""


class UnableToApprove(ApplicationError):
    """The sentence says why."""


@dataclass(frozen=True)
class PairingInput:
    """What the optimiser is asked."""

    children: list[ChildInput]
    mentors: list[MentorInput]


@transaction.atomic
def request_plan(*, by: Actor, now: datetime) -> PairingPlan:
    """Ask for a proposal for all children without a carer; an older one that nobody approved is discarded."""
    term = schools.term_on(clock.local_date(now))
    if term is None:
        raise UnableToPropose(_("还没有设定学期，请先由县里设定校历。"))
    mentors.add_missing_mentors(now=now)
    if not queries.children_to_pair().exists():
        raise UnableToPropose(_("没有待结对的孩子：每个孩子都已有结对教师，或还没有建立档案。"))
    older = PairingPlan.objects.filter(state__in=[PairingPlanState.PROPOSED, PairingPlanState.COMPUTING])
    older.update(state=PairingPlanState.DISCARDED)
    plan = PairingPlan.objects.create(term=term, proposed_by_id=by.user_id, proposed_at=now)
    plan.job = jobs.enqueue(kind=JobKind.PROPOSE_PAIRINGS, subject=plan.public_id, by=by, now=now)
    plan.save(update_fields=["job"])
    audit.log(AuditAction.PAIRING_PLAN_REQUESTED, target=plan, by=by, now=now)
    return plan


def load_input(plan: PairingPlan) -> PairingInput:
    """Who wants a carer and who may be one, as the school is now."""
    everybody = list(queries.active_mentors().select_related("staff"))
    classes = {each.pk: each for each in SchoolClass.objects.all()}
    return PairingInput(
        children=_wanting(plan.term.school_year, classes, {mentor.staff_id: mentor.pk for mentor in everybody}),
        mentors=_willing(everybody, classes.values()),
    )


def _wanting(school_year: int, classes: dict[int, SchoolClass], carer_of_staff: dict[int, int]) -> list[ChildInput]:
    previous = queries.previous_mentors()
    rows = queries.children_to_pair().order_by("pk").values_list("pk", "pupil__sex", "pupil__school_class_id")
    return [
        ChildInput(
            id=pk,
            site=classes[class_id].site_id,
            class_id=class_id,
            sex=sex,
            grade=classes[class_id].grade(school_year),
            class_teacher_id=carer_of_staff.get(classes[class_id].class_teacher_id or 0),
            previous=previous.get(pk),
        )
        for pk, sex, class_id in rows
    ]


def _willing(mentors: Iterable[Any], classes: Iterable[SchoolClass]) -> list[MentorInput]:
    led: dict[int, set[int]] = {}
    for each in classes:
        if each.class_teacher_id:
            led.setdefault(each.class_teacher_id, set()).add(each.pk)
    return [
        MentorInput(
            id=mentor.pk,
            site=mentor.staff.site_id,
            sex=mentor.staff.sex,
            subjects=frozenset({mentor.staff.subject} - {""}),
            class_teacher_of=frozenset(led.get(mentor.staff_id, ())),
            held=mentor.held,
            capacity=min(mentor.capacity, CHILDREN_PER_MENTOR),
        )
        for mentor in mentors
    ]


@transaction.atomic
def save_result(*, plan_id: UUID, proposal: SolverResult, message: str) -> bool:
    """Write the optimiser's answer. False: the plan was discarded meanwhile, or answered by an earlier run."""
    plan = PairingPlan.objects.select_for_update(of=("self",)).get(public_id=plan_id)
    if plan.state != PairingPlanState.COMPUTING:
        return False
    pairs = [
        ProposedPair(plan=plan, child_id=one.child, mentor_id=one.mentor, reasons=one.reasons) for one in proposal.pairs
    ]
    alone = [ProposedPair(plan=plan, child_id=child, reasons=[why]) for child, why in proposal.unpaired]
    ProposedPair.objects.bulk_create(pairs + alone)
    plan.state, plan.message = PairingPlanState.PROPOSED, message[:300]
    plan.save(update_fields=["state", "message"])
    return True


@transaction.atomic
def mark_failed(*, plan_id: UUID, sentence: str) -> None:
    """The optimiser found nothing: the plan says why."""
    plans = PairingPlan.objects.filter(public_id=plan_id, state=PairingPlanState.COMPUTING)
    plans.update(state=PairingPlanState.FAILED, message=sentence[:300])


@transaction.atomic
def approve_plan(*, plan: PairingPlan, by: Actor, now: datetime, settled: bool = False) -> list[Pairing]:
    """Make every proposed pair, or none: what changed since the proposal is named, and nothing is written."""
    fresh = PairingPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if fresh.state != PairingPlanState.PROPOSED:
        raise UnableToApprove(_("这个方案%s，不能批准。") % PairingPlanState(fresh.state).label)
    rows = fresh.rows.filter(mentor__isnull=False).select_related("child__pupil", "mentor__staff").order_by("pk")
    couples = [(row.child, row.mentor) for row in rows if row.mentor]
    if not couples:
        raise UnableToApprove(_("方案里没有一对可以结成。"))
    waiting = set(queries.children_to_pair().values_list("pk", flat=True))
    if gone := [child.pupil.name for child, _mentor in couples if child.pk not in waiting]:
        raise UnableToApprove(_("方案生成后情况有变化（%s 已结对或已离校），请重新生成。") % "、".join(gone[:5]))
    try:
        pairings = create_pairings(couples=couples, plan=fresh, by=by, now=now, settled=settled)
    except UnableToPair as reason:
        raise UnableToApprove(_("方案生成后情况有变化：%s请重新生成。") % reason) from reason
    fresh.state, fresh.approved_by_id, fresh.approved_at = PairingPlanState.APPROVED, by.user_id, now
    fresh.save(update_fields=["state", "approved_by", "approved_at"])
    audit.log(AuditAction.PAIRING_PLAN_APPROVED, target=fresh, by=by, now=now, detail={"pairs": len(pairings)})
    return pairings
