"""发送情况: what went out and what did not, why it goes out later, what a person must decide."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.kit.pagination import Page
from services.notify import queries
from services.notify.actions import resolving
from services.notify.choices import Channel, DeliveryState
from services.notify.models import Delivery
from services.web.components import Tab, flash
from services.web.decorators import requires
from services.web.notify.shared import TONES, listed, neighbour_urls, tabs

NOT_SHOWN = {Channel.INBOX}


@requires(Permission.VIEW_DELIVERIES)
def deliveries(request: Any) -> HttpResponse:
    state = _one_of(request, "state", DeliveryState.values)
    channel = _one_of(request, "channel", Channel.values)
    rows = queries.deliveries().select_related("notification", "merged_into")
    rows = rows.filter(state=state) if state else rows
    found: Page[Delivery] = listed(request, rows.filter(channel=channel) if channel else rows, "deliveries")
    context = {
        "tabs": tabs(request.actor, "web:deliveries"),
        "rows": [(row, TONES[row.state], error_of(row)) for row in found.rows],
        "states": _chips(request, "state", state, DeliveryState.choices),
        "channels": _chips(request, "channel", channel, [each for each in Channel.choices if each[0] not in NOT_SHOWN]),
        "is_filtered": bool(state or channel),
        "may_handle": request.actor.has_permission(Permission.RESOLVE_DELIVERIES),
        **neighbour_urls(request, found),
    }
    return render(request, "notify/deliveries.html", context)


def error_of(row: Delivery) -> str:
    return _(row.error) if row.error else ""


def _one_of(request: Any, name: str, allowed: Any) -> str:
    wish: str = request.GET.get(name, "")
    return wish if wish in allowed else ""


def _chips(request: Any, name: str, here: str, choices: Any) -> list[Tab]:
    """A filter that keeps the other one."""
    kept = {key: value for key, value in request.GET.items() if key not in {name, "cursor"} and value}
    address = reverse("web:deliveries")

    def to(value: str) -> str:
        asked = kept | ({name: value} if value else {})
        return f"{address}?{urlencode(asked)}" if asked else address

    return [Tab(_("全部"), to(""), not here), *(Tab(label, to(value), value == here) for value, label in choices)]


@require_POST
@requires(Permission.RESOLVE_DELIVERIES)
def resolve(request: Any, public_id: UUID) -> HttpResponse:
    """A person has found out whether it arrived."""
    row, sent = _row(public_id), request.POST.get("sent")
    if sent not in {"yes", "no"}:
        flash(request, _("请选“已送达”或“没有送达”。"))
        return _back(request)
    words = _("已记为送达。") if sent == "yes" else _("将重新发送一次，并注明是重复发送。")
    return _action(request, row, words, resolving.resolve_uncertain, was_delivered=sent == "yes")


@require_POST
@requires(Permission.RESOLVE_DELIVERIES)
def retry(request: Any, public_id: UUID) -> HttpResponse:
    """Try once more what could not be delivered."""
    return _action(request, _row(public_id), _("将重新发送。"), resolving.retry_delivery)


def _row(public_id: UUID) -> Delivery:
    row = queries.deliveries().filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _action(request: Any, row: Delivery, words: str, action: Any, **values: Any) -> HttpResponse:
    try:
        action(delivery=row, **values, by=request.actor, now=clock.now())
    except ApplicationError as reason:
        flash(request, str(reason))
    else:
        flash(request, words)
    return _back(request)


def _back(request: Any) -> HttpResponse:
    """To the page the button stood on."""
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else reverse("web:deliveries"))
