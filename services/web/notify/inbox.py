"""消息: everybody's inbox. Notifications are grouped, read, acknowledged or snoozed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.kit import clock
from services.notify import queries
from services.notify.actions import inbox as actions
from services.notify.choices import Urgency
from services.notify.models import Notification
from services.web.components import Text, Tone, flash, flash_failure
from services.web.decorators import requires
from services.web.forms import DayField, max_length
from services.web.framework import form_status, get_visible_or_404, paginate, perform
from services.web.notify.labels import kind_label
from services.web.notify.tabs import inbox_tabs
from services.web.page_request import PageRequest, parse_uuid

MAX_ACKNOWLEDGED = 100  # of one request


@dataclass
class NotificationGroup:
    """Notifications of one kind and day on one card, a safety alert alone."""

    title: Text
    day: date
    notifications: list[Notification] = field(default_factory=list)

    @property
    def first(self) -> Notification:
        return self.notifications[0]

    @property
    def to_acknowledge(self) -> list[Notification]:
        return [row for row in self.notifications if row.requires_acknowledgement and not row.acknowledged_at]

    @property
    def tone(self) -> Tone:
        return "alert" if self.first.urgency == Urgency.SAFETY else "due"


class SnoozeForm(forms.Form):
    until = DayField(
        label=gettext_lazy("推迟到哪天"), help_text=gettext_lazy("最多 14 天。到了那天还没有办，会再提醒。")
    )
    reason = forms.CharField(
        label=gettext_lazy("为什么推迟"),
        max_length=max_length(Notification, "snooze_reason"),
        help_text=gettext_lazy("校长和县里也看得到，请不要写病情和家里的事。"),
    )


@requires(Permission.VIEW_NOTIFICATIONS)
def inbox(request: PageRequest) -> HttpResponse:
    """What waits for a reply first, then what is to be read, the rest folded; with `all` everything, newest first."""
    if request.GET.get("all") == "1":
        page = paginate(request, queries.inbox_of(request.actor), "inbox")
        context = {"tabs": inbox_tabs(request.actor, "all"), "history": group_notifications(page.rows)}
        return render(request, "notify/inbox_all.html", {**context, **page.links})
    is_escalated = request.GET.get("escalated") == "1"
    narrowed = {"escalation_level__gt": 0} if is_escalated else {}
    # One more than a form may name, to know that there are more.
    rows = list(queries.waiting_for_reply(request.actor).filter(**narrowed)[: MAX_ACKNOWLEDGED + 1])
    today = clock.today()
    waiting = [row for row in rows[:MAX_ACKNOWLEDGED] if not _is_snoozed(row, today)]
    snoozed = [row for row in rows[:MAX_ACKNOWLEDGED] if _is_snoozed(row, today)]
    unread = queries.unread_without_reply(request.actor)
    page = paginate(request, unread.filter(**narrowed), "inbox")
    context = {
        "answer": _answer(waiting, has_more=len(rows) > MAX_ACKNOWLEDGED),
        "tone": "alert" if any(_is_safety(row) for row in waiting) else "due",
        "waiting": group_notifications(waiting),
        "waiting_count": len(waiting),
        "snoozed": snoozed,
        "unread": group_notifications(page.rows),
        "may_read_all": unread.exists(),
        "tabs": inbox_tabs(request.actor, "escalated" if is_escalated else "open"),
        **page.links,
    }
    return render(request, "notify/inbox.html", context)


def _is_safety(row: Notification) -> bool:
    return row.urgency == Urgency.SAFETY


def _is_snoozed(row: Notification, today: date) -> bool:
    return row.snoozed_until is not None and row.snoozed_until > today


def _answer(waiting: Sequence[Notification], *, has_more: bool) -> str:
    """How many wait for the reader, in a sentence."""
    values = {"count": len(waiting), "safety": sum(_is_safety(row) for row in waiting)}
    if not waiting:
        return _("没有等您回复的消息。")
    if has_more:
        return _("%(count)d 件以上等您回复。") % values
    if values["safety"] == len(waiting):
        return _("%(count)d 件安全警报等您回复，请先办。") % values
    if values["safety"]:
        return _("%(count)d 件等您回复，其中 %(safety)d 件是安全警报，请先办。") % values
    return _("%(count)d 件等您回复。") % values


def group_notifications(notifications: Iterable[Notification]) -> list[NotificationGroup]:
    """Groups of one kind and day in the order of their first; each safety alert alone, and before the others."""
    groups: dict[object, NotificationGroup] = {}
    for row in sorted(notifications, key=lambda row: not _is_safety(row)):
        day = clock.local_date(row.created_at)
        # Two alerts are two children: each needs its own answer.
        key = row.pk if _is_safety(row) else (row.kind, day, row.acknowledged_at is None)
        groups.setdefault(key, NotificationGroup(kind_label(row.kind), day)).notifications.append(row)
    return list(groups.values())


@require_POST
@requires(Permission.VIEW_NOTIFICATIONS)
def read(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Mark as read and open what the notification is about, else the inbox."""
    notification = _get_own(request, public_id)
    actions.mark_read(notification=notification, now=clock.now())
    path = notification.path
    # A message of an integration must not lead to a foreign site.
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return redirect(path if is_ours else reverse("web:inbox"))


@require_POST
@requires(Permission.VIEW_NOTIFICATIONS)
def read_all(request: PageRequest) -> HttpResponse:
    count = actions.mark_all_read(by=request.actor, now=clock.now())
    flash(request, _("%(count)d 条消息已标为已读。") % {"count": count})
    return redirect("web:inbox")


@require_POST
@requires(Permission.VIEW_NOTIFICATIONS)
def acknowledge(request: PageRequest) -> HttpResponse:
    """知道了: acknowledge the reader's own of the notifications that the form names."""
    ids = _uuids(request.POST.getlist("notification"))
    # Only one's own: the ids of a form can be anybody's.
    rows = queries.inbox_of(request.actor).filter(public_id__in=ids).order_by("pk")
    counts = [actions.acknowledge(notification=row, by=request.actor, now=clock.now()) for row in rows]
    if not counts:
        flash_failure(request, _("没有要回复的消息。"))
    elif any(counts):
        flash(request, _("已回复“知道了”，不再催办。"))
    else:
        flash(request, _("之前已经有人回复过，不会再催办。"))
    return redirect("web:inbox")


@requires(Permission.VIEW_NOTIFICATIONS)
def snooze(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Postpone a reminder until a day, for a reason."""
    notification = _get_own(request, public_id)
    form = SnoozeForm(request.POST or None, initial={"until": clock.today() + timedelta(days=1)})
    perform(request, form, actions.snooze, notification=notification)
    if form.is_bound and not form.errors:
        flash(request, _("已推迟。到时会再提醒。"))
        return redirect("web:inbox")
    context = {"notification": notification, "form": form}
    return render(request, "notify/snooze.html", context, status=form_status(form))


def _get_own(request: PageRequest, public_id: UUID) -> Notification:
    return get_visible_or_404(queries.inbox_of(request.actor), public_id)


def _uuids(values: Sequence[str]) -> list[UUID]:
    """The public ids among the values of a form."""
    # A value that is no id is left out rather than answered with an error: the page only sends ids.
    parsed = (parse_uuid(value) for value in values[:MAX_ACKNOWLEDGED])
    return [public_id for public_id in parsed if public_id]
