"""体检回执 of one class: who has answered what, and a link for each family."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.health import links, queries
from services.health.choices import AuditAction
from services.health.models import Campaign, Checkup
from services.kit import clock
from services.links.models import LinkAnswer
from services.links.queries import current_answers
from services.web.decorators import requires
from services.web.framework import get_visible_or_404
from services.web.page_request import PageRequest


@dataclass(frozen=True)
class ReplyRow:
    """A pupil of the class with the newest answer of the family."""

    checkup: Checkup
    answer: LinkAnswer | None
    is_ahead: bool


@requires(Permission.ISSUE_LINKS)
def replies(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Those who cannot come first, then those who have not answered."""
    appointment = get_visible_or_404(queries.appointments(request.actor), public_id)
    checkups = links.visible_to(request.actor, clock.now()).filter(appointment=appointment).select_related("pupil")
    rows = _rows(list(checkups.order_by("pupil__pinyin", "pk")))
    if not rows:
        raise Http404
    audit.log(AuditAction.REPLIES_VIEWED, target=[row.checkup for row in rows], by=request.actor, now=clock.now())
    context = {
        "appointment": appointment,
        "label": queries.label_of(appointment),
        "rows": rows,
        "answered": sum(row.answer is not None for row in rows),
        "absent": sum(row.answer is not None and row.answer.choice == links.Reply.ABSENT for row in rows),
        "kind": links.CHECKUP_REPLY,
    }
    return render(request, "health/replies.html", context)


def appointments_with_replies(by: Actor, campaign: Campaign) -> set[int]:
    """The appointments of a campaign of whose pupils the actor may see some."""
    if not by.has_permission(Permission.ISSUE_LINKS):
        return set()
    rows = links.visible_to(by, clock.now()).filter(campaign=campaign)
    return set(rows.values_list("appointment_id", flat=True))


def _rows(checkups: list[Checkup]) -> list[ReplyRow]:
    answers = current_answers(links.CHECKUP_REPLY.key, [checkup.public_id for checkup in checkups])
    listed = Checkup.objects.filter(pk__in=[checkup.pk for checkup in checkups])
    ahead = set(links.ahead(listed, clock.now()).values_list("pk", flat=True))
    rows = [ReplyRow(checkup, answers.get(checkup.public_id), checkup.pk in ahead) for checkup in checkups]
    return sorted(rows, key=_by_need)


def _by_need(row: ReplyRow) -> int:
    if row.answer is None:
        return 1
    return 0 if row.answer.choice == links.Reply.ABSENT else 2
