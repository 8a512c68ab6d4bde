"""What a reader does with notices: read, answer, put off."""

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
from services.notify.queries.inbox import escalation_chain, inbox_of

MAX_SNOOZE = timedelta(days=14)
# Nobody is sending these: somebody who has answered need not hear of it again. What was tried may have other reminders
# in its message, of schools this one cannot see: it goes out all the same, or they would wait for ever.
_IS_TRIED = Q(state__in=[DeliveryState.DUE, DeliveryState.RETRYING], attempt_count__gt=0)
NOT_IN_FLIGHT = ~_IS_TRIED & Q(
    state__in=[DeliveryState.DUE, DeliveryState.RETRYING, DeliveryState.FALLBACK, DeliveryState.TO_CALL]
)


class UnableToSnooze(ApplicationError):
    """Without a reason, for too long, or answered already."""


@transaction.atomic
def mark_read(*, notification: Notification, now: datetime) -> None:
    """Mark one as read; the first time counts."""
    if notification.read_at is None:
        notification.read_at = now
        notification.save(update_fields=["read_at"])


@transaction.atomic
def mark_all_read(*, by: Actor, now: datetime) -> int:
    """Mark everything of this person as read that asks for no answer; how many were new."""
    unread = inbox_of(by).filter(read_at=None).exclude(requires_acknowledgement=True, acknowledged_at=None)
    return unread.update(read_at=now)


@transaction.atomic
def acknowledge(*, notification: Notification, by: Actor, now: datetime) -> int:
    """知道了: end the whole ladder that this notice is a rung of; how many notices that closed.

    What of it still waits to be sent is no longer needed. Answering again changes nothing.
    """
    mark_read(notification=notification, now=now)
    if not notification.requires_acknowledgement:
        return 0
    chain = _unanswered(escalation_chain(notification))
    closed = Notification.objects.filter(pk__in=chain).update(acknowledged_at=now, acknowledged_by_id=by.user_id)
    if closed:
        waiting = Delivery.objects.filter(NOT_IN_FLIGHT, notification__in=chain)
        waiting.update(state=DeliveryState.CANCELLED, lease_until=None)
        audit.log(
            AuditAction.NOTIFICATION_ACKNOWLEDGED, target=notification, by=by, now=now, detail={"notifications": closed}
        )
    return closed


@transaction.atomic
def snooze(*, notification: Notification, until: date, reason: str, by: Actor, now: datetime) -> None:
    """Stop the ladder's clock until a day, at most 14 days away, for a reason that stays in the ledger."""
    today = clock.local_date(now)
    if not reason.strip():
        raise UnableToSnooze(_("请写明为什么推迟。"), field="reason")
    if word := forbidden_words.find_forbidden(reason):
        words = {"word": word.word, "what": word.topic.label}
        raise UnableToSnooze(_("“%(word)s”涉及%(what)s，请换个说法：别的人也看得到这里。") % words, field="reason")
    if not today < until <= today + MAX_SNOOZE:
        raise UnableToSnooze(_("只能推迟到明天至 14 天之内的一天。"), field="until")
    chain = _unanswered(escalation_chain(notification))
    if notification.pk not in chain:
        raise UnableToSnooze(_("这条消息不需要推迟。"))
    Notification.objects.filter(pk__in=chain).update(snoozed_until=until, snooze_reason=reason.strip()[:120])
    mark_read(notification=notification, now=now)
    audit.log(AuditAction.NOTIFICATION_SNOOZED, target=notification, by=by, now=now, detail={"until": str(until)})


def _unanswered(chain: Iterable[int]) -> list[int]:
    """Locked in one order, so that two who answer at once do not wait for each other."""
    rows = Notification.objects.filter(pk__in=list(chain), requires_acknowledgement=True, acknowledged_at=None)
    return list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
