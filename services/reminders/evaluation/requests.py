"""The notifications that occurrences of a kind send at a group of schools: reminders of their days, and escalations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.jobs.models import Occurrence
from services.kit.clock import local_date
from services.notify.requests import NotificationRequest
from services.reminders import calendars, recipients
from services.reminders.directory import Directory
from services.reminders.evaluation import compose, escalation
from services.reminders.evaluation.catch_up import CatchUpDecision
from services.reminders.evaluation.compose import EvaluationContext
from services.reminders.evaluation.escalation import EscalationChain, ItemKey
from services.reminders.evaluation.groups import Dates
from services.reminders.kinds import DateWindow, ReminderItem, ReminderKind
from services.reminders.schedule import matches


@dataclass(frozen=True)
class Evaluated:
    """One occurrence that is evaluated: the decision on it, and the texts and people of its tenant."""

    occurrence: Occurrence
    decision: CatchUpDecision
    context: EvaluationContext


Evaluations = Mapping[int | None, Evaluated]  # by school


def requests_of(
    kind: ReminderKind, dates: Dates, evaluations: Evaluations, directory: Directory, now: datetime
) -> list[NotificationRequest]:
    """Reminders of the items on the covered days, and the escalations that are due."""
    if dates is None:
        return []
    begins, ends = dates
    today = local_date(now)
    escalating = [school_id for school_id, row in evaluations.items() if row.decision.settings.escalation_days]
    chains = escalation.open_escalations(kind, escalating)
    # An escalation goes on while its item is open: then every open item is needed, however old.
    begins = today - calendars.DAYS_BEFORE if chains else begins
    window = DateWindow(begins=begins, ends=ends, today=today, now=now)
    items = list(recipients.find_items(kind, window, directory))
    reminders = [_reminder(kind, item, evaluations[item.school_id], chains) for item in items]
    by_key = {item_key(item): item for item in items}
    return [request for request in reminders if request] + _escalations(kind, chains, by_key, evaluations, now)


def item_key(item: ReminderItem) -> ItemKey:
    return item.school_id, item.target_id, item.recipient.user_id


def root_id(item: ReminderItem, chains: Mapping[ItemKey, EscalationChain]) -> int | None:
    """The unacknowledged notification that a repeated one belongs to: one acknowledgement ends both."""
    chain = chains.get(item_key(item))
    return chain.root.pk if chain else None


def _reminder(
    kind: ReminderKind, item: ReminderItem, at: Evaluated, chains: Mapping[ItemKey, EscalationChain]
) -> NotificationRequest | None:
    """None for an item that is not on the covered days, or that is snoozed."""
    settings, chain = at.decision.settings, chains.get(item_key(item))
    is_due = any(matches(settings, at.context.days, item.anchor_date, day) for day in at.decision.covers)
    if not is_due or (chain and chain.is_snoozed(at.context.today)):
        return None
    return compose.compose_reminder(
        kind,
        item,
        settings,
        local_date(at.decision.due_at),
        at.context,
        occurrence_id=at.occurrence.pk,
        escalated_from_id=root_id(item, chains),
    )


def _escalations(
    kind: ReminderKind,
    chains: Mapping[ItemKey, EscalationChain],
    items: Mapping[ItemKey, ReminderItem],
    evaluations: Evaluations,
    now: datetime,
) -> list[NotificationRequest]:
    """The notifications of the next levels. Chains whose item is no longer open are closed."""
    escalation.close([chain for key, chain in chains.items() if key not in items], now)
    requests: list[NotificationRequest] = []
    for key, chain in chains.items():
        if key in items:
            at = evaluations[chain.root.school_id]
            requests += escalation.next_requests(
                kind, items[key], at.decision.settings, chain, at.context, at.occurrence.pk
            )
    return requests
