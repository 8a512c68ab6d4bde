"""待打电话: a message that could not go out otherwise is a call somebody makes; the number comes by the call flow."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.children import access
from services.children.choices import AuditAction
from services.children.models import Child
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.notify import queries
from services.notify.actions import resolving
from services.notify.models import Delivery
from services.web.components import Tab, flash
from services.web.decorators import requires

MAX_CALLS = 100


class CalledForm(forms.Form):
    reached = forms.BooleanField(required=False)
    note = forms.CharField(max_length=200, required=False, label=gettext_lazy("说了什么"))


def inbox_tabs(by: Actor, here: str) -> list[Tab]:
    """The inbox and, for whoever may ring, the calls that wait."""
    at = reverse("web:inbox")
    found = [Tab(_("未办"), at, here == "open", queries.unread(by)), Tab(_("全部"), f"{at}?all=1", here == "all")]
    if by.has_permission(Permission.CALL_FAMILY):
        waiting = len(access.calls_of(by, clock.now())[:MAX_CALLS])
        found.append(Tab(_("待打电话"), reverse("web:calls"), here == "calls", waiting))
    return found


@requires(Permission.CALL_FAMILY)
def calls(request: Any) -> HttpResponse:
    """Whom to ring, why, and what came of it; three calls that reach nobody end the task."""
    by, now = request.actor, clock.now()
    rows = list(access.calls_of(by, now)[:MAX_CALLS])
    children = {
        each.public_id: each
        for each in access.visible_to(by, now)
        .select_related("pupil")
        .filter(public_id__in=[row.notification.child_id for row in rows if row.notification.child_id])
    }
    if children:
        audit.log(AuditAction.LISTED, target=children.values(), by=by, now=now)
    context = {
        "calls": [(row, _child(children, row), resolving.MAX_CALLS) for row in rows],
        "tabs": inbox_tabs(by, "calls"),
    }
    return render(request, "notify/calls.html", context)


@require_POST
@requires(Permission.CALL_FAMILY)
def called(request: Any, public_id: UUID) -> HttpResponse:
    """What came of a call."""
    row = access.calls_of(request.actor, clock.now()).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    form = CalledForm(request.POST)
    if not form.is_valid():
        flash(request, _("说明太长，请写短一些。"))
        return redirect("web:calls")
    try:
        resolving.record_call(delivery=row, **form.cleaned_data, by=request.actor, now=clock.now())
    except ApplicationError as reason:
        flash(request, str(reason))
    else:
        flash(request, _("已记下：打通了。") if form.cleaned_data["reached"] else _("已记下：没有打通。"))
    return redirect("web:calls")


def _child(children: dict[UUID, Child], row: Delivery) -> Child | None:
    return children.get(row.notification.child_id) if row.notification.child_id else None
