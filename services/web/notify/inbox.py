"""The inbox of everybody: what several things share stands together; answered, put off, or read and done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.actor import Actor
from services.access.permissions import Permission
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.kit.pagination import Page
from services.notify import queries
from services.notify.actions import inbox as actions
from services.notify.choices import Urgency
from services.notify.models import Notification
from services.web.components import Text, flash
from services.web.decorators import requires
from services.web.notify.calls import inbox_tabs
from services.web.notify.shared import kind_label, listed, neighbour_urls


@dataclass
class NotificationGroup:
    """Notices of one kind and day on one card."""

    title: Text
    day: date
    notifications: list[Notification] = field(default_factory=list)

    @property
    def first(self) -> Notification:
        return self.notifications[0]

    @property
    def to_answer(self) -> list[Notification]:
        return [each for each in self.notifications if each.requires_acknowledgement and not each.acknowledged_at]

    @property
    def tone(self) -> str:
        if any(each.urgency == Urgency.SAFETY for each in self.notifications):
            return "alert"
        return "due" if self.to_answer or any(not each.read_at for each in self.notifications) else ""


class SnoozeForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("推迟到哪天"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("最多 14 天。到了那天还没有办，会再提醒。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("为什么推迟"),
        max_length=120,
        help_text=gettext_lazy("校长和县里也看得到，请不要写病情和家里的事。"),
    )


@requires(Permission.VIEW_NOTIFICATIONS)
def inbox(request: Any) -> HttpResponse:
    by: Actor = request.actor
    is_all = request.GET.get("all") == "1"
    rows = queries.inbox_of(by)
    found: Page[Notification] = listed(request, rows if is_all else queries.open_of(by), "inbox")
    context = {
        "bundles": group_notifications(found.rows),
        "tabs": inbox_tabs(by, "all" if is_all else "open"),
        "is_all": is_all,
        **neighbour_urls(request, found),
    }
    return render(request, "notify/inbox.html", context)


def group_notifications(notifications: Iterable[Notification]) -> list[NotificationGroup]:
    """In the order of the newest of each; safety alerts stand alone and first."""
    found: dict[Any, NotificationGroup] = {}
    for each in sorted(notifications, key=lambda one: one.urgency != Urgency.SAFETY):
        day = clock.local_date(each.created_at)
        alone = each.urgency == Urgency.SAFETY
        key = each.pk if alone else (each.kind, day, each.acknowledged_at is None, each.read_at is None)
        found.setdefault(key, NotificationGroup(kind_label(each.kind), day)).notifications.append(each)
    return list(found.values())


@require_POST
@requires(Permission.VIEW_NOTIFICATIONS)
def read(request: Any, public_id: UUID) -> HttpResponse:
    """Mark as read and go where the notice points, or back to the inbox."""
    notification = _mine(request, public_id)
    actions.mark_read(notification=notification, now=clock.now())
    is_ours = notification.path.startswith("/") and url_has_allowed_host_and_scheme(
        notification.path, allowed_hosts=None
    )
    return redirect(notification.path if is_ours else reverse("web:inbox"))


@require_POST
@requires(Permission.VIEW_NOTIFICATIONS)
def read_all(request: Any) -> HttpResponse:
    count = actions.mark_all_read(by=request.actor, now=clock.now())
    flash(request, _("%(count)d 条消息已标为已读。") % {"count": count})
    return redirect("web:inbox")


@require_POST
@requires(Permission.VIEW_NOTIFICATIONS)
def answer(request: Any) -> HttpResponse:
    """知道了, for every notice named in the form that is mine."""
    wanted = _ids(request.POST.getlist("notification"))
    for notification in queries.inbox_of(request.actor).filter(public_id__in=wanted).order_by("pk"):
        actions.acknowledge(notification=notification, by=request.actor, now=clock.now())
    flash(request, _("已回复“知道了”，不再催办。"))
    return redirect("web:inbox")


@requires(Permission.VIEW_NOTIFICATIONS)
def snooze(request: Any, public_id: UUID) -> HttpResponse:
    """Put a reminder off until a day, for a reason."""
    notification = _mine(request, public_id)
    form = SnoozeForm(request.POST or None, initial={"until": clock.today() + timedelta(days=1)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.snooze(notification=notification, **form.cleaned_data, by=request.actor, now=clock.now())
        except ApplicationError as reason:
            form.add_error(reason.field or None, str(reason))
        else:
            flash(request, _("已推迟。到时会再提醒。"))
            return redirect("web:inbox")
    context = {"notification": notification, "form": form}
    return render(request, "notify/snooze.html", context, status=422 if form.errors else 200)


def _mine(request: Any, public_id: UUID) -> Notification:
    notification = queries.inbox_of(request.actor).filter(public_id=public_id).first()
    if notification is None:
        raise Http404
    return notification


def _ids(sent: Sequence[str]) -> list[UUID]:
    """What of a form's values is an id; the rest names nothing."""
    found = []
    for each in sent[:100]:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found
