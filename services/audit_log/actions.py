"""Seal the audit events that are new, and delete the oldest seals. A cross-tenant worker does both, by county."""

import re
from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from services.access.models import AuditEvent, AuditTarget
from services.audit_log import digests, queries
from services.audit_log.models import AuditRemoval, AuditSeal, UnsealedEvent
from services.kit.database import locks
from services.schools.scope import ALL_TENANTS, scope

BATCH = 1000  # events of a seal, and of one transaction
_PUBLIC_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class AuditEventsKept(RuntimeError):
    """The database refused to delete events of the audit log: a clock is wrong, or a seal lies about its moment."""


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
        version=digests.VERSION,
    )
    seal.entries = digests.entries_of(seal, ids, AuditEvent.objects.in_bulk(ids))
    seal.digest = digests.seal_digest(seal, previous=last.digest if last else "")
    seal.save(force_insert=True)


def remove_seals(seals: Sequence[AuditSeal]) -> None:
    """Delete the oldest seals of one county with their events, and record it in the same transaction.

    Raises AuditEventsKept, and deletes nothing, where the database keeps an event that is too young.
    """
    last = max(seals, key=attrgetter("number"))
    ids = [event_id for seal in seals for event_id, _digest in digests.split(bytes(seal.entries))]
    _remove_events(ids)
    removed, _by_model = AuditSeal.objects.filter(pk__in=[seal.pk for seal in seals]).delete()
    if removed != len(seals) or AuditEvent.objects.filter(pk__in=ids).exists():
        raise AuditEventsKept(f"events of county {last.county_id} up to seal {last.number} are too young to be deleted")
    removal = AuditRemoval(
        county_id=last.county_id,
        number=last.number,
        digest=last.digest,
        total=last.total,
        sealed_until=last.sealed_at,
        key=digests.key_fingerprint(),
    )
    removal.seal = digests.removal_digest(removal)
    removal.save(force_insert=True)


def _remove_events(ids: Sequence[UUID]) -> None:
    events = AuditEvent.objects.filter(pk__in=ids)
    # By target first: that is the order of the index.
    targets = {entry for row in events.values_list("target", flat=True) for entry in row if _PUBLIC_ID.fullmatch(entry)}
    AuditTarget.objects.filter(target__in=targets, event_id__in=ids).delete()
    events.delete()
