"""今天: a teacher's due work, overdue first, and postponing it (稍后)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.care import access, queries
from services.care.actions import due_work
from services.care.choices import AuditAction, DueState
from services.care.models import DueWork
from services.children.models import Child
from services.children.names import given_name, initial
from services.kit import clock
from services.plans.choices import CareActivity
from services.web.care.labels import SHORT_LABELS
from services.web.components import Tone, flash
from services.web.decorators import requires
from services.web.framework import get_visible_or_404
from services.web.links.feeds import feed_form_url
from services.web.page_request import PageRequest

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class LastRecord(TypedDict):
        """What `queries.due_for` adds to a row."""

        last_on: date | None
        last_agreed: str | None

    AnnotatedWork = WithAnnotations[DueWork, LastRecord]

BY_WEEKDAY = (
    gettext_lazy("本周一前"),
    gettext_lazy("本周二前"),
    gettext_lazy("本周三前"),
    gettext_lazy("本周四前"),
    gettext_lazy("本周五前"),
    gettext_lazy("本周六前"),
    gettext_lazy("本周日前"),
)


@dataclass(frozen=True)
class DueWorkCard:
    """The earliest due work of one child and activity; `more` is how many follow it."""

    work: DueWork
    first_name: str
    initial: str
    activity: str
    since: str
    when: str
    tone: Tone
    agreed: str
    more: int

    @property
    def call_id(self) -> str:
        """The id of the element that shows the number to call."""
        return f"call-{self.work.public_id}"

    @property
    def record_url(self) -> str:
        return f"{reverse('web:care_record_child', args=[self.work.child.public_id])}?activity={self.work.activity}"

    @property
    def child_url(self) -> str:
        return reverse("web:child", args=[self.work.child.public_id])


@requires(Permission.RECORD_CARE)
def today(request: PageRequest) -> HttpResponse:
    actor, day = request.actor, clock.today()
    # Heads without children of their own may open the page and see it empty.
    works = cast("Iterable[AnnotatedWork]", queries.due_for(actor.staff_id, day)) if actor.staff_id else []
    cards = _cards(works, day)
    children = _paired_children(actor)
    audit.log(AuditAction.TODAY_VIEWED, target=children, by=actor, now=clock.now())
    # The week as the school counts it, Monday to Sunday.
    sunday = day + timedelta(days=6 - day.weekday())
    context = {
        "late": [card for card in cards if card.tone == "alert"],
        "this_week": [card for card in cards if card.tone != "alert" and card.work.due_on <= sunday],
        "later": [card for card in cards if card.work.due_on > sunday],
        "children": [(child, given_name(child.pupil.name)) for child in children],
        "today": day,
        "feed_form_url": feed_form_url(actor) if actor.has_permission(Permission.ISSUE_LINKS) else "",
    }
    return render(request, "care/today.html", context)


@require_POST
@requires(Permission.RECORD_CARE)
def postpone(request: PageRequest, public_id: UUID) -> HttpResponse:
    """稍后: hide one's own work until tomorrow."""
    actor = request.actor
    # Others' work is visible to a head, but only its teacher may put it off.
    rows = access.visible_due(actor, clock.now()).filter(staff=actor.staff_id or 0, state=DueState.DUE)
    due_work.postpone(work=get_visible_or_404(rows, public_id), now=clock.now())
    flash(request, _("好的，明天再提醒您。"))
    return redirect("web:today")


def _paired_children(actor: Actor) -> list[Child]:
    """Children who are paired with this member of staff."""
    paired = queries.open_pairings().filter(mentor__staff=actor.staff_id or 0).values("child_id")
    return list(Child.objects.filter(pk__in=paired).select_related("pupil").order_by("pupil__pinyin", "pk"))


def _cards(works: "Iterable[AnnotatedWork]", day: date) -> list[DueWorkCard]:
    """One card for each child and activity, in the order of its earliest work."""
    # Several missed talks are one card: nobody holds two talks to make up for two.
    groups: dict[tuple[int, str], list[AnnotatedWork]] = {}
    for work in works:
        groups.setdefault((work.child_id, work.activity), []).append(work)
    return [_card(first, day, more=len(others)) for first, *others in groups.values()]


def _card(work: "AnnotatedWork", day: date, more: int) -> DueWorkCard:
    activity = str(SHORT_LABELS[CareActivity(work.activity)])
    return DueWorkCard(
        work=work,
        first_name=given_name(work.child.pupil.name),
        initial=initial(work.child.pupil.name),
        activity=activity,
        since=_since(activity.lower(), work.last_on, work.due_on, day),
        when=_when(work.due_on, day),
        tone="alert" if work.due_on < day else "due" if work.due_on == day else "",
        agreed=work.last_agreed or "",
        more=more,
    )


def _since(activity: str, last_on: date | None, due_on: date, day: date) -> str:
    """Why the work is due: how long ago the last one was, or that one was left out although another followed."""
    if last_on is None:
        return _("还没有%s过") % activity
    # A later record does not make up for the missed one, and the teacher should know which.
    if due_on < last_on:
        return _("%(month)d月%(day)d日前那次没做") % {"month": due_on.month, "day": due_on.day}
    if last_on == day:
        return _("今天已%s过一次") % activity
    return _("距上次%(activity)s %(days)d 天") % {"activity": activity, "days": (day - last_on).days}


def _when(due_on: date, day: date) -> str:
    if due_on < day:
        return _("逾期 %d 天") % (day - due_on).days
    if due_on == day:
        return _("今天到期")
    if due_on - day < timedelta(days=7 - day.weekday()):
        return str(BY_WEEKDAY[due_on.weekday()])
    return _("%(month)d月%(day)d日前") % {"month": due_on.month, "day": due_on.day}
