"""What a reader does with notices: read, answer, put off."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from services.access import trail
from services.access.actor import Actor
from services.kit import clock
from services.kit.refusals import Refused
from services.notify import forbidden
from services.notify.choices import DeliveryState
from services.notify.models import Delivery, Notice
from services.notify.queries.inbox import chain_of, inbox_of

LONGEST_SNOOZE = timedelta(days=14)
# Nobody is sending these: somebody who has answered need not hear of it again. What was tried may have other reminders
# in its message, of schools this one cannot see: it goes out all the same, or they would wait for ever.
_IS_TRIED = Q(state__in=[DeliveryState.DUE, DeliveryState.FAILED], attempts__gt=0)
NOT_UNDER_WAY = ~_IS_TRIED & Q(
    state__in=[DeliveryState.DUE, DeliveryState.FAILED, DeliveryState.WAITING, DeliveryState.TO_CALL]
)


class UnableToSnooze(Refused):
    """Without a reason, for too long, or answered already."""


@transaction.atomic
def read(*, notice: Notice, now: datetime) -> None:
    """Mark one as read; the first time counts."""
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])


@transaction.atomic
def read_all(*, by: Actor, now: datetime) -> int:
    """Mark everything of this person as read that asks for no answer; how many were new."""
    unread = inbox_of(by).filter(read_at=None).exclude(wants_answer=True, answered_at=None)
    return unread.update(read_at=now)


@transaction.atomic
def answer(*, notice: Notice, by: Actor, now: datetime) -> int:
    """知道了: end the whole ladder that this notice is a rung of; how many notices that closed.

    What of it still waits to be sent is no longer needed. Answering again changes nothing.
    """
    read(notice=notice, now=now)
    if not notice.wants_answer:
        return 0
    chain = _unanswered(chain_of(notice))
    closed = Notice.objects.filter(pk__in=chain).update(answered_at=now, answered_by_id=by.user_id)
    if closed:
        waiting = Delivery.objects.filter(NOT_UNDER_WAY, notice__in=chain)
        waiting.update(state=DeliveryState.UNNEEDED, lease_until=None)
        trail.note("notify.answered", about=notice, by=by, now=now, detail={"notices": closed})
    return closed


@transaction.atomic
def snooze(*, notice: Notice, until: date, reason: str, by: Actor, now: datetime) -> None:
    """Stop the ladder's clock until a day, at most 14 days away, for a reason that stays in the ledger."""
    today = clock.day_of(now)
    if not reason.strip():
        raise UnableToSnooze(_("请写明为什么推迟。"), field="reason")
    if word := forbidden.found_in(reason):
        words = {"word": word.word, "what": word.touches.label}
        raise UnableToSnooze(_("“%(word)s”涉及%(what)s，请换个说法：别的人也看得到这里。") % words, field="reason")
    if not today < until <= today + LONGEST_SNOOZE:
        raise UnableToSnooze(_("只能推迟到明天至 14 天之内的一天。"), field="until")
    chain = _unanswered(chain_of(notice))
    if notice.pk not in chain:
        raise UnableToSnooze(_("这条消息不需要推迟。"))
    Notice.objects.filter(pk__in=chain).update(snoozed_until=until, snooze_reason=reason.strip()[:120])
    read(notice=notice, now=now)
    trail.note("notify.snoozed", about=notice, by=by, now=now, detail={"until": str(until)})


def _unanswered(chain: Iterable[int]) -> list[int]:
    """Locked in one order, so that two who answer at once do not wait for each other."""
    rows = Notice.objects.filter(pk__in=list(chain), wants_answer=True, answered_at=None)
    return list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
