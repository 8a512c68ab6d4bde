"""今天: what a teacher has to do, late first; 稍后."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
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
from services.kit import clock
from services.plans.choices import CareActivity
from services.web.care.labels import SHORT, given_name, initial
from services.web.components import flash
from services.web.decorators import requires

THIS_WEEK = (
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
    """One thing to do, as the desk shows it."""

    work: DueWork
    first_name: str
    face: str
    activity: str
    since: str
    when: str
    tone: str
    agreed: str
    more: int
    spot: str
    record_url: str
    child_url: str


@requires(Permission.RECORD_CARE)
def today(request: Any) -> HttpResponse:
    """A teacher's desk: late first, then this week, then the rest."""
    by: Actor = request.actor
    day = clock.today()
    cards = _cards(list(queries.due_for(by.staff_id, day)), day) if by.staff_id else []
    mine = _own_children(by)
    audit.log(AuditAction.TODAY_VIEWED, target=[child.public_id for child in mine], by=by, now=clock.now())
    soon = day + timedelta(days=6 - day.weekday())
    context = {
        "late": [card for card in cards if card.tone == "alert"],
        "soon": [card for card in cards if card.tone != "alert" and card.work.due_on <= soon],
        "rest": [card for card in cards if card.work.due_on > soon],
        "mine": [(child, given_name(child.pupil.name)) for child in mine],
        "today": day,
    }
    return render(request, "care/today.html", context)


def _own_children(by: Actor) -> list[Child]:
    """The children this member of staff is paired with."""
    paired = queries.open_pairings().filter(mentor__staff=by.staff_id or 0).values("child_id")
    return list(Child.objects.filter(pk__in=paired).select_related("pupil").order_by("pupil__pinyin", "pk"))


def _cards(works: list[Any], day: date) -> list[DueWorkCard]:
    """One card for each child and duty: its earliest work, and how many more wait behind it."""
    alike: dict[tuple[int, str], list[Any]] = {}
    for work in works:
        alike.setdefault((work.child_id, work.activity), []).append(work)
    return [_card(first, day, more=len(others)) for first, *others in alike.values()]


def _card(work: Any, day: date, more: int) -> DueWorkCard:
    activity = str(SHORT[CareActivity(work.activity)])
    since = _since(activity.lower(), work.last_on, work.due_on, day)
    return DueWorkCard(
        work=work,
        first_name=given_name(work.child.pupil.name),
        face=initial(work.child.pupil.name),
        activity=activity,
        since=since,
        when=_when(work.due_on, day),
        tone="alert" if work.due_on < day else "due" if work.due_on == day else "",
        agreed=work.last_agreed or "",
        more=more,
        spot=f"call-{work.public_id}",
        record_url=f"{reverse('web:care_record_child', args=[work.child.public_id])}?activity={work.activity}",
        child_url=reverse("web:child", args=[work.child.public_id]),
    )


def _since(activity: str, last_on: date | None, due_on: date, day: date) -> str:
    """Why now: how long ago, or that one of the rhythm was left out although there has been another since."""
    if last_on is None:
        return _("还没有%s过") % activity
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
        return str(THIS_WEEK[due_on.weekday()])
    return _("%(month)d月%(day)d日前") % {"month": due_on.month, "day": due_on.day}


@require_POST
@requires(Permission.RECORD_CARE)
def postpone(request: Any, public_id: UUID) -> HttpResponse:
    """稍后: out of sight until tomorrow."""
    by: Actor = request.actor
    rows = access.visible_due(by, clock.now()).filter(staff=by.staff_id or 0, state=DueState.DUE)
    if (work := rows.filter(public_id=public_id).first()) is None:
        raise Http404
    due_work.postpone(work=work, now=clock.now())
    flash(request, _("好的，明天再提醒您。"))
    return redirect("web:today")
