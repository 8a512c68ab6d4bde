"""Compose notification requests from reminder items: recipient, texts, channels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _
from django.utils.translation import override

from services.kit.clock import local_date
from services.notify.choices import ADDRESS_PURPOSE, Channel, Urgency
from services.notify.models import Notification
from services.notify.requests import NotificationRequest
from services.reminders.directory import Recipient
from services.reminders.kinds import ReminderItem, ReminderKind
from services.reminders.message_templates.rendering import TemplateSet, render
from services.reminders.models import RuleSettings
from services.reminders.schedule import CalendarDays
from services.schools.sealed import index

LEVEL_REPEAT, LEVEL_NEXT, LEVEL_COUNTY = 1, 2, 3  # escalation levels


@dataclass(frozen=True)
class EvaluationContext:
    """What is known of the tenant. `officers` are the county's, the last to be asked."""

    now: datetime
    days: CalendarDays
    templates: TemplateSet
    officers: Sequence[Recipient] = ()
    school_name: str = ""
    school_path: str = ""

    @property
    def today(self) -> date:
        return local_date(self.now)


class RequestFields(TypedDict, total=False):
    """Fields of a NotificationRequest that the caller adds."""

    occurrence_id: int | None
    escalated_from_id: int | None


@dataclass(frozen=True)
class _Texts:
    title: str
    body: str
    variables: Mapping[str, str]
    path: str


def recipient_key(person: Recipient) -> str:
    """A key that does not name the person: the user id, or a blind index of number or address."""
    # Part of the dedupe key, which everybody at the tenant can read: no phone number may stand in it.
    return str(person.user_id) if person.user_id else index(person.phone or person.email, ADDRESS_PURPOSE)[:16]


def template_values(item: ReminderItem, today: date) -> dict[str, str]:
    # Without a sign: the same variable serves "due in {days} days" and "{days} days late".
    return {**item.variables, "days": str(abs((today - item.anchor_date).days))}


def compose_reminder(
    kind: ReminderKind,
    item: ReminderItem,
    settings: RuleSettings,
    day: date,
    context: EvaluationContext,
    **more: Unpack[RequestFields],
) -> NotificationRequest:
    """The reminder of an item in the occurrence of `day`."""
    values = template_values(item, context.today)
    title, body = render(context.templates.of(kind, item.recipient.language), values)
    # With the day: the same item is reminded of again on another day, and never twice on one.
    key = f"{kind.key}:{item.target_id}:{recipient_key(item.recipient)}:{day}"
    request = _request(kind, item, settings, item.recipient, key, _Texts(title, body, values, item.path), context)
    return replace(request, **more)


def compose_escalations(
    kind: ReminderKind,
    item: ReminderItem,
    settings: RuleSettings,
    level: int,
    root: Notification,
    context: EvaluationContext,
    occurrence_id: int | None = None,
) -> list[NotificationRequest]:
    """The notifications of one escalation level, to everybody asked on it; `root` is the first notification."""
    requests = []
    for person in _recipients_on(item, level, context):
        key = f"{root.dedupe_key}:{level}:{recipient_key(person)}"
        texts = _escalation_texts(kind, item, level, person, context)
        request = _request(kind, item, settings, person, key, texts, context, level)
        requests.append(
            replace(request, escalation_level=level, escalated_from_id=root.pk, occurrence_id=occurrence_id)
        )
    return requests


def _recipients_on(item: ReminderItem, level: int, context: EvaluationContext) -> Sequence[Recipient]:
    if level == LEVEL_REPEAT:
        return [item.recipient]
    if level == LEVEL_NEXT and item.escalate_to:
        return [item.escalate_to]
    # Without the recipient, who may be one of them: nobody is asked about their own silence.
    return [officer for officer in context.officers if officer.user_id != item.recipient.user_id]


def _escalation_texts(
    kind: ReminderKind, item: ReminderItem, level: int, to: Recipient, context: EvaluationContext
) -> _Texts:
    """The first texts, with who has not acknowledged them. A county officer is sent to the school's page."""
    values = template_values(item, context.today)
    title, body = render(context.templates.of(kind, to.language), values)
    with override(to.language):
        if level == LEVEL_REPEAT:
            return _Texts(_("再次提醒：%(title)s") % {"title": title}, body, values, item.path)
        names = {"title": title, "name": item.recipient.name or _("收件人"), "school": context.school_name}
        if to is item.escalate_to:
            return _Texts(_("%(name)s还没有回复：%(title)s") % names, body, values, _page_of(item))
        title = _("%(school)s没有人回复：%(title)s") % names
        return _Texts(title, body, values, context.school_path or item.path)


def _page_of(item: ReminderItem) -> str:
    """Whoever is asked next may not record for this child, but may see its page."""
    return f"/children/{item.child}/" if item.child else item.path


def _request(
    kind: ReminderKind,
    item: ReminderItem,
    settings: RuleSettings,
    to: Recipient,
    dedupe_key: str,
    texts: _Texts,
    context: EvaluationContext,
    level: int = 0,
) -> NotificationRequest:
    goes_to_others = level >= LEVEL_NEXT
    # To others it is not one of many reminders any more: normal urgency keeps it out of digests.
    urgency = Urgency.NORMAL if goes_to_others and kind.urgency == Urgency.REMINDER else kind.urgency
    return NotificationRequest(
        dedupe_key=dedupe_key,
        school_id=item.school_id,
        kind=kind.key,
        title=texts.title,
        body=texts.body,
        variables=texts.variables,
        path=texts.path,
        recipient_id=to.user_id,
        recipient_name=to.name,
        email=to.email,
        phone=to.phone,
        works_from=to.works_from,
        works_until=to.works_until,
        channels=tuple(Channel(name) for name in settings.channels),
        # One channel after the other: five copies of one reminder are how reminders come to be ignored.
        is_sequential=True,
        urgency=urgency,
        audience=to.audience if goes_to_others else kind.audience,
        target_id=item.target_id,
        child=item.child,
        # Whoever has no login cannot acknowledge; the escalation would go on whatever they do.
        requires_acknowledgement=bool(settings.escalation_days) and to.user_id is not None,
        now=context.now,
    )
