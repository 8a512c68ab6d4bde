"""Reads of emergency accesses."""

from django.db.models import QuerySet

from services.access import audit_queries
from services.access.models import AuditEvent
from services.children.choices import AuditAction
from services.children.models import EmergencyAccess

READS = (AuditAction.CHILD_VIEWED, AuditAction.NUMBER_UNMASKED)


def reads_of(current: EmergencyAccess) -> QuerySet[AuditEvent]:
    """What the officer read of the child during an access, oldest first: the events of the audit log."""
    until = current.ended_at or current.expires_at
    rows = audit_queries.about(AuditEvent.objects.all(), [current.child.public_id, current.child.pupil.public_id])
    return rows.filter(
        school=current.school_id,
        user=current.opened_by_id,
        action__in=READS,
        recorded_at__range=(current.opened_at, until),
    ).order_by("recorded_at", "id")
