"""What a person does about deliveries that did not simply go out: judge doubtful ones, ring, try again."""

from datetime import datetime
from typing import Any

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

MAX_CALLS = 3
MAX_NOTE_LENGTH = 200


class UnableToResolve(ApplicationError):
    """The delivery is in another state by now."""


@transaction.atomic
def resolve_uncertain(*, delivery: Delivery, sent: bool, by: Actor, now: datetime) -> Delivery:
    """Somebody has asked whether a doubtful message arrived. If not, it goes out again, marked as a repeat.

    What went out in it (a digest) shares the answer.
    """
    row = _in_state(delivery, DeliveryState.UNCERTAIN)
    if sent:
        last = row.tries.order_by("-number").values_list("started_at", flat=True).first()
        values: dict[str, Any] = {"state": DeliveryState.SENT, "sent_at": last or now, "error": ""}
        _merged(row, DeliveryState.UNCERTAIN).update(resolved_by_id=by.user_id, resolved_at=now, **values)
        _write(row, by, now, **values)
        outcomes.cancel_fallbacks(row)
    else:
        _again(row, by, now)
    audit.log(AuditAction.DELIVERY_RESOLVED, target=row, by=by, now=now, detail={"sent": sent})
    return row


@transaction.atomic
def retry_delivery(*, delivery: Delivery, by: Actor, now: datetime) -> Delivery:
    """A dead delivery is due again, as after a number was put right."""
    row = _in_state(delivery, DeliveryState.DEAD)
    if row.channel == Channel.CALL:
        _write(row, by, now, state=DeliveryState.TO_CALL, error="")
    else:
        _again(row, by, now)
    audit.log(AuditAction.DELIVERY_RETRIED, target=row, by=by, now=now)
    return row


@transaction.atomic
def record_call(*, delivery: Delivery, reached: bool, note: str, by: Actor, now: datetime) -> Delivery:
    """Somebody has rung. Not reached three times: not delivered, and somebody must find another way."""
    row = _in_state(delivery, DeliveryState.TO_CALL)
    values: dict[str, Any] = {"attempt_count": row.attempt_count + 1, "error": note.strip()[:MAX_NOTE_LENGTH]}
    if reached:
        values |= {"state": DeliveryState.SENT, "sent_at": now, "receipt": ReceiptStatus.DELIVERED, "receipt_at": now}
    elif _calls_since(row) + 1 >= MAX_CALLS:
        values["state"] = DeliveryState.DEAD
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
    _write(row, by, now, decided=values.get("state") is not None, **values)
    if reached:
        outcomes.cancel_fallbacks(row)
    elif row.state == DeliveryState.DEAD and outcomes.activate_fallback([row.notification_id], now):
        dispatch.delay_on_commit("workers.notify.deliver")
    audit.log(AuditAction.CALL_RECORDED, target=row, by=by, now=now, detail={"reached": reached})
    return row


def _calls_since(row: Delivery) -> int:
    """Calls that count towards the most: those since somebody took it up again."""
    tries = row.tries.filter(started_at__gt=row.resolved_at) if row.resolved_at else row.tries.all()
    return tries.count()


def _again(row: Delivery, by: Actor, now: datetime) -> None:
    """As the same message with what it led; what only went along goes out on its own."""
    _merged(row, row.state).update(state=DeliveryState.MERGED)
    fresh: dict[str, Any] = {"delay_reason": "", "error": "", "lease_until": None, "lease_token": None}
    _write(row, by, now, state=DeliveryState.DUE, due_at=now, merged_into=None, **fresh)
    dispatch.delay_on_commit("workers.notify.deliver")


def _merged(row: Delivery, state: str) -> QuerySet[Delivery]:
    """What went out in a message and shares its state; a school reaches its own only."""
    found: QuerySet[Delivery] = Delivery.objects.filter(merged_into=row, state=state)
    return found


def _in_state(delivery: Delivery, state: DeliveryState) -> Delivery:
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if row.state != state:
        raise UnableToResolve(_("这条消息现在是“%(state)s”，不用处理。") % {"state": row.get_state_display()})
    return row


def _write(row: Delivery, by: Actor, now: datetime, *, decided: bool = True, **values: Any) -> None:
    if decided:
        values |= {"resolved_by_id": by.user_id, "resolved_at": now}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
