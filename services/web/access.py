"""The trail: who saw and changed what."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from services.access import queries
from services.access.may import May
from services.kit.cursors import BadCursor
from services.kit.paging import Order
from services.kit.paging import page as page_of
from services.web.deeds import words_of
from services.web.door import page
from services.web.parts import Column, Row, Table

NEWEST_FIRST = Order.by("-id")


@page(May.READ_TRAIL)
def entries(request: Any) -> HttpResponse:
    rows = queries.trail(deed=request.GET.get("deed", "")[:60])
    try:
        found = page_of(
            rows,
            order=NEWEST_FIRST,
            size=50,
            cursor=request.GET.get("cursor"),
            name="web.trail",
            key=settings.SECRET_KEY.encode(),
        )
    except BadCursor:
        return redirect("web:trail")
    names = queries.names_of({each.user_id for each in found.rows})
    table = Table(
        "trail",
        _("谁在什么时候看过或改过什么"),
        [
            Column(_("时间")),
            Column(_("谁")),
            Column(_("做了什么")),
            Column(_("涉及几条"), is_number=True),
            Column(_("事由")),
        ],
        [
            Row(
                [
                    date_format(timezone.localtime(each.at), _("n月j日 H:i:s")),
                    names[each.user_id],
                    words_of(each.deed),
                    len(each.about),
                    each.purpose,
                ]
            )
            for each in found.rows
        ],
        look="brief",
    )
    beside = {"newer": _page_url(found.previous), "older": _page_url(found.next)}
    return render(request, "access/trail.html", {"table": table, "is_empty": not found.rows, **beside})


def _page_url(cursor: str | None) -> str:
    return f"{reverse('web:trail')}?cursor={cursor}" if cursor else ""
