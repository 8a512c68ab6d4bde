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

from services.access import trail
from services.access.actor import Actor
from services.access.may import May
from services.children import access
from services.children.models import Child
from services.kit import clock
from services.kit.refusals import Refused
from services.notify import queries
from services.notify.actions import handling
from services.notify.models import Delivery
from services.web.door import page
from services.web.parts import Tab, say

MOST_CALLS = 100


class CalledForm(forms.Form):
    reached = forms.BooleanField(required=False)
    note = forms.CharField(max_length=200, required=False, label=gettext_lazy("说了什么"))


def inbox_tabs(by: Actor, here: str) -> list[Tab]:
    """The inbox and, for whoever may ring, the calls that wait."""
    at = reverse("web:inbox")
    found = [Tab(_("未办"), at, here == "open", queries.unread(by)), Tab(_("全部"), f"{at}?all=1", here == "all")]
    if by.may(May.CALL_FAMILY):
        waiting = len(access.calls_of(by, clock.now())[:MOST_CALLS])
        found.append(Tab(_("待打电话"), reverse("web:calls"), here == "calls", waiting))
    return found


@page(May.CALL_FAMILY)
def calls(request: Any) -> HttpResponse:
    """Whom to ring, why, and what came of it; three calls that reach nobody end the task."""
    by, now = request.actor, clock.now()
    rows = list(access.calls_of(by, now)[:MOST_CALLS])
    children = {
        each.public_id: each
        for each in access.visible_to(by, now)
        .select_related("pupil")
        .filter(public_id__in=[row.notice.child for row in rows if row.notice.child])
    }
    if children:
        trail.note("children.listed", about=children.values(), by=by, now=now)
    context = {
        "calls": [(row, _child(children, row), handling.MOST_CALLS) for row in rows],
        "tabs": inbox_tabs(by, "calls"),
    }
    return render(request, "notify/calls.html", context)


@require_POST
@page(May.CALL_FAMILY)
def called(request: Any, public_id: UUID) -> HttpResponse:
    """What came of a call."""
    row = access.calls_of(request.actor, clock.now()).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    form = CalledForm(request.POST)
    if not form.is_valid():
        say(request, _("说明太长，请写短一些。"))
        return redirect("web:calls")
    try:
        handling.called(delivery=row, **form.cleaned_data, by=request.actor, now=clock.now())
    except Refused as reason:
        say(request, str(reason))
    else:
        say(request, _("已记下：打通了。") if form.cleaned_data["reached"] else _("已记下：没有打通。"))
    return redirect("web:calls")


def _child(children: dict[UUID, Child], row: Delivery) -> Child | None:
    return children.get(row.notice.child) if row.notice.child else None
