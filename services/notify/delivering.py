"""The ledger of deliveries: claimed by a lease, tried once per attempt row, finished by whoever holds the token.

due → sending → sent | uncertain | failed (tried again later) → dead. The attempt is committed before the outside is
called, and the call is outside any transaction: a worker that dies in it leaves an attempt without an end.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from services.notify import alarm, outbox, quiet
from services.notify.channels import gateway
from services.notify.channels.base import Message, Reply
from services.notify.choices import DeliveryState, Outcome, Urgency
from services.notify.models import Attempt, Delivery
from services.schools.scope import EVERYWHERE, scope

MOST_ATTEMPTS = 5
BATCH = 20
BACKOFF = timedelta(seconds=30)  # doubled by every attempt
UNFINISHED = [DeliveryState.DUE, DeliveryState.FAILED, DeliveryState.SENDING]
# What is shown beside the state; msgids, translated where they are shown.
TROUBLE = {
    DeliveryState.FAILED: gettext_noop("对方没有接收，稍后再试。"),
    DeliveryState.DEAD: gettext_noop("没有送达，请核对联系方式。"),
    DeliveryState.UNCERTAIN: gettext_noop("可能已送达，也可能没有，请打电话确认。"),
}
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """One delivery that is mine while its row holds the token."""

    delivery: Delivery
    token: UUID

    def row(self) -> QuerySet[Delivery]:
        return Delivery.objects.filter(pk=self.delivery.pk, lease_token=self.token, state=DeliveryState.SENDING)


def to_do(now: datetime) -> QuerySet[Delivery]:
    """What may be sent at this moment, as a worker at large sees it."""
    free = Q(lease_until=None) | Q(lease_until__lte=Now())
    rings_now = Q(notice__urgency=Urgency.SAFETY) | ~Q(notice__audience__in=quiet.audiences(now))
    rows: QuerySet[Delivery] = Delivery.objects.filter(free, rings_now, due_at__lte=now, state__in=UNFINISHED)
    return rows


def waiting(now: datetime, most: int = BATCH) -> list[UUID]:
    """Public ids of deliveries nobody is sending though they could be sent."""
    with scope(EVERYWHERE):
        return list(to_do(now).order_by("due_at", "pk").values_list("public_id", flat=True)[:most])


def deliver(*, now: datetime, most: int = BATCH) -> Counter[str]:
    """Send one batch; how many came to which state. Empty when there is nothing to do."""
    tally: Counter[str] = Counter()
    for claim in take(now=now, most=most):
        tally[send(claim, now)] += 1
    return tally


def take(*, now: datetime, most: int = BATCH) -> list[Claim]:
    """Claim a batch; rows that another is just claiming are passed over."""
    token = uuid4()
    with scope(EVERYWHERE):
        rows = to_do(now).select_related("notice", "recipient").select_for_update(skip_locked=True, of=("self",))
        found = list(rows.order_by("due_at", "pk")[:most])
        Delivery.objects.filter(pk__in=[row.pk for row in found]).update(
            state=DeliveryState.SENDING, lease_token=token, lease_until=_lease_end()
        )
    return [Claim(row, token) for row in found]


def send(claim: Claim, now: datetime) -> str:
    """One attempt, and what came of it as the delivery's state; "" when it is no longer mine."""
    attempt, is_repeat, state = _begin(claim, now)
    if attempt is None:
        return state
    reply = _call(claim.delivery, is_repeat=is_repeat)
    return finish(claim, attempt, reply, now)


def _begin(claim: Claim, now: datetime) -> tuple[Attempt | None, bool, str]:
    """Renew the lease and write down the attempt, or end the delivery where it must not be tried again."""
    with scope(EVERYWHERE):
        row = claim.row().filter(lease_until__gt=Now()).select_for_update().first()
        if row is None:
            return None, False, ""
        is_doubtful = row.tries.filter(Q(ended_at=None) | Q(outcome=Outcome.UNKNOWN)).exists()
        if row.attempts >= MOST_ATTEMPTS or (is_doubtful and not _may_repeat(claim.delivery)):
            state = DeliveryState.UNCERTAIN if is_doubtful else DeliveryState.DEAD
            return None, False, _close(claim, state, now)
        row.attempts += 1
        claim.row().update(attempts=row.attempts, lease_until=_lease_end())
        attempt = Attempt.objects.create(
            delivery_id=row.pk,
            number=row.attempts,
            channel=row.channel,
            began_at=now,
            county_id=row.county_id,
            school_id=row.school_id,
        )
        claim.delivery.attempts = row.attempts
        return attempt, is_doubtful and not gateway(row.channel).honours_key, ""


def _may_repeat(delivery: Delivery) -> bool:
    """Two reminders are a nuisance; a safety alert that came twice is better than one that did not come."""
    return gateway(delivery.channel).honours_key or delivery.notice.urgency == Urgency.SAFETY


def _call(delivery: Delivery, *, is_repeat: bool) -> Reply:
    notice = delivery.notice
    message = Message(
        delivery_id=delivery.public_id,
        address=outbox.address_of(delivery),
        title=_("【重复发送】") + notice.title if is_repeat else notice.title,
        body=notice.body,
        kind=notice.kind,
        variables=notice.variables,
        path=notice.path,
    )
    try:
        return gateway(delivery.channel).send(message)
    except Exception as trouble:  # noqa: BLE001  one message must not stop the others; what became of it is unknown
        extra = {"delivery": str(delivery.public_id), "channel": delivery.channel, "trouble": type(trouble).__name__}
        log.error("gateway_crashed", extra=extra)
        return Reply(Outcome.UNKNOWN, reason=type(trouble).__name__)


def finish(claim: Claim, attempt: Attempt, reply: Reply, now: datetime) -> str:
    """Write down the outcome; the delivery's new state, "" when it has been taken by another meanwhile."""
    with scope(EVERYWHERE):
        Attempt.objects.filter(pk=attempt.pk).update(
            ended_at=now, outcome=reply.outcome, provider_id=reply.provider_id[:80], reason=reply.reason[:80]
        )
        return _close(claim, _state_after(claim.delivery, reply.outcome), now)


def _state_after(delivery: Delivery, outcome: Outcome) -> DeliveryState:
    if outcome == Outcome.SENT:
        return DeliveryState.SENT
    if outcome == Outcome.REFUSED:
        return DeliveryState.DEAD
    is_unknown = outcome == Outcome.UNKNOWN
    if is_unknown and (not _may_repeat(delivery) or delivery.attempts >= MOST_ATTEMPTS):
        return DeliveryState.UNCERTAIN
    return DeliveryState.DEAD if delivery.attempts >= MOST_ATTEMPTS else DeliveryState.FAILED


def _close(claim: Claim, state: DeliveryState, now: datetime) -> str:
    """Write the new state, if the row is still mine, and call for help where nothing more will be tried."""
    values: dict[str, Any] = {
        "state": state,
        "lease_token": None,
        "lease_until": None,
        "trouble": TROUBLE.get(state, ""),
    }
    if state == DeliveryState.SENT:
        values["sent_at"] = now
    if state == DeliveryState.FAILED:
        values["lease_until"] = Now() + BACKOFF * 2 ** (claim.delivery.attempts - 1)
    if not claim.row().update(**values):
        return ""
    if state in {DeliveryState.DEAD, DeliveryState.UNCERTAIN}:
        alarm.raise_for(claim.delivery, state, now)
    return state


def _lease_end() -> Any:
    return Now() + timedelta(seconds=settings.LEASE_SECONDS)
