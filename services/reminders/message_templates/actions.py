"""A county's own words for a kind of notice: written, given up, tried out on oneself. Each change is a version."""

import re
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.kit import locks
from services.kit.exceptions import ApplicationError
from services.notify import outbox
from services.notify.choices import Channel, Urgency
from services.notify.models import Notification
from services.reminders.choices import AuditAction
from services.reminders.kinds import ReminderKind, TextPair, get_kind
from services.reminders.message_templates import queries, samples, validation
from services.reminders.message_templates.rendering import render
from services.reminders.models import NotificationTemplate
from services.schools.models import Officer
from services.schools.tenancy import current_county_id

TEST = "words.test"
PAUSE = timedelta(minutes=1)  # between two tests of one person
CHANNELS = (Channel.INBOX, Channel.EMAIL, Channel.SMS)
_PHONE = re.compile(r"1[3-9]\d{9}")


class UnableToSaveTemplate(ApplicationError):
    """No such kind or language, no such number, or too soon after the last test."""


@transaction.atomic
def save_template(
    *, kind: str, language: str, title: str, body: str = "", by: Actor, now: datetime
) -> NotificationTemplate | None:
    """Write the county's own words as a new version, heard from this moment; the words that hold change nothing.

    None: those are the shipped ones.
    """
    require_permission(by, Permission.MANAGE_TEMPLATES)
    found = require_kind(kind, language)
    _one_at_a_time()
    before = queries.effective_template(found, language)
    wanted = validation.validate_template(found, language, title, body, by_sms=before.by_sms)
    if wanted == before.texts:
        return before.own
    since = _end(before.own, now) if before.own else now
    newest = queries.template_versions(kind, language).values_list("version", flat=True).first() or 0
    made = NotificationTemplate.objects.create(
        kind=kind,
        language=language,
        version=newest + 1,
        title=wanted[0],
        body=wanted[1],
        effective_from=since,
        created_by_id=by.user_id,
    )
    audit.log(AuditAction.TEMPLATE_UPDATED, target=made, by=by, now=now, detail={"kind": kind, "language": language})
    return made


@transaction.atomic
def reset_template(*, kind: str, language: str, by: Actor, now: datetime) -> bool:
    """End the county's own words; False when it had none."""
    require_permission(by, Permission.MANAGE_TEMPLATES)
    found = require_kind(kind, language)
    _one_at_a_time()
    own = queries.effective_template(found, language).own
    if own is None:
        return False
    _end(own, now)
    audit.log(AuditAction.TEMPLATE_RESET, target=own, by=by, now=now, detail={"kind": kind, "language": language})
    return True


@transaction.atomic
def send_test(
    *, kind: str, language: str, words: TextPair | None = None, phone: str = "", by: Actor, now: datetime
) -> Notification:
    """Send the words (else those that hold) with sample values to who asks, marked as a test, once a minute at most.

    Inbox, their own address at the bureau, and a text message where they give their number. Quiet hours hold.
    """
    require_permission(by, Permission.MANAGE_TEMPLATES)
    found = require_kind(kind, language)
    here = queries.effective_template(found, language)
    number = _number(phone)
    draft = validation.validate_template(found, language, *(words or here.texts), by_sms=here.by_sms or bool(number))
    is_too_soon = Notification.objects.filter(kind=TEST, recipient_id=by.user_id, created_at__gt=now - PAUSE).exists()
    notification = None if is_too_soon else _put(found, language, draft, number, by, now)
    if notification is None:
        raise UnableToSaveTemplate(_("一分钟内已经试发过，请稍等再试。"))
    audit.log(
        AuditAction.TEMPLATE_TESTED, target=notification, by=by, now=now, detail={"kind": kind, "language": language}
    )
    return notification


def _put(
    kind: ReminderKind, language: str, draft: TextPair, phone: str, by: Actor, now: datetime
) -> Notification | None:
    """None where somebody clicked twice: the key holds one a minute, whoever asks at the same moment."""
    title, body = render(draft, samples.values(kind, language))
    name, email = Officer.objects.filter(user=by.user_id).values_list("name", "email").first() or ("", "")
    return outbox.add(
        dedupe_key=f"{TEST}:{by.user_id}:{now:%Y%m%d%H%M}",
        kind=TEST,
        title=_("【测试】") + title,
        body=body,
        path=f"/notification-templates/{kind.key}/{language}/",
        recipient_id=by.user_id,
        recipient_name=name,
        email=email,
        phone=phone,
        channels=CHANNELS,
        urgency=Urgency.NORMAL,  # a test is not merged into a digest
        now=now,
    )


def require_kind(kind: str, language: str) -> ReminderKind:
    found = get_kind(kind)
    if found is None:
        raise UnableToSaveTemplate(_("没有这种提醒。"), field="kind")
    if language not in queries.LANGUAGES:
        raise UnableToSaveTemplate(_("只有中文和英文模板。"), field="language")
    return found


def _number(phone: str) -> str:
    number = re.sub(r"[\s-]", "", phone)
    if number and not _PHONE.fullmatch(number):
        raise UnableToSaveTemplate(_("请填自己的 11 位手机号，或留空。"), field="phone")
    return number


def _end(own: NotificationTemplate, now: datetime) -> datetime:
    """Never before it began, whatever the clock says."""
    own.superseded_at = max(now, own.effective_from)
    own.save(update_fields=["superseded_at"])
    return own.superseded_at


def _one_at_a_time() -> None:
    locks.wait("reminders.templates", current_county_id())
