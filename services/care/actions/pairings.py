"""Pair children with mentors and end pairings."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.access import audit
from services.access.actor import Actor
from services.care import queries
from services.care.actions import due_work
from services.care.actions.mentors import get_or_add_mentor
from services.care.choices import AuditAction, DueState
from services.care.models import DueWork, Mentor, Pairing, PairingPlan
from services.children import assignments
from services.children.choices import AssignmentReason
from services.children.models import Child
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.notify import outbox
from services.notify.choices import Channel, Urgency
from services.schools.models import Staff

MAX_REASON_LENGTH: int = Pairing.end_reason.field.max_length or 0


class UnableToPair(ApplicationError):
    """The pairing is not created; the text says why."""


class UnableToEndPairing(ApplicationError):
    """The pairing is not ended; the text says why."""


ChildAndMentor = tuple[Child, Mentor]


@transaction.atomic
def pair(*, child: Child, mentor: Mentor, by: Actor, now: datetime) -> Pairing:
    """Pair a child with a mentor: give access to the child, notify the mentor, make work due. Raises UnableToPair."""
    # For the message; against a simultaneous request only the constraint helps.
    if not queries.children_to_pair().filter(pk=child.pk).exists():
        raise UnableToPair(_("这个孩子已经有结对教师，或档案已关闭。"), field="child")
    return create_pairings(pairs=[(child, mentor)], plan=None, by=by, now=now)[0]


@transaction.atomic
def pair_with_staff(*, child: Child, staff: Staff, by: Actor, now: datetime) -> Pairing:
    """Pair a child with a member of staff, who becomes a mentor if needed. Raises UnableToPair, UnableToAddMentor."""
    return pair(child=child, mentor=get_or_add_mentor(staff=staff, by=by, now=now), by=by, now=now)


@transaction.atomic
def create_pairings(
    *, pairs: Collection[ChildAndMentor], plan: PairingPlan | None, by: Actor, now: datetime
) -> list[Pairing]:
    """Create all pairings or none: grant access, notify each mentor once, make work due. Raises UnableToPair."""
    _lock_free_slots(pairs)
    staff_of_children = [(child, mentor.staff) for child, mentor in pairs]
    # Before the pairings, which point to their assignments.
    case_assignments = assignments.assign_many(pairs=staff_of_children, reason=AssignmentReason.PAIRING, by=by, now=now)
    pairings = [
        Pairing(child=child, mentor=mentor, assignment=assignment, plan=plan, started_at=now)
        for (child, mentor), assignment in zip(pairs, case_assignments, strict=True)
    ]
    try:
        # A savepoint: after the error PostgreSQL would refuse every further statement.
        with transaction.atomic():
            Pairing.objects.bulk_create(pairings)
    except IntegrityError as reason:  # one_open_pairing: another request paired the child meanwhile
        raise UnableToPair(_("有孩子刚刚已经结对，请刷新后再试。"), field="" if plan else "child") from reason
    audit.log(AuditAction.PAIRING_CREATED, target=[child for child, _mentor in pairs], by=by, now=now)
    outbox.add_many(_notifications(pairings, now))
    due_work.refresh_due_work(now=now)
    return pairings


def _lock_free_slots(pairs: Collection[ChildAndMentor]) -> None:
    """Lock the mentors and check their free slots: two requests cannot both take the last one. Raises UnableToPair."""
    added = Counter(mentor.pk for _child, mentor in pairs)
    # In the order of keys, so that two requests for the same mentors wait for each other instead of deadlocking.
    rows = Mentor.objects.select_for_update(of=("self",)).select_related("staff").filter(pk__in=added).order_by("pk")
    locked = list(rows)
    paired = queries.paired_counts(added)  # counted under the lock
    for mentor in locked:
        if not (mentor.is_active and mentor.staff.is_active):
            raise UnableToPair(_("%s老师不再参加结对。") % mentor.staff.name, field="staff")
        if added[mentor.pk] > mentor.free_slots(paired.get(mentor.pk, 0)):
            values = {"name": mentor.staff.name, "paired": paired.get(mentor.pk, 0)}
            raise UnableToPair(_("%(name)s已结对 %(paired)d 名孩子，名额不够。") % values, field="staff")


def _notifications(pairings: Iterable[Pairing], now: datetime) -> list[outbox.NotificationRequest]:
    """One notification per mentor, however many children. It names no child: it may travel by e-mail."""
    # A plan for a whole school would otherwise send three messages to each mentor.
    by_mentor: dict[Mentor, list[Pairing]] = {}
    for pairing in pairings:
        by_mentor.setdefault(pairing.mentor, []).append(pairing)
    return [
        outbox.NotificationRequest(
            dedupe_key=f"care.paired:{new_pairings[0].public_id}",
            kind="care.pairing_created",
            title=ngettext("您新结对了 %d 名孩子", "您新结对了 %d 名孩子", len(new_pairings)) % len(new_pairings),
            body=_("请在一周内见个面，聊一聊。打开“今天”可以看到孩子和要做的事。"),
            path="/today/",
            recipient_id=mentor.staff.user_id,
            email=mentor.staff.email,
            channels=(Channel.INBOX, Channel.EMAIL),
            urgency=Urgency.NORMAL,
            now=now,
        )
        for mentor, new_pairings in by_mentor.items()
        if mentor.staff.user_id
    ]


@transaction.atomic
def end_pairing(*, pairing: Pairing, reason: str, by: Actor | None, now: datetime) -> Pairing:
    """End a pairing and the mentor's access, and cancel the work due from today on. Raises UnableToEndPairing.

    Work that was done or missed stays.
    """
    reason = reason.strip()
    if not reason:
        raise UnableToEndPairing(_("请写明解除结对的原因。"), field="reason")
    locked = Pairing.objects.select_for_update(of=("self",)).select_related("assignment").get(pk=pairing.pk)
    if locked.ended_at:
        raise UnableToEndPairing(_("这个结对已经解除。"))
    # With a clock that runs behind, the pairing would end before it began.
    locked.ended_at = max(now, locked.started_at)
    locked.ended_by_id = by.user_id if by else None
    locked.end_reason = reason[:MAX_REASON_LENGTH]
    locked.save(update_fields=["ended_at", "ended_by", "end_reason"])
    assignments.end_assignment(assignment=locked.assignment, by=by, now=now)
    # What was due before today and was not done stays: ending a pairing must not improve a figure.
    upcoming = DueWork.objects.filter(pairing=locked, state=DueState.DUE, due_on__gte=clock.local_date(now))
    cancelled = upcoming.update(state=DueState.CANCELLED)
    detail = {"due_work_cancelled": cancelled}
    audit.log(AuditAction.PAIRING_ENDED, target=[locked, locked.child], by=by, now=now, detail=detail)
    return locked
