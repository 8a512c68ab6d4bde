"""What the digests of the audit log cover, and their keys.

The keys are derived from the vault's index key, which is not in the database: who owns the database can change a
row, not compute the digest that would fit it.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC
from uuid import UUID

from services.access.models import AuditEvent
from services.audit_log.models import AuditRemoval, AuditSeal
from services.schools.sealed import vault

ID_BYTES = ROW_BYTES = 16
ENTRY_BYTES = ID_BYTES + ROW_BYTES
GONE = bytes(ROW_BYTES)  # stands for an event that was deleted before it was sealed; no digest is zero
VERSION = 2  # of the columns that a digest covers; 1 lacked the operator


def key_fingerprint() -> str:
    """Names the key from which the digests' keys are derived, from now on."""
    return vault().fingerprints()["index"]


def known_keys() -> set[str]:
    """The fingerprints of every index key that this process has: seals of earlier ones stay."""
    return {key_fingerprint(), *vault().former_fingerprints()}


def row_digest(event: AuditEvent, seal: AuditSeal, event_id: UUID | None = None) -> bytes:
    """16 bytes over every column of an event, as in this seal; with another id, as if it were that one's row.

    Raises UnknownKey.
    """
    columns = [
        str(event_id or event.pk),
        event.recorded_at.astimezone(UTC).isoformat(),
        event.county_id,
        event.school_id,
        event.user_id,
        event.role,
        event.action,
        event.target_model,
        event.target,
        event.purpose,
        event.detail,
        *([event.operator] if seal.version > 1 else []),
    ]
    text = json.dumps(columns, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return bytes.fromhex(_digest(text, "audit event", seal.key))[:ROW_BYTES]


def entries_of(seal: AuditSeal, ids: list[UUID], events: Mapping[UUID, AuditEvent]) -> bytes:
    """The entries of a seal for these ids, in their order."""
    return b"".join(pk.bytes + (row_digest(events[pk], seal) if pk in events else GONE) for pk in ids)


def split(entries: bytes) -> Iterator[tuple[UUID, bytes]]:
    """Each entry's id and digest."""
    for start in range(0, len(entries) - ENTRY_BYTES + 1, ENTRY_BYTES):
        entry = entries[start : start + ENTRY_BYTES]
        yield UUID(bytes=entry[:ID_BYTES]), entry[ID_BYTES:]


def seal_digest(seal: AuditSeal, previous: str) -> str:
    """64 hex digits over a seal and the digest of the one before it, "" before the first. Raises UnknownKey."""
    moment = seal.sealed_at.astimezone(UTC).isoformat()
    columns = [previous, seal.county_id, seal.number, moment, seal.total, seal.key, bytes(seal.entries).hex()]
    columns += [seal.version] if seal.version > 1 else []
    return _digest("|".join(map(str, columns)), "audit seal", seal.key)


def removal_digest(removal: AuditRemoval) -> str:
    """64 hex digits over what a removal says. Raises UnknownKey."""
    moments = (removal.sealed_until, removal.removed_at)
    columns = [removal.county_id, removal.number, removal.digest, removal.total]
    columns += [moment.astimezone(UTC).isoformat() for moment in moments]
    return _digest("|".join(map(str, columns)), "audit removal", removal.key)


def _digest(text: str, purpose: str, key: str) -> str:
    return vault().with_index_key(key).blind_index(text, purpose=purpose)
