"""From an item to a notice: to whom, in which words, by which channels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from services.kit.clock import local_date
from services.notify.choices import Channel, Urgency
from services.notify.models import Notification
from services.notify.requests import NotificationRequest
from services.reminders.kinds import Recipient, ReminderItem, ReminderKind
from services.reminders.message_templates.rendering import TemplateSet, render
from services.reminders.models import RuleSettings
from services.reminders.schedule import CalendarDays
from services.schools.sealed import index

LEVEL_REPEAT, LEVEL_NEXT, LEVEL_COUNTY = 1, 2, 3  # rungs of the ladder


@dataclass(frozen=True)
class EvaluationContext:
    """What is known of the place that speaks. `officers`: the county's, who are told at last."""

    now: datetime
    days: CalendarDays
    wordings: TemplateSet
    officers: Sequence[Recipient] = ()
    school_name: str = ""
    school_path: str = ""

    @property
    def today(self) -> date:
        return local_date(self.now)


def recipient_key(person: Recipient) -> str:
    """Who somebody is, without naming them: the login, or a blind index of number or address."""
    return str(person.user_id) if person.user_id else index(person.phone or person.email, "notify.recipient")[:16]


def template_values(item: ReminderItem, today: date) -> dict[str, str]:
    return {**item.variables, "days": str(abs((today - item.anchor_date).days))}


def compose_reminder(
    kind: ReminderKind, item: ReminderItem, terms: RuleSettings, day: date, here: EvaluationContext, **more: Any
) -> NotificationRequest:
    """What a tick of `day` tells of an item. `more` are fields of Wanted."""
    values = template_values(item, here.today)
    title, body = render(here.wordings.of(kind, item.recipient.language), values)
    key = f"{kind.key}:{item.subject}:{recipient_key(item.recipient)}:{day}"
    return _wanted(
        kind, item, terms, item.recipient, here, dedupe_key=key, title=title, body=body, variables=values, **more
    )


def compose_escalations(
    kind: ReminderKind,
    item: ReminderItem,
    terms: RuleSettings,
    escalation_level: int,
    root: Notification,
    here: EvaluationContext,
    **more: Any,
) -> list[NotificationRequest]:
    """What rung `rung` of the ladder tells, to whoever stands there."""
    return [
        _wanted(
            kind,
            item,
            terms,
            to,
            here,
            dedupe_key=f"{root.dedupe_key}:{escalation_level}:{recipient_key(to)}",
            **_raised(kind, item, escalation_level, to, here),
            escalation_level=escalation_level,
            escalated_from_id=root.pk,
            **more,
        )
        for to in _on_rung(item, escalation_level, here)
    ]


def _on_rung(item: ReminderItem, escalation_level: int, here: EvaluationContext) -> Sequence[Recipient]:
    if escalation_level == LEVEL_REPEAT:
        return [item.recipient]
    if escalation_level == LEVEL_NEXT and item.escalate_to:
        return [item.escalate_to]
    return [officer for officer in here.officers if officer.user_id != item.recipient.user_id]


def _raised(
    kind: ReminderKind, item: ReminderItem, escalation_level: int, to: Recipient, here: EvaluationContext
) -> Mapping[str, Any]:
    """Title, body and page: the first words, and who has not answered them. A county officer's page is the school's."""
    values = template_values(item, here.today)
    title, body = render(here.wordings.of(kind, to.language), values)
    with override(to.language):
        if escalation_level == LEVEL_REPEAT:
            return {"title": _("再次提醒：%(title)s") % {"title": title}, "body": body, "variables": values}
        words = {"title": title, "name": item.recipient.name or _("收件人"), "school": here.school_name}
        if to is item.escalate_to:
            title = _("%(name)s还没有回复：%(title)s") % words
            return {"title": title, "body": body, "variables": values, "path": _page_of(item)}
        title = _("%(school)s没有人回复：%(title)s") % words
        return {"title": title, "body": body, "variables": values, "path": here.school_path or item.path}


def _page_of(item: ReminderItem) -> str:
    """Whoever is asked next may not record for this child, but may see its page."""
    return f"/children/{item.child}/" if item.child else item.path


def _wanted(
    kind: ReminderKind, item: ReminderItem, terms: RuleSettings, to: Recipient, here: EvaluationContext, **more: Any
) -> NotificationRequest:
    is_raised = more.get("escalation_level", 0) >= LEVEL_NEXT
    return NotificationRequest(
        **{
            "kind": kind.key,
            "path": item.path,
            "recipient_id": to.user_id,
            "recipient_name": to.name,
            "email": to.email,
            "phone": to.phone,
            "works_from": to.works_from,
            "works_until": to.works_until,
            "channels": tuple(Channel(name) for name in terms.channels),
            "is_sequential": True,
            # Raised to others, it is not one of many reminders any more: it goes out by itself.
            "urgency": Urgency.NORMAL if is_raised and kind.urgency == Urgency.REMINDER else kind.urgency,
            "audience": to.audience if is_raised else kind.audience,
            "subject": item.subject,
            "child": item.child,
            "requires_acknowledgement": bool(terms.escalation_days) and to.user_id is not None,
            "now": here.now,
            **more,
        }
    )
