"""The trail: who saw and changed what."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from services.access import audit_actions, queries
from services.access.permissions import Permission
from services.kit.cursors import InvalidCursor
from services.kit.pagination import Ordering
from services.kit.pagination import paginate as page_of
from services.web.components import Column, Row, Table
from services.web.decorators import requires

NEWEST_FIRST = Ordering.of_columns("-id")


@requires(Permission.VIEW_AUDIT_LOG)
def entries(request: Any) -> HttpResponse:
    rows = queries.audit_events(action=request.GET.get("action", "")[:60])
    try:
        found = page_of(
            rows,
            order=NEWEST_FIRST,
            size=50,
            cursor=request.GET.get("cursor"),
            name="web.trail",
            key=settings.SECRET_KEY.encode(),
        )
    except InvalidCursor:
        return redirect("web:audit_log")
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
                    date_format(timezone.localtime(each.recorded_at), _("n月j日 H:i:s")),
                    names[each.user_id],
                    audit_actions.label_of(each.action),
                    len(each.target),
                    each.purpose,
                ]
            )
            for each in found.rows
        ],
        look="brief",
    )
    beside = {"newer": _page_url(found.previous), "older": _page_url(found.next)}
    return render(request, "access/audit_log.html", {"table": table, "is_empty": not found.rows, **beside})


def _page_url(cursor: str | None) -> str:
    return f"{reverse('web:audit_log')}?cursor={cursor}" if cursor else ""
