"""The inbox of everybody, and for those who answer for it what went out and what did not."""

from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access.may import May
from services.kit import clock
from services.kit.cursors import BadCursor
from services.kit.paging import Order, Page
from services.kit.paging import page as page_of
from services.notify import queries
from services.notify.actions import reading
from services.notify.choices import DeliveryState
from services.notify.models import Delivery, Notice
from services.web.door import page
from services.web.parts import Tab, say

NEWEST = Order.by("-id")
SIZE = 30
TONES = {
    DeliveryState.DUE: "due",
    DeliveryState.SENDING: "now",
    DeliveryState.SENT: "done",
    DeliveryState.UNCERTAIN: "alert",
    DeliveryState.FAILED: "due",
    DeliveryState.DEAD: "alert",
}


@page(May.VIEW_NOTICES)
def inbox(request: Any) -> HttpResponse:
    is_all = request.GET.get("all") == "1"
    rows = queries.inbox_of(request.actor)
    found: Page[Notice] = _page(request, rows if is_all else rows.filter(read_at=None), "inbox")
    here = reverse("web:inbox")
    context = {
        "notices": found.rows,
        "tabs": [
            Tab(_("未读"), here, not is_all, queries.unread(request.actor)),
            Tab(_("全部"), f"{here}?all=1", is_all),
        ],
        "is_all": is_all,
        **_links(request, found),
    }
    return render(request, "notify/inbox.html", context)


@require_POST
@page(May.VIEW_NOTICES)
def read(request: Any, public_id: UUID) -> HttpResponse:
    """Mark as read and go where the notice points, or back to the inbox."""
    notice = queries.inbox_of(request.actor).filter(public_id=public_id).first()
    if notice is None:
        raise Http404
    reading.read(notice=notice, now=clock.now())
    is_ours = notice.path.startswith("/") and url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None)
    return redirect(notice.path if is_ours else reverse("web:inbox"))


@require_POST
@page(May.VIEW_NOTICES)
def read_all(request: Any) -> HttpResponse:
    count = reading.read_all(by=request.actor, now=clock.now())
    say(request, _("%(count)d 条消息已标为已读。") % {"count": count})
    return redirect("web:inbox")


@page(May.VIEW_DELIVERIES)
def deliveries(request: Any) -> HttpResponse:
    wish = request.GET.get("state", "")
    state = wish if wish in DeliveryState.values else ""
    rows = queries.deliveries().select_related("notice")
    found: Page[Delivery] = _page(request, rows.filter(state=state) if state else rows, "deliveries")
    here = reverse("web:deliveries")
    chips = [Tab(_("全部"), here, not state)]
    chips += [Tab(each.label, f"{here}?state={each}", state == each) for each in DeliveryState]
    context = {
        "rows": [(row, TONES[DeliveryState(row.state)], _(row.trouble) if row.trouble else "") for row in found.rows],
        "chips": chips,
        "is_filtered": bool(state),
        **_links(request, found),
    }
    return render(request, "notify/deliveries.html", context)


def _page(request: Any, rows: Any, name: str) -> Page[Any]:
    """A page of the newest first; a cursor that is none begins at the beginning."""
    first = partial(page_of, rows, order=NEWEST, size=SIZE, name=name, key=settings.SECRET_KEY.encode())
    try:
        return first(cursor=request.GET.get("cursor"))
    except BadCursor:
        return first(cursor=None)


def _links(request: Any, found: Page[Any]) -> dict[str, str]:
    """Addresses of the pages beside this one, filters kept."""
    kept = {name: value for name, value in request.GET.items() if name != "cursor"}
    cursors = {"newer": found.previous, "older": found.next}
    return {word: f"?{urlencode({**kept, 'cursor': cursor})}" if cursor else "" for word, cursor in cursors.items()}
