"""访问留痕: who viewed and changed what, newest first."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from services.access import audit_actions, queries
from services.access.models import AuditEvent
from services.access.permissions import Permission
from services.web.components import Column, Row, Table
from services.web.decorators import requires
from services.web.framework import paginate
from services.web.page_request import PageRequest


@requires(Permission.VIEW_AUDIT_LOG)
def entries(request: PageRequest) -> HttpResponse:
    action = request.GET.get("action", "")
    # Not logged itself: reading the log would grow the log.
    page = paginate(request, queries.audit_events(action=action), "web.audit_log", size=50)
    context = {"table": _table(page.rows), "is_empty": not page.rows, **page.links}
    return render(request, "access/audit_log.html", context)


def _table(events: Sequence[AuditEvent]) -> Table:
    names = queries.names_of({event.user_id for event in events})
    columns = [
        Column(_("时间")),
        Column(_("谁")),
        Column(_("做了什么")),
        Column(_("涉及几条"), is_number=True),
        Column(_("事由")),
    ]
    rows = [_row(event, names) for event in events]
    return Table("audit-log", _("谁在什么时候看过或改过什么"), columns, rows, look="brief")


def _row(event: AuditEvent, names: Mapping[int | None, str]) -> Row:
    moment = date_format(timezone.localtime(event.recorded_at), _("n月j日 H:i:s"))
    action = audit_actions.label_of(event.action)
    # How many rows, never which: the log must not name children to its readers.
    return Row([moment, names[event.user_id], action, len(event.target), event.purpose])
