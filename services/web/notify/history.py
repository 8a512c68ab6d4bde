"""The history of one notification as steps of a timeline, in the order of time."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from services.notify.choices import AttemptOutcome, ReceiptStatus
from services.notify.models import Delivery, DeliveryAttempt, Notification
from services.notify.queries.delivery_log import attempts_of
from services.web.components import Step, Text, Tone
from services.web.notify.labels import moment_label

TimedStep = tuple[datetime, Step]
OUTCOME_TONES: dict[str, Tone] = {
    AttemptOutcome.ACCEPTED: "done",
    AttemptOutcome.FAILED: "due",
    AttemptOutcome.REJECTED: "alert",
    AttemptOutcome.UNKNOWN: "alert",
}


def history(notification: Notification, kind: Text, recipient: str, names: Mapping[int | None, str]) -> list[Step]:
    """`names` are those of users by their key."""
    steps = [
        *_of_notification(notification, kind, recipient, names),
        *_of_attempts(notification),
        *_of_deliveries(notification, names),
    ]
    # Sorted by the time alone: steps of one moment stay in the order in which they were caused.
    return [step for _at, step in sorted(steps, key=lambda timed: timed[0])]


def _of_notification(
    notification: Notification, kind: Text, recipient: str, names: Mapping[int | None, str]
) -> Iterator[TimedStep]:
    if occurrence := notification.occurrence:
        title = _("规则到点：%(kind)s") % {"kind": kind}
        yield occurrence.due_at, Step(title, moment_label(occurrence.due_at))
    created_at = notification.created_at
    yield created_at, Step(_("写入台账"), moment_label(created_at), recipient, "done")
    if read_at := notification.read_at:
        yield read_at, Step(_("已读"), moment_label(read_at), recipient, "done")
    if acknowledged_at := notification.acknowledged_at:
        user_id = notification.acknowledged_by_id
        title = _("知道了") if user_id else _("已办好，不用再回复")
        yield acknowledged_at, Step(title, moment_label(acknowledged_at), names[user_id] if user_id else "", "done")


def _of_attempts(notification: Notification) -> Iterator[TimedStep]:
    deliveries = {delivery.pk: delivery for delivery in notification.deliveries.all()}
    for attempt in attempts_of(notification):
        yield attempt.started_at, _attempt_step(attempt, deliveries[attempt.delivery_id])


def _attempt_step(attempt: DeliveryAttempt, delivery: Delivery) -> Step:
    title = _("%(channel)s：第 %(n)d 次") % {"channel": delivery.get_channel_display(), "n": attempt.number}
    outcome = attempt.get_outcome_display() if attempt.outcome else _("正在发送，或中断了")
    return Step(title, moment_label(attempt.started_at), outcome, OUTCOME_TONES.get(attempt.outcome, "now"))


def _of_deliveries(notification: Notification, names: Mapping[int | None, str]) -> Iterator[TimedStep]:
    for delivery in notification.deliveries.all():
        if receipt_at := delivery.receipt_at:
            tone: Tone = "done" if delivery.receipt == ReceiptStatus.DELIVERED else "alert"
            yield receipt_at, Step(_("运营商回执"), moment_label(receipt_at), delivery.get_receipt_display(), tone)
        if resolved_at := delivery.resolved_at:
            title = _("%(channel)s：有人处理") % {"channel": delivery.get_channel_display()}
            yield resolved_at, Step(title, moment_label(resolved_at), names[delivery.resolved_by_id], "now")
