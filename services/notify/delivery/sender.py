"""Send one batch: record and commit the attempts, call the gateways in parallel, record the results."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from services.kit.database import bulk
from services.notify import sql
from services.notify.choices import DeliveryState
from services.notify.delivery import circuit_breaker, digest, gateway_calls, messages, outcomes, transitions
from services.notify.delivery.claims import BATCH, Claim, claim, lease_end, renew_leases, still_held
from services.notify.delivery.gateway_calls import Result, StartedAttempt
from services.notify.models import Delivery, DeliveryAttempt
from services.schools.scope import ALL_TENANTS, scope

MAX_SUSPECTS = 5  # per batch


def deliver_batches(*, now: datetime, limit: int = BATCH, urgent: bool = False) -> Counter[str]:
    """Send a batch, then some deliveries in whose last call a worker died; the count per resulting state.

    Empty when nothing may go out. `urgent`: safety alerts only.
    """
    current = _clock_from(now)
    counts = send_claims(claim(now=now, limit=limit, urgent=urgent), now)
    # A few only: a crowd of suspects must not keep the next batch waiting.
    for _suspect in range(MAX_SUSPECTS):
        suspects = claim(now=current(), limit=1, suspects=True, urgent=urgent)
        if not suspects:
            break
        counts += send_claims(suspects, current())
    return counts


def send_claims(claims: Sequence[Claim], now: datetime) -> Counter[str]:
    """Make one attempt for each claim; the count per resulting state. Lost claims are not counted."""
    counts: Counter[str] = Counter()
    current, chunks = _clock_from(now), list(gateway_calls.chunks(claims))
    with gateway_calls.gateway_pool() as threads:
        while chunks:
            started, ended = start_attempts(chunks.pop(0), current())
            counts += ended
            calls = {threads.submit(gateway_calls.send_one, row.message, row.claim.delivery): row for row in started}
            rest = [claim for chunk in chunks for claim in chunk]
            renew_leases(rest)  # they wait for the calls of this chunk
            for results in gateway_calls.iter_results(calls, rest):
                counts += finish_attempts(results, current())
    return counts


def start_attempts(claims: Sequence[Claim], now: datetime) -> tuple[list[StartedAttempt], Counter[str]]:
    """Renew the leases and record an attempt each; end what must not be tried again, counted by its state."""
    with scope(ALL_TENANTS):
        held = _held(claims, unexpired=True)
        claims = [claim for claim in claims if claim.delivery.pk in held]
        history = transitions.load_history([claim.delivery for claim in claims])
        ended = _end_without_attempt([claim.delivery for claim in claims], history, now)
        going = [claim for claim in claims if claim.delivery.pk not in ended]
        ids = [claim.delivery.pk for claim in going]
        Delivery.objects.filter(pk__in=ids).update(attempt_count=F("attempt_count") + 1, lease_until=lease_end())
        attempts = [_attempt(claim.delivery, now) for claim in going]
        bulk.insert_instances(attempts)
        merged = digest.merged_into(ids)
        started = [
            StartedAttempt(
                claim, attempt, messages.build_message(claim.delivery, merged.get(pk, []), history[pk]), history[pk]
            )
            for pk, claim, attempt in zip(ids, going, attempts, strict=True)
        ]
        return started, Counter(map(str, ended.values()))


def finish_attempts(results: Sequence[Result], now: datetime) -> Counter[str]:
    """Record the results; the count per new state, without deliveries that another worker has claimed meanwhile."""
    with scope(ALL_TENANTS):
        _end_attempts(results, now)
        # The token is checked while the rows are locked: nobody can claim them until the outcome is written.
        held = _held([started.claim for started, _result in results])
        by_state: dict[DeliveryState, list[Delivery]] = {}
        for started, result in results:
            delivery = started.claim.delivery
            if delivery.pk in held:
                state = transitions.state_after_attempt(delivery, started.history, result.outcome)
                by_state.setdefault(state, []).append(delivery)
        for state, rows in sorted(by_state.items()):
            outcomes.finish_deliveries(rows, state, now)
        circuit_breaker.record_outcomes([(row.claim.delivery, result.outcome) for row, result in results], now)
        return Counter({str(state): len(rows) for state, rows in by_state.items()})


def _clock_from(now: datetime) -> Callable[[], datetime]:
    """A clock that starts at `now`: a slow batch must not use the moment at which it began for all of it."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def _held(claims: Sequence[Claim], *, unexpired: bool = False) -> set[int]:
    """Keys of the deliveries that still hold their token, locked until the transaction ends."""
    rows = Delivery.objects.filter(still_held(claims))
    rows = rows.filter(lease_until__gt=Now()) if unexpired else rows
    return set(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


def _end_without_attempt(
    deliveries: Sequence[Delivery], history: dict[int, transitions.AttemptHistory], now: datetime
) -> dict[int, DeliveryState]:
    """End deliveries that have no attempt left; their new states by key."""
    ended = {}
    by_state: dict[DeliveryState, list[Delivery]] = {}
    for delivery in deliveries:
        if state := transitions.state_before_attempt(delivery, history[delivery.pk]):
            ended[delivery.pk] = state
            by_state.setdefault(state, []).append(delivery)
    for state, rows in sorted(by_state.items()):
        outcomes.finish_deliveries(rows, state, now)
    return ended


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


def _end_attempts(results: Sequence[Result], now: datetime) -> None:
    """Close the attempts even of lost claims: the call was made, whoever holds the delivery now."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.END_ATTEMPTS,
            {
                "now": now,
                "ids": [started.attempt.pk for started, _result in results],
                "outcomes": [result.outcome.value for _started, result in results],
                "provider_ids": [result.provider_id[:80] for _started, result in results],
                "reasons": [result.reason[:80] for _started, result in results],
            },
        )
