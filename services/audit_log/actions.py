"""Seal the audit events that are new. A cross-tenant worker does it, one county after the other."""

from datetime import datetime
from uuid import UUID

from services.access.models import AuditEvent
from services.audit_log import digests, queries
from services.audit_log.models import AuditSeal, UnsealedEvent
from services.kit.database import locks
from services.schools.scope import ALL_TENANTS, scope

BATCH = 1000  # events of a seal, and of one transaction


def seal_events(*, now: datetime) -> int:
    """Seal every event that waits; how many. Runs in transactions of its own, so a crash costs one batch."""
    with scope(ALL_TENANTS):
        counties = list(UnsealedEvent.objects.order_by("county_id").values_list("county_id", flat=True).distinct())
    return sum(_seal_county(county_id, now) for county_id in counties)


def _seal_county(county_id: int, now: datetime) -> int:
    total = 0
    while count := _seal_batch(county_id, now):
        total += count
    return total


def _seal_batch(county_id: int, now: datetime) -> int:
    """Seal the oldest events of the queue; 0 when there are none, or another worker is at this county."""
    with scope(ALL_TENANTS):
        if not locks.acquire("audit_log.seal", county_id):
            return 0
        waiting = UnsealedEvent.objects.filter(county_id=county_id).order_by("id")
        ids = list(waiting.values_list("pk", flat=True)[:BATCH])
        if ids:
            _append(county_id, ids, now)
            UnsealedEvent.objects.filter(pk__in=ids).delete()
        return len(ids)


def _append(county_id: int, ids: list[UUID], now: datetime) -> None:
    last = queries.last_seal(county_id)
    number, total = (last.number, last.total) if last else (0, 0)
    seal = AuditSeal(
        county_id=county_id,
        number=number + 1,
        sealed_at=now,
        total=total + len(ids),
        key=digests.key_fingerprint(),
        entries=digests.entries_of(ids, AuditEvent.objects.in_bulk(ids)),
    )
    seal.digest = digests.seal_digest(seal, previous=last.digest if last else "")
    seal.save(force_insert=True)
