"""Reads of the chain of seals."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Now

from services.access.models import KEEP_AUDIT_DAYS
from services.audit_log.models import AuditRemoval, AuditSeal, UnsealedEvent
from services.kit.ids import uuid7

KEEP = timedelta(days=KEEP_AUDIT_DAYS)


def last_seal(county_id: int) -> AuditSeal | None:
    """The head of a county's chain."""
    return AuditSeal.objects.filter(county_id=county_id).order_by("-number").first()


def seals_before(county_id: int | None, moment: datetime) -> QuerySet[AuditSeal]:
    """The oldest seals whose time is over, by the database's clock as well; the chain keeps its last one."""
    last = AuditSeal.objects.filter(county=OuterRef("county")).order_by("-number").values("number")[:1]
    rows = AuditSeal.objects.filter(county=county_id, sealed_at__lt=moment, number__lt=Subquery(last))
    return rows.filter(sealed_at__lt=Now() - KEEP).order_by("number")


def last_removal(county_id: int) -> AuditRemoval | None:
    """Up to which seal a county's chain was deleted by age, latest."""
    return AuditRemoval.objects.filter(county_id=county_id).order_by("-number").first()


def counties_waiting(longer_than: timedelta) -> list[int]:
    """Counties with events that are not sealed after so long."""
    # An id holds the machine's moment it was made, whatever day a demo plays: compare it with one made now.
    first_young = UUID(int=uuid7().int - (int(longer_than.total_seconds() * 1000) << 80))
    rows = UnsealedEvent.objects.filter(id__lt=first_young)
    return list(rows.order_by("county_id").values_list("county_id", flat=True).distinct())


def total_before(county_id: int, moment: datetime) -> int:
    """How many events of a county were sealed before a moment."""
    seal = AuditSeal.objects.filter(county_id=county_id, sealed_at__lt=moment).order_by("-number").first()
    return seal.total if seal else 0
