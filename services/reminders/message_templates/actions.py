"""Write, reset and test a county's own texts for a kind. Each change is a new version."""

import re
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.kit.database import locks
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

TEST_KIND = "template.test"
TEST_INTERVAL = timedelta(minutes=1)  # between two tests of one person
MAX_PHONE_INPUT = 20  # characters, with spaces and hyphens
CHANNELS = (Channel.INBOX, Channel.EMAIL, Channel.SMS)
_PHONE = re.compile(r"1[3-9]\d{9}")


class UnableToSaveTemplate(ApplicationError):
    """No such kind or language, not a phone number, or too soon after the last test."""


@transaction.atomic
def save_template(
    *, kind: str, language: str, title: str, body: str = "", by: Actor, now: datetime
) -> NotificationTemplate | None:
    """Write a new version of the county's own texts, in effect at once. Texts already in effect write none.

    None where the default texts are in effect. Raises UnableToSaveTemplate, InvalidTemplate.
    """
    require_permission(by, Permission.MANAGE_TEMPLATES)
    reminder_kind = require_kind(kind, language)
    _lock_templates()
    before = queries.effective_template(reminder_kind, language)
    texts = validation.validate_template(reminder_kind, language, title, body, by_sms=before.by_sms)
    # Saving without a change must not fill the history with equal versions.
    if texts == before.texts:
        return before.county_template
    effective_from = _supersede(before.county_template, now) if before.county_template else now
    newest = queries.template_versions(kind, language).values_list("version", flat=True).first() or 0
    template = NotificationTemplate.objects.create(
        kind=kind,
        language=language,
        version=newest + 1,
        title=texts[0],
        body=texts[1],
        effective_from=effective_from,
        created_by_id=by.user_id,
    )
    _log(AuditAction.TEMPLATE_UPDATED, template, kind, language, by, now)
    return template


@transaction.atomic
def reset_template(*, kind: str, language: str, by: Actor, now: datetime) -> bool:
    """Return to the default texts; False when the county has none of its own. Raises UnableToSaveTemplate."""
    require_permission(by, Permission.MANAGE_TEMPLATES)
    reminder_kind = require_kind(kind, language)
    _lock_templates()
    county_template = queries.effective_template(reminder_kind, language).county_template
    if county_template is None:
        return False
    _supersede(county_template, now)
    _log(AuditAction.TEMPLATE_RESET, county_template, kind, language, by, now)
    return True


@transaction.atomic
def send_test(
    *, kind: str, language: str, texts: TextPair | None = None, phone: str = "", by: Actor, now: datetime
) -> Notification:
    """Send the texts, else those in effect, with sample values to oneself, marked as a test; at most once a minute.

    To the inbox, one's e-mail address and, where given, one's phone number. Quiet hours hold. Raises
    UnableToSaveTemplate, InvalidTemplate.
    """
    require_permission(by, Permission.MANAGE_TEMPLATES)
    reminder_kind = require_kind(kind, language)
    template = queries.effective_template(reminder_kind, language)
    number = _clean_phone(phone)
    by_sms = template.by_sms or bool(number)
    valid = validation.validate_template(reminder_kind, language, *(texts or template.texts), by_sms=by_sms)
    last_tests = Notification.objects.filter(kind=TEST_KIND, recipient_id=by.user_id)
    is_too_soon = last_tests.filter(created_at__gt=now - TEST_INTERVAL).exists()
    notification = None if is_too_soon else _add_test(reminder_kind, language, valid, number, by, now)
    if notification is None:
        raise UnableToSaveTemplate(_("一分钟内已经试发过，请稍等再试。"))
    _log(AuditAction.TEMPLATE_TESTED, notification, kind, language, by, now)
    return notification


def require_kind(kind: str, language: str) -> ReminderKind:
    """Raises UnableToSaveTemplate."""
    reminder_kind = get_kind(kind)
    if reminder_kind is None:
        raise UnableToSaveTemplate(_("没有这种提醒。"), field="kind")
    if language not in queries.LANGUAGES:
        raise UnableToSaveTemplate(_("只有中文和英文模板。"), field="language")
    return reminder_kind


def _add_test(
    kind: ReminderKind, language: str, texts: TextPair, phone: str, by: Actor, now: datetime
) -> Notification | None:
    """None when two requests come at once: the dedupe key allows one per minute."""
    title, body = render(texts, samples.values(kind, language))
    name, email = Officer.objects.filter(user=by.user_id).values_list("name", "email").first() or ("", "")
    return outbox.add(
        dedupe_key=f"{TEST_KIND}:{by.user_id}:{now:%Y%m%d%H%M}",
        kind=TEST_KIND,
        title=_("【测试】") + title,
        body=body,
        path=f"/notification-templates/{kind.key}/{language}/",
        recipient_id=by.user_id,
        recipient_name=name,
        email=email,
        phone=phone,
        channels=CHANNELS,
        urgency=Urgency.NORMAL,  # so that a test is not merged into a digest
        now=now,
    )


def _clean_phone(phone: str) -> str:
    number = re.sub(r"[\s-]", "", phone)
    if number and not _PHONE.fullmatch(number):
        raise UnableToSaveTemplate(_("请填自己的 11 位手机号，或留空。"), field="phone")
    return number


def _supersede(county_template: NotificationTemplate, now: datetime) -> datetime:
    """End a version; never before it took effect, even when this server's clock is behind another's."""
    county_template.superseded_at = max(now, county_template.effective_from)
    county_template.save(update_fields=["superseded_at"])
    return county_template.superseded_at


def _log(
    action: AuditAction,
    target: NotificationTemplate | Notification,
    kind: str,
    language: str,
    by: Actor,
    now: datetime,
) -> None:
    audit.log(action, target=target, by=by, now=now, detail={"kind": kind, "language": language})


def _lock_templates() -> None:
    """One change of a county's texts at a time: versions are numbered, and only one is current."""
    locks.wait("reminders.templates", current_county_id())
