"""One pair made, and its end."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.access import audit
from services.access.actor import Actor
from services.care import queries
from services.care.actions import due_work
from services.care.actions.mentors import CHILDREN_PER_MENTOR
from services.care.choices import AuditAction, DueState
from services.care.models import DueWork, Mentor, Pairing, PairingPlan
from services.children import assignments
from services.children.choices import AssignmentReason
from services.children.models import Child
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.notify import outbox
from services.notify.choices import Channel, Urgency


class UnableToPair(ApplicationError):
    """The sentence says why."""


class UnableToEnd(ApplicationError):
    """The sentence says why."""


ChildAndMentor = tuple[Child, Mentor]


@transaction.atomic
def pair(*, child: Child, mentor: Mentor, by: Actor, now: datetime) -> Pairing:
    """Pair a child with a carer: the carer sees this child from now on, is told so, and owes it what the plan asks."""
    if not queries.children_to_pair().filter(pk=child.pk).exists():
        raise UnableToPair(_("这个孩子已经有结对教师，或档案已关闭。"), field="child")
    return create_pairings(couples=[(child, mentor)], plan=None, by=by, now=now)[0]


@transaction.atomic
def create_pairings(
    *, couples: Collection[ChildAndMentor], plan: PairingPlan | None, by: Actor, now: datetime, settled: bool = False
) -> list[Pairing]:
    """All of them or none. Carers are locked, so that two at once cannot fill the same place.

    `settled`: the welcome is history that is told afterwards and goes to nobody.
    """
    _lock_places(couples)
    pairs = [(child, mentor.staff) for child, mentor in couples]
    given = assignments.assign_many(pairs=pairs, reason=AssignmentReason.PAIRING, by=by, now=now)
    rows = [
        Pairing(child=child, mentor=mentor, assignment=assignment, plan=plan, started_at=now)
        for (child, mentor), assignment in zip(couples, given, strict=True)
    ]
    try:
        with transaction.atomic():
            Pairing.objects.bulk_create(rows)
    except IntegrityError as reason:
        raise UnableToPair(_("有孩子刚刚已经结对，请刷新后再试。"), field="" if plan else "child") from reason
    audit.log(AuditAction.PAIRING_CREATED, target=[child for child, _mentor in couples], by=by, now=now)
    outbox.add_many(_welcomes(rows, now, settled=settled))
    due_work.refresh_due_work(now=now)
    return rows


def _lock_places(couples: Collection[ChildAndMentor]) -> None:
    wanted: dict[int, int] = {}
    for _child, mentor in couples:
        wanted[mentor.pk] = wanted.get(mentor.pk, 0) + 1
    locked = list(Mentor.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    held = dict(queries.active_mentors().filter(pk__in=wanted).values_list("pk", "held"))
    for mentor in locked:
        if mentor.pk not in held:
            raise UnableToPair(_("%s老师不再参加结对。") % mentor.staff.name, field="staff")
        if held[mentor.pk] + wanted[mentor.pk] > min(mentor.capacity, CHILDREN_PER_MENTOR):
            raise UnableToPair(
                _("%(name)s已结对 %(held)d 名孩子，名额不够。") % {"name": mentor.staff.name, "held": held[mentor.pk]},
                field="staff",
            )


def _welcomes(pairings: Iterable[Pairing], now: datetime, *, settled: bool) -> list[outbox.NotificationRequest]:
    """One notice for each teacher, however many children; no child is named in it."""
    by_carer: dict[Mentor, list[Pairing]] = {}
    for pairing in pairings:
        by_carer.setdefault(pairing.mentor, []).append(pairing)
    return [
        outbox.NotificationRequest(
            dedupe_key=f"care.paired:{own[0].public_id}",
            kind="care.pairing_created",
            title=ngettext("您新结对了 %d 名孩子", "您新结对了 %d 名孩子", len(own)) % len(own),
            body=_("请在一周内见个面，聊一聊。打开“今天”可以看到孩子和要做的事。"),
            path="/today/",
            recipient_id=mentor.staff.user_id,
            email=mentor.staff.email,
            channels=(Channel.INBOX, Channel.EMAIL),
            urgency=Urgency.NORMAL,
            now=now,
            settled=settled,
        )
        for mentor, own in by_carer.items()
        if mentor.staff.user_id
    ]


@transaction.atomic
def end_pairing(*, pairing: Pairing, reason: str, by: Actor, now: datetime) -> Pairing:
    """End a pairing: the teacher's sight of the child and work not yet due end too; what was done or missed stays."""
    if not (reason := reason.strip()):
        raise UnableToEnd(_("请写明解除结对的原因。"), field="reason")
    fresh = Pairing.objects.select_for_update(of=("self",)).select_related("assignment").get(pk=pairing.pk)
    if fresh.ended_at:
        raise UnableToEnd(_("这个结对已经解除。"))
    fresh.ended_at, fresh.ended_by_id, fresh.end_reason = max(now, fresh.started_at), by.user_id, reason[:120]
    fresh.save(update_fields=["ended_at", "ended_by", "end_reason"])
    assignments.end_assignment(assignment=fresh.assignment, by=by, now=now)
    undone = DueWork.objects.filter(pairing=fresh, state=DueState.DUE, due_on__gte=clock.local_date(now))
    dropped = undone.update(state=DueState.CANCELLED)
    audit.log(
        AuditAction.PAIRING_ENDED, target=[fresh, fresh.child], by=by, now=now, detail={"due_work_dropped": dropped}
    )
    return fresh
