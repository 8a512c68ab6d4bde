"""待打电话: calls to make to families that no message can reach. The number is shown by `care.phone_calls`."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.permissions import Permission
from services.children import access
from services.children.choices import AuditAction
from services.children.models import Child
from services.kit import clock
from services.notify.actions import resolving
from services.notify.models import Delivery
from services.web.components import flash_failure
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, perform_and_flash
from services.web.notify.tabs import MAX_CALLS, inbox_tabs
from services.web.page_request import PageRequest


class CallResultForm(forms.Form):
    reached = forms.BooleanField(required=False)
    note = forms.CharField(max_length=resolving.MAX_NOTE_LENGTH, required=False)


@dataclass(frozen=True)
class PendingCall:
    """A call to make; `child` is None where it is about no child, or about one the reader may not see."""

    delivery: Delivery
    child: Child | None


@requires(Permission.CALL_FAMILY)
def calls(request: PageRequest) -> HttpResponse:
    deliveries = list(access.calls_of(request.actor, clock.now())[:MAX_CALLS])
    children = _children(request, deliveries)
    context = {
        "calls": [PendingCall(row, children.get(row.notification.child_id)) for row in deliveries],
        "tabs": inbox_tabs(request.actor, "calls"),
    }
    return render(request, "notify/calls.html", context)


@require_POST
@requires(Permission.CALL_FAMILY)
def record_call(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Record whether somebody was reached."""
    delivery = get_visible_or_404(access.calls_of(request.actor, clock.now()), public_id)
    form = CallResultForm(request.POST)
    # The forms of a list are not kept; only the length of the note can be wrong.
    if not form.is_valid():
        flash_failure(request, _("说明太长，请写短一些。"))
        return redirect("web:calls")
    message = _("已记下：打通了。") if form.cleaned_data["reached"] else _("已记下：没有打通。")
    perform_and_flash(request, message, resolving.record_call, delivery=delivery, **form.cleaned_data)
    return redirect("web:calls")


def _children(request: PageRequest, deliveries: Sequence[Delivery]) -> dict[UUID | None, Child]:
    """The children that the calls are about, by public id."""
    ids = [row.notification.child_id for row in deliveries if row.notification.child_id]
    # A call may be about a child the caller no longer sees: then it is shown without the name.
    visible = access.visible_to(request.actor, clock.now()).select_related("pupil")
    children: dict[UUID | None, Child] = {child.public_id: child for child in visible.filter(public_id__in=ids)}
    if children:
        audit.log(AuditAction.LISTED, target=children.values(), by=request.actor, now=clock.now())
    return children
