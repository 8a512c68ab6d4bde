"""The notifications that one occurrence of a rule sends: reminders of its days, and escalations."""

from collections.abc import Mapping

from services.jobs.models import Occurrence
from services.kit.clock import local_date
from services.notify.requests import NotificationRequest
from services.reminders import calendars, recipients
from services.reminders.evaluation import compose, escalation
from services.reminders.evaluation.catch_up import CatchUpDecision
from services.reminders.evaluation.compose import EvaluationContext
from services.reminders.evaluation.escalation import EscalationChain, ItemKey
from services.reminders.kinds import DateWindow, ReminderItem, ReminderKind
from services.reminders.schedule import matches, window


def requests_of(
    kind: ReminderKind, decision: CatchUpDecision, occurrence: Occurrence, context: EvaluationContext
) -> list[NotificationRequest]:
    """Reminders of the items on the covered days, and the escalations that are due."""
    settings = decision.settings
    windows = [anchors for day in decision.covers if (anchors := window(settings, context.days, day))]
    if not windows:
        return []
    chains = escalation.open_escalations(kind) if settings.escalation_days else {}
    # An escalation goes on while its item is open: then every open item is needed, however old.
    begins = context.today - calendars.BEHIND if chains else min(begins for begins, _ends in windows)
    ends = max(ends for _begins, ends in windows)
    whole = DateWindow(begins=begins, ends=ends, today=context.today, now=context.now)
    items = list(recipients.find_items(kind, whole))
    reminders = [_reminder(kind, item, decision, occurrence, chains, context) for item in items]
    by_key = {item_key(item): item for item in items}
    escalations = escalation.escalate(kind, settings, chains, by_key, context, occurrence_id=occurrence.pk)
    return [request for request in reminders if request] + escalations


def item_key(item: ReminderItem) -> ItemKey:
    return item.subject, item.recipient.user_id


def root_id(item: ReminderItem, chains: Mapping[ItemKey, EscalationChain]) -> int | None:
    """The unacknowledged notification that a repeated one belongs to: one acknowledgement ends both."""
    chain = chains.get(item_key(item))
    return chain.root.pk if chain else None


def _reminder(
    kind: ReminderKind,
    item: ReminderItem,
    decision: CatchUpDecision,
    occurrence: Occurrence,
    chains: Mapping[ItemKey, EscalationChain],
    context: EvaluationContext,
) -> NotificationRequest | None:
    """None for an item that is not on the covered days, or that is snoozed."""
    settings, chain = decision.settings, chains.get(item_key(item))
    is_due = any(matches(settings, context.days, item.anchor_date, day) for day in decision.covers)
    if not is_due or (chain and chain.is_snoozed(context.today)):
        return None
    return compose.compose_reminder(
        kind,
        item,
        settings,
        local_date(decision.due_at),
        context,
        occurrence_id=occurrence.pk,
        escalated_from_id=root_id(item, chains),
    )
