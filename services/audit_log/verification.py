"""Find the first place where the audit log is not as it was sealed.

Goes through a county's seals in their order, a short transaction each, so that writers are not held up. Every event
must be in one seal, unchanged; one that is neither in a seal nor in the queue of unsealed events was inserted by
somebody else than the service.
"""

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from services.access.models import AuditEvent
from services.audit_log import digests, queries
from services.audit_log.choices import BreakKind
from services.audit_log.models import AuditSeal, UnsealedEvent
from services.kit.vault import UnknownKey
from services.schools.scope import ALL_TENANTS, scope

# An id holds the moment it was made. A transaction that lasts longer than this between making one and its end is a
# row with a made-up moment.
MAX_LATENESS = timedelta(days=1)
BATCH = 1000  # events of one query
NOTHING = UUID(int=0)  # below every id

Progress = Callable[[int, int], None]  # (seals checked, events checked)


def _show_nothing(_seals: int, _events: int) -> None:
    """Report no progress."""


@dataclass(frozen=True)
class Break:
    """The first difference: of an event, or without `event_id` of the seal itself."""

    kind: BreakKind
    seal: int
    event_id: UUID | None = None
    recorded_at: datetime | None = None

    def __str__(self) -> str:
        if self.event_id is None:
            return f"Seal {self.seal} {self.kind.label}."
        moment = f" of {self.recorded_at:%Y-%m-%d %H:%M:%S} UTC" if self.recorded_at else ""
        where = f"seal {self.seal}" if self.seal else "no seal"
        return f"Event {self.event_id}{moment} ({where}) {self.kind.label}."


@dataclass
class _Chain:
    """How far the verification of one county has come."""

    county_id: int
    number: int = 0
    digest: str = ""
    total: int = 0
    removed: int = 0  # the last seal that was deleted by age
    highest: UUID = NOTHING
    unexplained: set[UUID] = field(default_factory=set)  # events that no seal so far covers
    heads: dict[int, str] = field(default_factory=dict)


def first_break(*, county_id: int, head: str = "", on_progress: Progress = _show_nothing) -> Break | None:
    """The first difference in a county's log, None when it is whole. `head` is that of a weekly mail.

    Without a head, seals that were cut off at the end are not missed.
    """
    chain = _Chain(county_id)
    if (problem := _begin(chain)) is not None:
        return problem
    while True:
        with scope(ALL_TENANTS):
            seals = list(AuditSeal.objects.filter(county_id=county_id, number__gt=chain.number).order_by("number")[:1])
            if not seals:
                break
            if (problem := _check_seal(chain, seals[0])) is not None:
                return problem
        on_progress(chain.number, chain.total)
    return _inserted(chain) or _other_head(chain, head)


def _begin(chain: _Chain) -> Break | None:
    """Begin after the seals that were deleted by age, as the sealed record of it says."""
    with scope(ALL_TENANTS):
        removal = queries.last_removal(chain.county_id)
    if removal is None:
        return None
    try:
        is_ours = hmac.compare_digest(digests.removal_digest(removal), removal.seal)
    except UnknownKey:
        return Break(BreakKind.OTHER_KEY, removal.number)
    chain.number, chain.digest, chain.total = removal.number, removal.digest, removal.total
    chain.removed = removal.number
    return None if is_ours else Break(BreakKind.REMOVAL_CHANGED, removal.number)


def _check_seal(chain: _Chain, seal: AuditSeal) -> Break | None:
    if seal.number != chain.number + 1:
        return Break(BreakKind.SEAL_MISSING, chain.number + 1)
    if seal.key not in digests.known_keys():
        return Break(BreakKind.OTHER_KEY, seal.number)
    entries = list(digests.split(bytes(seal.entries)))
    problem = _misplaced(seal, entries) or _changed(chain, seal) or _check_events(chain, seal, entries)
    chain.number, chain.digest, chain.total = seal.number, seal.digest, seal.total
    chain.heads[seal.number] = seal.head
    return problem


def _misplaced(seal: AuditSeal, entries: list[tuple[UUID, bytes]]) -> Break | None:
    """The first entry that does not follow the one before it."""
    for (before, _), (after, _) in pairwise(entries):
        if after <= before:
            return Break(BreakKind.REORDERED, seal.number, after)
    return None


def _changed(chain: _Chain, seal: AuditSeal) -> Break | None:
    expected = digests.seal_digest(seal, previous=chain.digest)
    return None if hmac.compare_digest(expected, seal.digest) else Break(BreakKind.SEAL_CHANGED, seal.number)


def _check_events(chain: _Chain, seal: AuditSeal, entries: list[tuple[UUID, bytes]]) -> Break | None:
    events = AuditEvent.objects.filter(county_id=chain.county_id).in_bulk([event_id for event_id, _ in entries])
    for event_id, digest in entries:
        if (event := events.get(event_id)) is None:
            return Break(BreakKind.DELETED, seal.number, event_id, _made_at(event_id))
        if not hmac.compare_digest(digests.row_digest(event, seal), digest):
            kind = BreakKind.REORDERED if _is_anothers(event, seal, entries) else BreakKind.EDITED
            return Break(kind, seal.number, event_id, event.recorded_at)
        if _made_at(event_id) < _made_at(chain.highest) - MAX_LATENESS:
            return Break(BreakKind.INSERTED, seal.number, event_id, event.recorded_at)
    _note_others(chain, {event_id for event_id, _ in entries})
    return None


def _is_anothers(event: AuditEvent, seal: AuditSeal, entries: list[tuple[UUID, bytes]]) -> bool:
    """Whether the row was sealed under another id of the batch: two rows have changed places."""
    return any(hmac.compare_digest(digests.row_digest(event, seal, other), digest) for other, digest in entries)


def _note_others(chain: _Chain, sealed: set[UUID]) -> None:
    """Remember the events up to the highest id of the seal that it does not cover; a later one may."""
    chain.unexplained -= sealed
    highest = max(sealed, default=chain.highest)
    if highest > chain.highest:
        between = _ids(chain.county_id, after=chain.highest, until=highest)
        chain.unexplained.update(event_id for event_id in between if event_id not in sealed)
        chain.highest = highest


def _inserted(chain: _Chain) -> Break | None:
    """The oldest event that stands in no seal and does not wait for one either."""
    with scope(ALL_TENANTS):
        ids = sorted(chain.unexplained | set(_ids(chain.county_id, after=chain.highest)))
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            waiting = set(UnsealedEvent.objects.filter(pk__in=batch).values_list("pk", flat=True))
            if unexplained := [event_id for event_id in batch if event_id not in waiting]:
                return _unless_sealed_meanwhile(chain, unexplained)
    return None


def _unless_sealed_meanwhile(chain: _Chain, ids: list[UUID]) -> Break | None:
    later = AuditSeal.objects.filter(county_id=chain.county_id, number__gt=chain.number).order_by("number")
    sealed = {event_id for seal in later for event_id, _ in digests.split(bytes(seal.entries))}
    event = AuditEvent.objects.filter(pk__in=[pk for pk in ids if pk not in sealed]).order_by("pk").first()
    return Break(BreakKind.INSERTED, 0, event.pk, event.recorded_at) if event else None


def _ids(county_id: int, *, after: UUID, until: UUID | None = None) -> Iterator[UUID]:
    rows = AuditEvent.objects.filter(county_id=county_id, pk__gt=after)
    if until is not None:
        rows = rows.filter(pk__lte=until)
    return rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=BATCH)


def _other_head(chain: _Chain, head: str) -> Break | None:
    """Whether the chain holds the seal of a mail, with the digest it had then."""
    if not head:
        return None
    number = int(head.partition("-")[0])
    if number <= chain.removed:
        return Break(BreakKind.HEAD_REMOVED, number)
    is_same = hmac.compare_digest(chain.heads.get(number, "").encode(), head.lower().encode())
    return None if is_same else Break(BreakKind.HEAD_DIFFERS, number)


def _made_at(event_id: UUID) -> datetime:
    """The moment inside a UUIDv7."""
    return datetime.fromtimestamp((event_id.int >> 80) / 1000, tz=UTC)
