"""Close a system incident by hand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.kit.exceptions import ApplicationError
from services.notify.choices import AuditAction
from services.notify.models import SystemIncident


class UnableToClose(ApplicationError):
    """Closed already."""


@transaction.atomic
def close_incident(*, incident: SystemIncident, by: Actor, now: datetime) -> SystemIncident:
    """Close an incident; a later detection opens a new one. Raises UnableToClose."""
    require_permission(by, Permission.CLOSE_INCIDENTS)
    row = SystemIncident.objects.select_for_update().get(pk=incident.pk)
    if row.closed_at is not None:
        raise UnableToClose(_("这个异常已经处理完了。"))
    row.closed_at, row.closed_by_id = now, by.user_id
    row.save(update_fields=["closed_at", "closed_by_id"])
    audit.log(AuditAction.INCIDENT_CLOSED, target=row, by=by, now=now, detail={"kind": row.kind})
    return row
