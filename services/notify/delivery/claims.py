"""Select the deliveries that may go out now, and claim them: a lease by the database's clock, and a token."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from services.notify import quiet_hours
from services.notify.choices import DelayReason, DeliveryState
from services.notify.delivery import circuit_breaker, digest, recipient_limits
from services.notify.models import Delivery
from services.notify.models.notifications import SENDABLE
from services.schools.scope import ALL_TENANTS, scope

# Some seconds of sending: a batch shares one lease, and a crash leaves no more than this to be checked.
BATCH = 100
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """A delivery that belongs to this worker while its row holds the token and the lease lasts."""

    delivery: Delivery
    token: UUID


def sendable(now: datetime) -> QuerySet[Delivery]:
    """Deliveries that may be sent now, urgent ones first, then those due longest. For a cross-tenant worker."""
    is_free = Q(lease_until=None) | Q(lease_until__lte=Now())
    is_allowed = Q(is_urgent=True) | ~Q(notification__audience__in=quiet_hours.audiences_in_quiet_hours(now))
    rows: QuerySet[Delivery] = Delivery.objects.filter(is_free, is_allowed, due_at__lte=now, state__in=SENDABLE)
    return rows.order_by("-is_urgent", "due_at", "id")


def sendable_ids(now: datetime, limit: int = BATCH, *, urgent: bool = False) -> list[UUID]:
    """Public ids of deliveries that may go out and that no worker is sending; `urgent`: safety alerts only."""
    with scope(ALL_TENANTS):
        rows = sendable(now).filter(is_urgent=True) if urgent else sendable(now)
        return list(rows.values_list("public_id", flat=True)[:limit])


def claim(*, now: datetime, limit: int = BATCH, suspects: bool = False, urgent: bool = False) -> list[Claim]:
    """Claim a batch, without rows that another worker is claiming; `urgent`: safety alerts only.

    `suspects`: deliveries in whose last call a worker died. They are claimed apart, one at a time, so that a message
    that kills its worker takes no other with it.
    """
    while True:
        # One transaction per batch: all locks are released before the gateways are called.
        with scope(ALL_TENANTS):
            if suspects and not sendable(now).filter(_died_in_call()).exists():
                return []  # fast path: runs after every batch
            if not urgent:  # an alert goes out at any hour and must not wait for this
                _delay_for_quiet_hours(now)
            limited = circuit_breaker.capacities(now)
            circuit_breaker.set_delay_reasons(limited, now)
            rows = sendable(now).exclude(channel__in=[name for name, full in limited.items() if full.limit == 0])
            rows = rows.filter(_died_in_call() if suspects else ~_died_in_call())
            locked = _lock(rows.filter(is_urgent=True) if urgent else rows, limit)
            ours = recipient_limits.lock_recipients(circuit_breaker.fit(locked, limited))
            claims = _claim_locked(ours, now)
        # All of the batch may have been delayed by its recipients' limits: others wait behind it.
        if claims or not ours:
            return claims


def lease_end() -> CombinedExpression:
    return Now() + timedelta(seconds=settings.LEASE_SECONDS)


def still_held(claims: Sequence[Claim]) -> Q:
    """The condition for rows that still hold the token of their claim."""
    held = Q(pk__in=[])  # matches nothing
    for token in {claim.token for claim in claims}:
        ids = [claim.delivery.pk for claim in claims if claim.token == token]
        held |= Q(pk__in=ids, lease_token=token, state=DeliveryState.SENDING)
    return held


def renew_leases(claims: Sequence[Claim]) -> None:
    """Prolong the leases that have not lapsed. Never raises DatabaseError."""
    if not claims:
        return
    try:
        with scope(ALL_TENANTS):
            Delivery.objects.filter(still_held(claims), lease_until__gt=Now()).update(lease_until=lease_end())
    except DatabaseError as error:  # the database may be restarting; the leases have time left
        log.warning("lease_renewal_failed", extra={"error": type(error).__name__})
        connection.close()


def _claim_locked(rows: list[Delivery], now: datetime) -> list[Claim]:
    """Claim what the limits of its recipients allow now, as digests where possible."""
    # One for the batch, not one per row: the update stays one statement.
    token = uuid4()
    messages = digest.group_into_digests(recipient_limits.sendable_now(rows, now), now)
    leaders = digest.merge(recipient_limits.within_limits(messages, now))
    Delivery.objects.filter(pk__in=[row.pk for row in leaders]).update(
        state=DeliveryState.SENDING, lease_token=token, lease_until=lease_end()
    )
    return [Claim(row, token) for row in leaders]


def _died_in_call() -> Q:
    return Q(state=DeliveryState.SENDING, attempt_count__gt=0)


def _lock(rows: QuerySet[Delivery], limit: int) -> list[Delivery]:
    rows = rows.select_related("notification", "recipient", "integration")
    return list(rows.select_for_update(skip_locked=True, of=("self",))[:limit])


def _delay_for_quiet_hours(now: datetime) -> None:
    """Move what came due in its audience's quiet hours to their end, with the reason."""
    waiting = [DeliveryState.DUE, DeliveryState.RETRYING]
    for audience in quiet_hours.audiences_in_quiet_hours(now):
        due = Delivery.objects.filter(due_at__lte=now, state__in=waiting, is_urgent=False)
        due = due.filter(notification__audience=audience).only("pk")
        ids = [row.pk for row in due.select_for_update(skip_locked=True, of=("self",))]
        Delivery.objects.filter(pk__in=ids).update(
            due_at=quiet_hours.end_of_quiet_hours(now, audience), delay_reason=DelayReason.QUIET_HOURS
        )
