"""One batch: the attempts written down and committed, the gateways called side by side, the outcomes written down."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Now

from services.kit import bulk
from services.notify.channels import gateway
from services.notify.channels.base import Message, Reply
from services.notify.choices import DeliveryState, Outcome
from services.notify.delivering import digest, lines, messages, settling, verdicts
from services.notify.delivering.taking import BATCH, Claim, lease_end, take
from services.notify.delivering.verdicts import Past
from services.notify.models import Attempt, Delivery
from services.schools.scope import EVERYWHERE, scope

AT_ONCE = 8  # calls side by side; of a gateway without keys no more are begun than are under way
SUSPECTS = 5  # of one batch
MOST_RENEWALS = 15  # of a lease of a minute, by a third each: five minutes
_END = """
UPDATE notify_attempt a SET ended_at = %s, outcome = t.outcome, provider_id = t.provider_id, reason = t.reason
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS t (id, outcome, provider_id, reason) WHERE a.id = t.id
"""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Begun:
    """An attempt that is written down, and what is to be sent."""

    claim: Claim
    attempt: Attempt
    message: Message | None
    past: Past


Result = tuple[Begun, Reply]


def deliver(*, now: datetime, most: int = BATCH, urgent: bool = False) -> Counter[str]:
    """Send one batch, then some in whose last call a worker died; how many came to which state.

    Empty when there is nothing to do. `now` is the moment of the call; what goes out later counts from then on.
    """
    at = _ticking(now)
    tally = send(take(now=now, most=most, urgent=urgent), now)
    for _each in range(SUSPECTS):
        alone = take(now=at(), most=1, suspects=True, urgent=urgent)
        if not alone:
            break
        tally += send(alone, at())
    return tally


def send(claims: Sequence[Claim], now: datetime) -> Counter[str]:
    """One attempt each, and what came of them; those that are no longer mine are not counted."""
    tally: Counter[str] = Counter()
    at = _ticking(now)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for some in _portions(claims):
            begun, ended = begin(some, at())
            tally += ended
            calls = {threads.submit(_call, each.message, each.claim.delivery): each for each in begun}
            for results in _as_they_end(calls):
                tally += finish(results, at())
    return tally


def _ticking(now: datetime) -> Callable[[], datetime]:
    """A clock that shows `now` and goes on from there."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)


def _as_they_end(calls: dict[Future[Reply], Begun]) -> Iterator[list[Result]]:
    """All at once where the gateway is quick. At a slow one, what has ended while a third of the lease went by; the
    others' leases are renewed, for a while: a call that never ends is another's in the end.
    """
    renewals = MOST_RENEWALS
    while calls:
        done, _others = wait(calls, timeout=settings.LEASE_SECONDS / 3)
        if done:
            yield [(calls.pop(call), call.result()) for call in list(calls) if call in done]
        if calls and renewals:
            renewals -= 1
            _renew([begun.claim for begun in calls.values()])


def _renew(claims: Sequence[Claim]) -> None:
    with scope(EVERYWHERE):
        Delivery.objects.filter(_held(claims), lease_until__gt=Now()).update(lease_until=lease_end())


def _portions(claims: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    """Calls that may be repeated are begun together. Of the others only those that are called at once: each begun and
    not finished after a crash is one more that somebody must ask about.
    """
    keyed: list[Claim] = []
    others: list[Claim] = []
    for claim in claims:
        (keyed if gateway(claim.delivery.channel).honours_key else others).append(claim)
    if keyed:
        yield keyed
    for start in range(0, len(others), AT_ONCE):
        yield others[start : start + AT_ONCE]


def begin(claims: Sequence[Claim], now: datetime) -> tuple[list[Begun], Counter[str]]:
    """Renew the leases and write down an attempt each; end what must not be tried again, and count it."""
    with scope(EVERYWHERE):
        mine = _mine(claims, unexpired=True)
        rows = {claim.delivery.pk: claim for claim in claims if claim.delivery.pk in mine}
        past = verdicts.past_of([claim.delivery for claim in rows.values()])
        over = {pk: state for pk, claim in rows.items() if (state := verdicts.before(claim.delivery, past[pk]))}
        for state in sorted(set(over.values())):
            settling.end([rows[pk].delivery for pk in over if over[pk] == state], state, now)
        going = [claim for pk, claim in rows.items() if pk not in over]
        ids = [claim.delivery.pk for claim in going]
        Delivery.objects.filter(pk__in=ids).update(attempts=F("attempts") + 1, lease_until=lease_end())
        attempts = [_attempt(claim.delivery, now) for claim in going]
        bulk.insert_objects(attempts)
        merged = digest.merged_into(ids)
        begun = [
            Begun(claim, attempt, messages.of(claim.delivery, merged.get(pk, []), past[pk]), past[pk])
            for pk, claim, attempt in zip(ids, going, attempts, strict=True)
        ]
        return begun, Counter(over.values())


def finish(results: Sequence[Result], now: datetime) -> Counter[str]:
    """Write down the outcomes; the new states of those that have not been taken by another meanwhile."""
    with scope(EVERYWHERE):
        _end_attempts(results, now)
        mine = _mine([begun.claim for begun, _reply in results])
        states: dict[DeliveryState, list[Delivery]] = {}
        for begun, reply in results:
            if begun.claim.delivery.pk in mine:
                delivery = begun.claim.delivery
                states.setdefault(verdicts.after(delivery, begun.past, reply.outcome), []).append(delivery)
        for state, rows in sorted(states.items()):
            settling.end(rows, state, now)
        lines.heard([(begun.claim.delivery, reply.outcome) for begun, reply in results], now)
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
    rows = Delivery.objects.filter(_held(claims))
    rows = rows.filter(lease_until__gt=Now()) if unexpired else rows
    return set(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


def _held(claims: Sequence[Claim]) -> Q:
    held = Q(pk__in=[])
    for token in {claim.token for claim in claims}:
        ids = [claim.delivery.pk for claim in claims if claim.token == token]
        held |= Q(pk__in=ids, lease_token=token, state=DeliveryState.SENDING)
    return held


def _attempt(delivery: Delivery, now: datetime) -> Attempt:
    delivery.attempts += 1
    return Attempt(
        delivery_id=delivery.pk,
        number=delivery.attempts,
        channel=delivery.channel,
        began_at=now,
        county_id=delivery.county_id,
        school_id=delivery.school_id,
    )


def _call(message: Message | None, delivery: Delivery) -> Reply:
    """Outside any transaction, in a thread that knows no database."""
    if message is None:
        return Reply(Outcome.FAILED, reason="ADDRESS_UNREADABLE")
    try:
        return gateway(delivery.channel).send(message)
    except Exception as trouble:  # noqa: BLE001  one message must not stop the others; what became of it is unknown
        extra = {"delivery": str(message.delivery_id), "channel": delivery.channel, "trouble": type(trouble).__name__}
        log.error("gateway_crashed", extra=extra)
        return Reply(Outcome.UNKNOWN, reason=type(trouble).__name__)
