"""Escalate reminders nobody acknowledged: to the recipient again, to class teacher or head, to the county.

Days are counted as the rule counts them, so that nothing escalates while there is no school; from the last level, or
from the end of a snooze. When an item is no longer open, its notifications need no acknowledgement any more.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from services.kit.clock import local_date
from services.notify.actions.inbox import cancel_deliveries
from services.notify.models import Notification
from services.notify.requests import NotificationRequest
from services.reminders.evaluation import compose
from services.reminders.evaluation.compose import EvaluationContext
from services.reminders.kinds import ReminderItem, ReminderKind
from services.reminders.models import RuleSettings
from services.reminders.schedule import days_since

ItemKey = tuple[int | None, UUID | None, int | None]  # school, target, and the user who was reminded first


@dataclass
class EscalationChain:
    """A notification nobody has acknowledged, with everything escalated from it."""

    root: Notification
    ids: list[int]
    level: int
    last_at: datetime

    def is_snoozed(self, today: date) -> bool:
        return self.root.snoozed_until is not None and today < self.root.snoozed_until


def open_escalations(kind: ReminderKind, school_ids: Collection[int | None]) -> dict[ItemKey, EscalationChain]:
    """The escalations at these schools that nobody has ended; None is the county itself."""
    chains: dict[ItemKey, EscalationChain] = {}
    keys: dict[int, ItemKey] = {}
    schools = [school_id for school_id in school_ids if school_id is not None]
    # An empty list would otherwise read as "the county itself" below.
    if not school_ids:
        return chains
    at = Q(school_id__in=schools) if schools else Q(school_id=None)
    rows = Notification.objects.filter(at, kind=kind.key, requires_acknowledgement=True, acknowledged_at=None)
    for row in rows.order_by("pk"):  # a root comes before what was escalated from it
        key_of_row = (row.school_id, row.target_id, row.recipient_id)
        key = keys[row.pk] = keys.get(row.escalated_from_id or 0, key_of_row)
        chain = chains.setdefault(key, EscalationChain(row, [], row.escalation_level, row.created_at))
        chain.ids.append(row.pk)
        # Several people are asked at one level: the chain counts from the first of them.
        if row.escalation_level > chain.level:
            chain.level, chain.last_at = row.escalation_level, row.created_at
    return chains


def next_requests(
    kind: ReminderKind,
    item: ReminderItem,
    settings: RuleSettings,
    chain: EscalationChain,
    context: EvaluationContext,
    occurrence_id: int | None = None,
) -> list[NotificationRequest]:
    """The notifications of a chain's next level; none while its day has not come."""
    level = _next_level(chain, settings, context)
    if not level:
        return []
    return compose.compose_escalations(kind, item, settings, level, chain.root, context, occurrence_id)


def close(chains: Iterable[EscalationChain], now: datetime) -> None:
    """End chains whose item is no longer open."""
    ids = [pk for chain in chains for pk in chain.ids]
    if ids:
        Notification.objects.filter(pk__in=ids).update(acknowledged_at=now)  # by nobody: the work itself is done
        cancel_deliveries(ids)


def _next_level(chain: EscalationChain, settings: RuleSettings, context: EvaluationContext) -> int:
    """0 while the day of the next level has not come, or after the last level."""
    if chain.is_snoozed(context.today) or chain.level >= len(settings.escalation_days):
        return 0
    # The days count from the first reminder, so that the distance between two levels is the difference.
    days = [0, *settings.escalation_days]
    # A snooze that has ended starts the count anew.
    since = max(local_date(chain.last_at), chain.root.snoozed_until or date.min)
    passed = days_since(settings, context.days, since, context.today)
    return chain.level + 1 if passed is not None and passed >= days[chain.level + 1] - days[chain.level] else 0
