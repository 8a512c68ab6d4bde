"""Escalate reminders nobody acknowledged: to the recipient again, to class teacher or head, to the county.

Days are counted as the rule counts them, so that nothing escalates while there is no school; from the last level, or
from the end of a snooze. When an item is no longer open, its notifications need no acknowledgement any more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.kit.clock import local_date
from services.notify.actions.inbox import cancel_deliveries
from services.notify.models import Notification
from services.notify.requests import NotificationRequest
from services.reminders.evaluation import compose
from services.reminders.evaluation.compose import EvaluationContext
from services.reminders.kinds import ReminderItem, ReminderKind
from services.reminders.models import RuleSettings
from services.reminders.schedule import days_since

ItemKey = tuple[UUID | None, int | None]  # the subject, and the user who was reminded first


@dataclass
class EscalationChain:
    """A notification nobody has acknowledged, with everything escalated from it."""

    root: Notification
    ids: list[int]
    level: int
    last_at: datetime

    def is_snoozed(self, today: date) -> bool:
        return self.root.snoozed_until is not None and today < self.root.snoozed_until


def open_escalations(kind: ReminderKind) -> dict[ItemKey, EscalationChain]:
    """The escalations of the tenant that nobody has ended."""
    chains: dict[ItemKey, EscalationChain] = {}
    keys: dict[int, ItemKey] = {}
    rows = Notification.objects.filter(kind=kind.key, requires_acknowledgement=True, acknowledged_at=None)
    for row in rows.order_by("pk"):  # a root comes before what was escalated from it
        key = keys[row.pk] = keys.get(row.escalated_from_id or 0, (row.subject_id, row.recipient_id))
        chain = chains.setdefault(key, EscalationChain(row, [], row.escalation_level, row.created_at))
        chain.ids.append(row.pk)
        if row.escalation_level > chain.level:
            chain.level, chain.last_at = row.escalation_level, row.created_at
    return chains


def escalate(
    kind: ReminderKind,
    settings: RuleSettings,
    chains: Mapping[ItemKey, EscalationChain],
    items: Mapping[ItemKey, ReminderItem],
    context: EvaluationContext,
    occurrence_id: int | None = None,
) -> list[NotificationRequest]:
    """The notifications of the next levels. Chains whose item is no longer open are closed."""
    _close([chain for key, chain in chains.items() if key not in items], context.now)
    requests: list[NotificationRequest] = []
    for key, chain in chains.items():
        if key in items and (level := _next_level(chain, settings, context)):
            requests += compose.compose_escalations(
                kind, items[key], settings, level, chain.root, context, occurrence_id
            )
    return requests


def _next_level(chain: EscalationChain, settings: RuleSettings, context: EvaluationContext) -> int:
    """0 while the day of the next level has not come, or after the last level."""
    if chain.is_snoozed(context.today) or chain.level >= len(settings.escalation_days):
        return 0
    days = [0, *settings.escalation_days]
    # A snooze that has ended starts the count anew.
    since = max(local_date(chain.last_at), chain.root.snoozed_until or date.min)
    passed = days_since(settings, context.days, since, context.today)
    return chain.level + 1 if passed is not None and passed >= days[chain.level + 1] - days[chain.level] else 0


def _close(chains: Iterable[EscalationChain], now: datetime) -> None:
    ids = [pk for chain in chains for pk in chain.ids]
    Notification.objects.filter(pk__in=ids).update(acknowledged_at=now)  # by nobody: the work itself is done
    cancel_deliveries(ids)
