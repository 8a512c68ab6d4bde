"""What may be sent at this moment, and claiming it: a lease by the database's clock and a token."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from services.notify import quiet_hours
from services.notify.choices import DelayReason, DeliveryState
from services.notify.delivery import circuit_breaker, digest, recipient_limits
from services.notify.models import Delivery
from services.notify.models.notifications import SENDABLE
from services.schools.scope import ALL_TENANTS, scope

BATCH = 100
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """One delivery that is mine while its row holds the token."""

    delivery: Delivery
    token: UUID


def sendable(now: datetime) -> QuerySet[Delivery]:
    """What may be sent at this moment, as a worker at large sees it: urgent first, then the longest due."""
    free = Q(lease_until=None) | Q(lease_until__lte=Now())
    rings_now = Q(is_urgent=True) | ~Q(notification__audience__in=quiet_hours.audiences_in_quiet_hours(now))
    rows: QuerySet[Delivery] = Delivery.objects.filter(free, rings_now, due_at__lte=now, state__in=SENDABLE)
    return rows.order_by("-is_urgent", "due_at", "id")


def sendable_ids(now: datetime, most: int = BATCH, *, urgent: bool = False) -> list[UUID]:
    """Public ids of deliveries nobody is sending though they could be sent; `urgent`: safety alerts only."""
    with scope(ALL_TENANTS):
        rows = sendable(now).filter(is_urgent=True) if urgent else sendable(now)
        return list(rows.values_list("public_id", flat=True)[:most])


def claim(*, now: datetime, most: int = BATCH, suspects: bool = False, urgent: bool = False) -> list[Claim]:
    """Claim a batch; rows that another is just claiming are passed over.

    `suspects`: those in whose last call a worker died. They are taken apart, one at a time, so that a message that
    kills its worker takes no other with it. `urgent`: safety alerts only.
    """
    while True:
        with scope(ALL_TENANTS):
            if suspects and not sendable(now).filter(_died_in_a_call()).exists():
                return []  # the usual case, asked for after every batch
            _keep_quiet(now)
            rooms = circuit_breaker.capacities(now)
            circuit_breaker.set_delay_reasons(rooms, now)
            rows = sendable(now).exclude(channel__in=[name for name, room in rooms.items() if room.limit == 0])
            rows = rows.filter(_died_in_a_call() if suspects else ~_died_in_a_call())
            found = _locked(rows.filter(is_urgent=True) if urgent else rows, most)
            mine = recipient_limits.lock_recipients(circuit_breaker.fit(found, rooms))
            claims = _claimed(mine, now)
        if claims or not mine:  # what was found may all have been moved: behind it others wait
            return claims


def _claimed(rows: list[Delivery], now: datetime) -> list[Claim]:
    """What remains to be sent at once, as digests where it can be, and is mine from now on."""
    token = uuid4()
    messages = digest.group_into_digests(recipient_limits.sendable_now(rows, now), now)
    found = digest.merge(recipient_limits.within_limits(messages, now))
    Delivery.objects.filter(pk__in=[row.pk for row in found]).update(
        state=DeliveryState.SENDING, lease_token=token, lease_until=lease_end()
    )
    return [Claim(row, token) for row in found]


def lease_end() -> Any:
    return Now() + timedelta(seconds=settings.LEASE_SECONDS)


def still_held(claims: Sequence[Claim]) -> Q:
    held = Q(pk__in=[])
    for token in {claim.token for claim in claims}:
        ids = [claim.delivery.pk for claim in claims if claim.token == token]
        held |= Q(pk__in=ids, lease_token=token, state=DeliveryState.SENDING)
    return held


def renew_leases(claims: Sequence[Claim]) -> None:
    """Those that are mine still: a lapsed lease is not taken up again."""
    if not claims:
        return
    try:
        with scope(ALL_TENANTS):
            Delivery.objects.filter(still_held(claims), lease_until__gt=Now()).update(lease_until=lease_end())
    except DatabaseError as error:  # it may be restarting; the leases have time left
        log.warning("leases_notrenewed", extra={"error": type(error).__name__})
        connection.close()


def _died_in_a_call() -> Q:
    return Q(state=DeliveryState.SENDING, attempt_count__gt=0)


def _locked(rows: QuerySet[Delivery], most: int) -> list[Delivery]:
    return list(
        rows.select_related("notification", "recipient", "integration").select_for_update(
            skip_locked=True, of=("self",)
        )[:most]
    )


def _keep_quiet(now: datetime) -> None:
    """What came due in somebody's quiet hours waits for their end, and says so."""
    for audience in quiet_hours.audiences_in_quiet_hours(now):
        due = _due_at_rest(now).filter(notification__audience=audience).only("pk")
        free = [row.pk for row in due.select_for_update(skip_locked=True, of=("self",))]
        Delivery.objects.filter(pk__in=free).update(
            due_at=quiet_hours.next_allowed(now, audience), delay_reason=DelayReason.QUIET_HOURS
        )


def _due_at_rest(now: datetime) -> QuerySet[Delivery]:
    at_rest = [DeliveryState.DUE, DeliveryState.RETRYING]
    return Delivery.objects.filter(due_at__lte=now, state__in=at_rest, is_urgent=False)
