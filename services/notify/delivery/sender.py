"""One batch: the attempts written down and committed, the gateways called side by side, the outcomes written down."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from services.kit import bulk
from services.notify.choices import DeliveryState
from services.notify.delivery import circuit_breaker, digest, gateway_calls, messages, outcomes, transitions
from services.notify.delivery.claims import BATCH, Claim, claim, lease_end, renew_leases, still_held
from services.notify.delivery.gateway_calls import Result, StartedAttempt
from services.notify.models import Delivery, DeliveryAttempt
from services.schools.scope import ALL_TENANTS, scope

MAX_SUSPECTS = 5  # of one batch
_END = """
UPDATE notify_deliveryattempt a SET ended_at = %s, outcome = t.outcome, provider_id = t.provider_id, reason = t.reason
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS t (id, outcome, provider_id, reason) WHERE a.id = t.id
"""


def deliver_batches(*, now: datetime, most: int = BATCH, urgent: bool = False) -> Counter[str]:
    """Send one batch, then some in whose last call a worker died; how many came to which state.

    Empty when there is nothing to do. `now` is the moment of the call; what goes out later counts from then on.
    """
    at = _ticking(now)
    tally = send_claims(claim(now=now, most=most, urgent=urgent), now)
    for _each in range(MAX_SUSPECTS):
        alone = claim(now=at(), most=1, suspects=True, urgent=urgent)
        if not alone:
            break
        tally += send_claims(alone, at())
    return tally


def send_claims(claims: Sequence[Claim], now: datetime) -> Counter[str]:
    """One attempt each, and what came of them; those that are no longer mine are not counted."""
    tally: Counter[str] = Counter()
    at, later = _ticking(now), list(gateway_calls.chunks(claims))
    with gateway_calls.gateway_pool() as threads:
        while later:
            begun, ended = start_attempts(later.pop(0), at())
            tally += ended
            calls = {threads.submit(gateway_calls.send_one, each.message, each.claim.delivery): each for each in begun}
            rest = [claim for some in later for claim in some]
            renew_leases(rest)
            for results in gateway_calls.iter_results(calls, rest):
                tally += finish_attempts(results, at())
    return tally


def _ticking(now: datetime) -> Callable[[], datetime]:
    """A clock that shows `now` and goes on from there."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)


def start_attempts(claims: Sequence[Claim], now: datetime) -> tuple[list[StartedAttempt], Counter[str]]:
    """Renew the leases and write down an attempt each; end what must not be tried again, and count it."""
    with scope(ALL_TENANTS):
        mine = _mine(claims, unexpired=True)
        rows = {claim.delivery.pk: claim for claim in claims if claim.delivery.pk in mine}
        past = transitions.load_history([claim.delivery for claim in rows.values()])
        over = {
            pk: state
            for pk, claim in rows.items()
            if (state := transitions.state_before_attempt(claim.delivery, past[pk]))
        }
        for state in sorted(set(over.values())):
            outcomes.finish_deliveries([rows[pk].delivery for pk in over if over[pk] == state], state, now)
        going = [claim for pk, claim in rows.items() if pk not in over]
        ids = [claim.delivery.pk for claim in going]
        Delivery.objects.filter(pk__in=ids).update(attempt_count=F("attempt_count") + 1, lease_until=lease_end())
        attempts = [_attempt(claim.delivery, now) for claim in going]
        bulk.insert_instances(attempts)
        merged = digest.merged_into(ids)
        begun = [
            StartedAttempt(
                claim, attempt, messages.build_message(claim.delivery, merged.get(pk, []), past[pk]), past[pk]
            )
            for pk, claim, attempt in zip(ids, going, attempts, strict=True)
        ]
        return begun, Counter(over.values())


def finish_attempts(results: Sequence[Result], now: datetime) -> Counter[str]:
    """Write down the outcomes; the new states of those that have not been taken by another meanwhile."""
    with scope(ALL_TENANTS):
        _end_attempts(results, now)
        mine = _mine([begun.claim for begun, _reply in results])
        states: dict[DeliveryState, list[Delivery]] = {}
        for begun, reply in results:
            if begun.claim.delivery.pk in mine:
                delivery = begun.claim.delivery
                states.setdefault(transitions.state_after_attempt(delivery, begun.history, reply.outcome), []).append(
                    delivery
                )
        for state, rows in sorted(states.items()):
            outcomes.finish_deliveries(rows, state, now)
        circuit_breaker.record_outcomes([(begun.claim.delivery, reply.outcome) for begun, reply in results], now)
        return Counter({str(state): len(rows) for state, rows in states.items()})


def _end_attempts(results: Sequence[Result], now: datetime) -> None:
    """Whoever holds the delivery by now: a call that was made is written down."""
    columns = zip(
        *(
            (begun.attempt.pk, reply.outcome.value, reply.provider_id[:80], reply.reason[:80])
            for begun, reply in results
        ),
        strict=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(_END, [now, *map(list, columns)])


def _mine(claims: Sequence[Claim], *, unexpired: bool = False) -> set[int]:
    """Which rows still hold their token, locked until this transaction ends."""
    rows = Delivery.objects.filter(still_held(claims))
    rows = rows.filter(lease_until__gt=Now()) if unexpired else rows
    return set(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


def _attempt(delivery: Delivery, now: datetime) -> DeliveryAttempt:
    delivery.attempt_count += 1
    return DeliveryAttempt(
        delivery_id=delivery.pk,
        number=delivery.attempt_count,
        channel=delivery.channel,
        started_at=now,
        county_id=delivery.county_id,
        school_id=delivery.school_id,
    )
