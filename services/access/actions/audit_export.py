"""Export the audit log as a workbook. The reason for the export is itself recorded in the log."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from services.access import audit, audit_actions, queries
from services.access.actor import Actor, require_permission
from services.access.audit_queries import AuditFilter, audit_events
from services.access.choices import AuditAction
from services.access.models import AuditEvent
from services.access.permissions import Permission
from services.access.roles import Role
from services.kit.exceptions import ApplicationError
from services.kit.xlsx.writer import write_table

MIN_REASON_LENGTH = 2  # characters
MAX_REASON_LENGTH = AuditEvent.purpose.field.max_length
MAX_ROWS = 50_000  # seconds of a request; more is read by the month
BATCH = 1000  # rows whose names are read at once


class UnableToExport(ApplicationError):
    """No reason was given, or the log of the period is too long for one workbook."""


@transaction.atomic
def export_audit_log(*, filters: AuditFilter, reason: str, by: Actor, now: datetime) -> bytes:
    """The filtered events as an xlsx file, the newest first. Raises UnableToExport.

    The workbook says how many rows an event was about, never which: it leaves the service, and names no child.
    """
    require_permission(by, Permission.VIEW_AUDIT_LOG)
    reason = reason.strip()[:MAX_REASON_LENGTH]
    if len(reason) < MIN_REASON_LENGTH:
        raise UnableToExport(_("请写明事由，事由会留痕。"), field="reason")
    events = audit_events(filters)
    count = events[: MAX_ROWS + 1].count()
    if count > MAX_ROWS:
        raise UnableToExport(_("超过 %(most)d 条，请选短一些的时间再导出。") % {"most": MAX_ROWS}, field="from")
    file = BytesIO()
    write_table(file, _headers(), _rows(events), sheet=_("访问留痕"), mark=_mark(by, now))
    audit.log(AuditAction.AUDIT_EXPORTED, by=by, now=now, purpose=reason, detail={"rows": count})
    return file.getvalue()


def _mark(by: Actor, now: datetime) -> str:
    """Who took it out, and when: at the foot of each printed page."""
    name = queries.names_of({by.user_id}).get(by.user_id, "")
    return f"{name} {timezone.localtime(now).strftime('%Y-%m-%d %H:%M')}"


def _headers() -> list[str]:
    return [_("时间"), _("谁"), _("角色"), _("做了什么"), _("学校"), _("涉及几条"), _("事由")]


def _rows(events: QuerySet[AuditEvent]) -> Iterator[list[object]]:
    rows = events.select_related("school").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        names = queries.names_of({event.user_id for event in batch})
        for event in batch:
            yield [
                timezone.localtime(event.recorded_at).strftime("%Y-%m-%d %H:%M:%S"),
                queries.actor_name(event, names),
                str(Role(event.role).label) if event.role in Role.values else "",
                audit_actions.label_of(event.action),
                event.school.name if event.school else "",
                len(event.target),
                event.purpose,
            ]
