"""Reads of the chain of seals."""

from datetime import datetime

from services.audit_log.models import AuditSeal


def last_seal(county_id: int) -> AuditSeal | None:
    """The head of a county's chain."""
    return AuditSeal.objects.filter(county_id=county_id).order_by("-number").first()


def total_before(county_id: int, moment: datetime) -> int:
    """How many events of a county were sealed before a moment."""
    seal = AuditSeal.objects.filter(county_id=county_id, sealed_at__lt=moment).order_by("-number").first()
    return seal.total if seal else 0
