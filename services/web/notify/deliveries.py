"""发送情况: what was sent and what was not, why it is delayed, and what a person must resolve."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.permissions import Permission
from services.notify import queries
from services.notify.actions import resolving
from services.notify.choices import Channel, DeliveryState
from services.notify.models import Delivery
from services.web.components import Tab, Text, flash_failure
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, paginate, perform_and_flash
from services.web.notify.labels import TONES
from services.web.notify.tabs import reminder_tabs
from services.web.page_request import PageRequest, choice_param, query_string

# The inbox cannot fail, so nobody looks for its deliveries.
CHANNELS = [(value, label) for value, label in Channel.choices if value != Channel.INBOX]


@requires(Permission.VIEW_DELIVERIES)
def deliveries(request: PageRequest) -> HttpResponse:
    state = choice_param(request, "state", DeliveryState.values)
    channel = choice_param(request, "channel", Channel.values)
    rows = queries.deliveries().select_related("notification", "merged_into")
    if state:
        rows = rows.filter(state=state)
    if channel:
        rows = rows.filter(channel=channel)
    page = paginate(request, rows, "deliveries")
    context = {
        "tabs": reminder_tabs(request.actor, "web:deliveries"),
        "rows": [(row, TONES[row.state], error_of(row)) for row in page.rows],
        "states": _chips(request, "state", state, DeliveryState.choices),
        "channels": _chips(request, "channel", channel, CHANNELS),
        "is_filtered": bool(state or channel),
        "export_filters": {"state": state, "channel": channel},
        "may_resolve": request.actor.has_permission(Permission.RESOLVE_DELIVERIES),
        **page.links,
    }
    return render(request, "notify/deliveries.html", context)


@require_POST
@requires(Permission.RESOLVE_DELIVERIES)
def resolve(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Record whether an uncertain delivery arrived."""
    delivery = get_visible_or_404(queries.deliveries(), public_id)
    # No default: a wrong guess either repeats a message or loses it.
    was_delivered = {"yes": True, "no": False}.get(request.POST.get("sent", ""))
    if was_delivered is None:
        flash_failure(request, _("请选“已送达”或“没有送达”。"))
        return _back(request)
    message = _("已记为送达。") if was_delivered else _("将重新发送一次，并注明是重复发送。")
    return _perform(request, delivery, message, resolving.resolve_uncertain, was_delivered=was_delivered)


@require_POST
@requires(Permission.RESOLVE_DELIVERIES)
def retry(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Send a dead delivery again."""
    delivery = get_visible_or_404(queries.deliveries(), public_id)
    return _perform(request, delivery, _("将重新发送。"), resolving.retry_delivery)


def error_of(delivery: Delivery) -> str:
    """The error in the reader's language; stored errors are our own Chinese texts."""
    return _(delivery.error) if delivery.error else ""


def _chips(request: PageRequest, name: str, selected: str, choices: Iterable[tuple[str, Text]]) -> list[Tab]:
    """Chips of one filter; the other filter is kept."""
    options = [("", _("全部")), *choices]
    return [
        Tab(label, query_string(request, without={"cursor"}, **{name: value}), is_active=value == selected)
        for value, label in options
    ]


def _perform(
    request: PageRequest, delivery: Delivery, message: str, action: Callable[..., object], **arguments: object
) -> HttpResponse:
    perform_and_flash(request, message, action, delivery=delivery, **arguments)
    return _back(request)


def _back(request: PageRequest) -> HttpResponse:
    """To the page with the button, if that is one of ours."""
    # Buttons stand on the list and on the page of one notification.
    path = request.POST.get("back", "")
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return redirect(path if is_ours else "web:deliveries")
