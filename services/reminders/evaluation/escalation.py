"""The ladder: who has not answered is asked again, then class teacher or head, then the county.

Its clock counts the rule's own days, so that it stops where no school is kept; from the last rung, or from the end of a
snooze. What is no longer to be done needs no answer any more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.kit.clock import local_date
from services.notify.actions.inbox import NOT_IN_FLIGHT
from services.notify.choices import DeliveryState
from services.notify.models import Delivery, Notification
from services.notify.requests import NotificationRequest
from services.reminders.evaluation import compose
from services.reminders.evaluation.compose import EvaluationContext
from services.reminders.kinds import ReminderItem, ReminderKind
from services.reminders.models import RuleSettings
from services.reminders.schedule import days_since

Key = tuple[UUID | None, int | None]  # of what, and whom it was told first


@dataclass
class EscalationChain:
    """A notice nobody has answered, with all that was raised from it."""

    root: Notification
    ids: list[int]
    level: int
    last_at: datetime

    def is_snoozed(self, today: date) -> bool:
        return self.root.snoozed_until is not None and today < self.root.snoozed_until


def open_escalations(kind: ReminderKind) -> dict[Key, EscalationChain]:
    """Of this place, by what they are about and whom they began with."""
    chains: dict[Key, EscalationChain] = {}
    keys: dict[int, Key] = {}
    for row in Notification.objects.filter(kind=kind.key, requires_acknowledgement=True, acknowledged_at=None).order_by(
        "pk"
    ):
        key = keys[row.pk] = keys.get(row.escalated_from_id or 0, (row.subject_id, row.recipient_id))
        chain = chains.setdefault(key, EscalationChain(row, [], row.escalation_level, row.created_at))
        chain.ids.append(row.pk)
        if row.escalation_level > chain.level:
            chain.level, chain.last_at = row.escalation_level, row.created_at
    return chains


def escalate(
    kind: ReminderKind,
    terms: RuleSettings,
    chains: Mapping[Key, EscalationChain],
    items: Mapping[Key, ReminderItem],
    here: EvaluationContext,
    **more: Any,
) -> list[NotificationRequest]:
    """What is said on the next rungs; chains about nothing that is still open are closed."""
    _close([chain for key, chain in chains.items() if key not in items], here.now)
    wanted: list[NotificationRequest] = []
    for key, chain in chains.items():
        if key in items and (escalation_level := _next_rung(chain, terms, here)):
            wanted += compose.compose_escalations(kind, items[key], terms, escalation_level, chain.root, here, **more)
    return wanted


def _next_rung(chain: EscalationChain, terms: RuleSettings, here: EvaluationContext) -> int:
    """0 while its day has not come, or the ladder ends."""
    if chain.is_snoozed(here.today) or chain.level >= len(terms.escalation_days):
        return 0
    steps = [0, *terms.escalation_days]
    since = max(local_date(chain.last_at), chain.root.snoozed_until or date.min)
    passed = days_since(terms, here.days, since, here.today)
    return chain.level + 1 if passed is not None and passed >= steps[chain.level + 1] - steps[chain.level] else 0


def _close(chains: Iterable[EscalationChain], now: datetime) -> None:
    """Done meanwhile: nobody has to say so, and what still waits to be sent is not needed."""
    ids = [pk for chain in chains for pk in chain.ids]
    Notification.objects.filter(pk__in=ids).update(acknowledged_at=now)
    waiting = Delivery.objects.filter(NOT_IN_FLIGHT, notification__in=ids)
    waiting.update(state=DeliveryState.CANCELLED, lease_until=None)
