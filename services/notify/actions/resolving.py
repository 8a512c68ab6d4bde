"""Resolve deliveries that need a person: uncertain ones, dead ones, phone calls."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.kit import dispatch
from services.kit.exceptions import ApplicationError
from services.notify.choices import AttemptOutcome, AuditAction, Channel, DeliveryState, ReceiptStatus
from services.notify.delivery import outcomes
from services.notify.models import Delivery, DeliveryAttempt

MAX_CALLS = 3  # then another person must find another way
MAX_NOTE_LENGTH = 200


class UnableToResolve(ApplicationError):
    """The delivery is in another state by now."""


class DeliveryColumns(TypedDict, total=False):
    state: DeliveryState
    sent_at: datetime
    due_at: datetime
    delay_reason: str
    attempt_count: int
    error: str
    receipt: ReceiptStatus
    receipt_at: datetime
    merged_into: None
    lease_until: None
    lease_token: UUID | None
    resolved_by_id: int
    resolved_at: datetime


@transaction.atomic
def resolve_uncertain(*, delivery: Delivery, was_delivered: bool, by: Actor, now: datetime) -> Delivery:
    """Record whether an uncertain message has arrived. If not, it is sent again, marked as a repeat.

    Holds for its whole digest. Raises UnableToResolve.
    """
    row = _lock_in_state(delivery, DeliveryState.UNCERTAIN)
    if was_delivered:
        # The moment it went out, not that of the decision: the lateness report reads it.
        last_attempt = row.attempts.order_by("-number").values_list("started_at", flat=True).first()
        columns = DeliveryColumns(state=DeliveryState.SENT, sent_at=last_attempt or now, error="")
        # One message carried the whole digest: what is true of its leader is true of all its members.
        _digest_of(row, DeliveryState.UNCERTAIN).update(resolved_by_id=by.user_id, resolved_at=now, **columns)
        _save(row, _resolved(columns, by, now))
        outcomes.cancel_fallbacks(row)
    else:
        _send_again(row, by, now)
    audit.log(AuditAction.DELIVERY_RESOLVED, target=row, by=by, now=now, detail={"was_delivered": was_delivered})
    return row


@transaction.atomic
def retry_delivery(*, delivery: Delivery, by: Actor, now: datetime) -> Delivery:
    """Make a dead delivery due again, for instance after its number was corrected. Raises UnableToResolve."""
    row = _lock_in_state(delivery, DeliveryState.DEAD)
    if row.channel == Channel.CALL:
        _save(row, _resolved(DeliveryColumns(state=DeliveryState.TO_CALL, error=""), by, now))
    else:
        _send_again(row, by, now)
    audit.log(AuditAction.DELIVERY_RETRIED, target=row, by=by, now=now)
    return row


@transaction.atomic
def record_call(*, delivery: Delivery, reached: bool, note: str, by: Actor, now: datetime) -> Delivery:
    """Record a phone call. After three calls that reached nobody the delivery is dead. Raises UnableToResolve."""
    row = _lock_in_state(delivery, DeliveryState.TO_CALL)
    is_last = _calls_since_retry(row) + 1 >= MAX_CALLS
    columns = DeliveryColumns(attempt_count=row.attempt_count + 1, error=note.strip()[:MAX_NOTE_LENGTH])
    if reached:
        columns |= DeliveryColumns(
            state=DeliveryState.SENT, sent_at=now, receipt=ReceiptStatus.DELIVERED, receipt_at=now
        )
    elif is_last:
        columns["state"] = DeliveryState.DEAD
    _record_attempt(row, reached=reached, now=now)
    # Resolved only at the end: `resolved_at` would begin the count of calls anew.
    _save(row, _resolved(columns, by, now) if reached or is_last else columns)
    if reached:
        outcomes.cancel_fallbacks(row)
    elif is_last and outcomes.activate_fallback([row.notification_id], now):
        dispatch.delay_on_commit("workers.notify.deliver")
    audit.log(AuditAction.CALL_RECORDED, target=row, by=by, now=now, detail={"reached": reached})
    return row


def _record_attempt(row: Delivery, *, reached: bool, now: datetime) -> None:
    DeliveryAttempt.objects.create(
        delivery_id=row.pk,
        number=row.attempt_count + 1,
        channel=row.channel,
        started_at=now,
        ended_at=now,
        outcome=AttemptOutcome.ACCEPTED if reached else AttemptOutcome.FAILED,
        reason="reached" if reached else "not_reached",
        county_id=row.county_id,
        school_id=row.school_id,
    )


def _calls_since_retry(row: Delivery) -> int:
    # Three more after somebody has corrected the number.
    calls = row.attempts.filter(started_at__gt=row.resolved_at) if row.resolved_at else row.attempts.all()
    return calls.count()


def _send_again(row: Delivery, by: Actor, now: datetime) -> None:
    """Send a leader with its digest, as the same message; a member of a digest on its own."""
    _digest_of(row, row.state).update(state=DeliveryState.MERGED)
    columns = DeliveryColumns(
        state=DeliveryState.DUE,
        due_at=now,
        delay_reason="",
        error="",
        merged_into=None,
        lease_until=None,
        # The old token too: a sender that comes back late must not finish the new attempt.
        lease_token=None,
    )
    _save(row, _resolved(columns, by, now))
    dispatch.delay_on_commit("workers.notify.deliver")


def _digest_of(row: Delivery, state: str) -> QuerySet[Delivery]:
    """The members of a digest in its state; a school reaches its own only."""
    members: QuerySet[Delivery] = Delivery.objects.filter(merged_into=row, state=state)
    return members


def _lock_in_state(delivery: Delivery, state: DeliveryState) -> Delivery:
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if row.state != state:
        raise UnableToResolve(_("这条消息现在是“%(state)s”，不用处理。") % {"state": row.get_state_display()})
    return row


def _resolved(columns: DeliveryColumns, by: Actor, now: datetime) -> DeliveryColumns:
    """With who decided when: attempts before that moment no longer count (see `delivery.transitions`)."""
    return columns | DeliveryColumns(resolved_by_id=by.user_id, resolved_at=now)


def _save(row: Delivery, columns: DeliveryColumns) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
