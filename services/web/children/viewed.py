"""The tab 谁看过 of a child: every event of the audit log about the case file and what belongs to it."""

from services.access.audit_queries import AuditFilter, audit_events
from services.children.models import Child
from services.children.queries import audit_lookup
from services.kit import clock
from services.web.access.audit_rows import NEWEST, audit_rows
from services.web.framework import paginate
from services.web.page_request import PageRequest

SIZE = 50


def viewed_tab(request: PageRequest, child: Child) -> dict[str, object]:
    rows = audit_events(AuditFilter(targets=audit_lookup.ids_of_record(child))).select_related("school")
    page = paginate(request, rows, "web.child_viewed", order=NEWEST, size=SIZE)
    return {"viewed_rows": audit_rows(page.rows, request.actor, clock.now()), **page.links}
