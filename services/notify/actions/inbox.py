"""Read, acknowledge and snooze notifications in one's inbox."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.notify import forbidden_words
from services.notify.choices import AuditAction, DeliveryState
from services.notify.models import Delivery, Notification
from services.notify.queries.inbox import escalation_chain, unread_without_reply

# Two weeks cover a sick leave, or a parent who is away; longer is a decision for the head, not a snooze.
MAX_SNOOZE = timedelta(days=14)
# An attempted delivery may carry other schools' reminders in its digest, which this school cannot see. It is still sent
# after its own notification is acknowledged, or they would wait for ever.
_ATTEMPTED = Q(state__in=[DeliveryState.DUE, DeliveryState.RETRYING], attempt_count__gt=0)
CANCELLABLE = ~_ATTEMPTED & Q(
    state__in=[DeliveryState.DUE, DeliveryState.RETRYING, DeliveryState.FALLBACK, DeliveryState.TO_CALL]
)


class UnableToSnooze(ApplicationError):
    """No reason, too long, or acknowledged already."""


@transaction.atomic
def mark_read(*, notification: Notification, now: datetime) -> None:
    """Mark a notification as read. Idempotent: the first time counts."""
    if notification.read_at is None:
        notification.read_at = now
        notification.save(update_fields=["read_at"])


@transaction.atomic
def mark_all_read(*, by: Actor, now: datetime) -> int:
    """Mark this person's notifications as read, except those that wait for an acknowledgement. Returns the count."""
    return unread_without_reply(by).update(read_at=now)


@transaction.atomic
def acknowledge(*, notification: Notification, by: Actor, now: datetime) -> int:
    """End the escalation that a notification belongs to; the count of notifications acknowledged by it.

    Their deliveries that are not in flight are cancelled. Idempotent.
    """
    mark_read(notification=notification, now=now)
    if not notification.requires_acknowledgement:
        return 0
    ids = _lock_unacknowledged(escalation_chain(notification))
    count = Notification.objects.filter(pk__in=ids).update(acknowledged_at=now, acknowledged_by_id=by.user_id)
    if count:
        cancel_deliveries(ids)
        detail = {"notifications": count}
        audit.log(AuditAction.NOTIFICATION_ACKNOWLEDGED, target=notification, by=by, now=now, detail=detail)
    return count


@transaction.atomic
def snooze(*, notification: Notification, until: date, reason: str, by: Actor, now: datetime) -> None:
    """Stop an escalation until a day, at most 14 days ahead, for a reason. Raises UnableToSnooze."""
    today = clock.local_date(now)
    if not reason.strip():
        raise UnableToSnooze(_("请写明为什么推迟。"), field="reason")
    if forbidden := forbidden_words.find_forbidden(reason):
        values = {"word": forbidden.word, "what": forbidden.topic.label}
        raise UnableToSnooze(_("“%(word)s”涉及%(what)s，请换个说法：别的人也看得到这里。") % values, field="reason")
    if not today < until <= today + MAX_SNOOZE:
        raise UnableToSnooze(_("只能推迟到明天至 14 天之内的一天。"), field="until")
    ids = _lock_unacknowledged(escalation_chain(notification))
    if notification.pk not in ids:
        raise UnableToSnooze(_("这条消息不需要推迟。"))
    Notification.objects.filter(pk__in=ids).update(snoozed_until=until, snooze_reason=reason.strip()[:120])
    mark_read(notification=notification, now=now)
    audit.log(AuditAction.NOTIFICATION_SNOOZED, target=notification, by=by, now=now, detail={"until": str(until)})


def cancel_deliveries(notification_ids: Iterable[int]) -> None:
    """Cancel the deliveries of acknowledged notifications that are not in flight."""
    waiting = Delivery.objects.filter(CANCELLABLE, notification__in=list(notification_ids))
    waiting.update(state=DeliveryState.CANCELLED, lease_until=None)


def _lock_unacknowledged(ids: Iterable[int]) -> list[int]:
    """Lock in the order of the keys: two people who acknowledge at once must not deadlock."""
    rows = Notification.objects.filter(pk__in=list(ids), requires_acknowledgement=True, acknowledged_at=None)
    return list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
