"""Group robots and other systems a place writes to: made, changed, switched off, tried, told again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.kit import dispatch
from services.kit.exceptions import ApplicationError
from services.notify import integration_secrets
from services.notify.channels import allowed_hosts
from services.notify.choices import AuditAction, Channel, DeliveryState
from services.notify.delivery import outcomes
from services.notify.models import Delivery, Integration, Notification
from services.notify.requests import INTEGRATION_CHANNELS

MIN_SECRET_LENGTH = 16  # characters; it signs what we send
MAX_KINDS = 50
FINISHED_STATES = [DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.UNCERTAIN]
PENDING_STATES = [DeliveryState.DUE, DeliveryState.RETRYING, DeliveryState.FALLBACK]
TEST = "outlet.test"


class InvalidIntegration(ApplicationError):
    """Not an address we may write to, no secret, or a name that is taken."""


@transaction.atomic
def create_integration(
    *, channel: str, name: str, address: str, secret: str = "", kinds: Sequence[str] = (), by: Actor, now: datetime
) -> Integration:
    """A new way out. Address and secret are sealed and never shown again."""
    require_permission(by, Permission.MANAGE_INTEGRATIONS)
    _check(channel, address, secret)
    integration = Integration(channel=channel, name=name, kinds=_kinds(kinds), created_by_id=by.user_id, created_at=now)
    integration_secrets.seal_secrets(integration, address=address, secret=secret)
    _save(integration)
    audit.log(AuditAction.INTEGRATION_CREATED, target=integration, by=by, now=now, detail={"channel": channel})
    return integration


@transaction.atomic
def update_integration(*, integration: Integration, by: Actor, now: datetime, **new: Any) -> Integration:
    """Change what is named among name, address, secret, kinds, is_on. A new address without a secret keeps the old."""
    require_permission(by, Permission.MANAGE_INTEGRATIONS)
    if "address" in new or "secret" in new:
        address, secret = integration_secrets.open_secrets(integration)
        address, secret = new.pop("address", address), new.pop("secret", secret)
        _check(integration.channel, address, secret)
        integration_secrets.seal_secrets(integration, address=address, secret=secret)
        new |= {"address": integration.address, "secret": integration.secret}
    if "kinds" in new:
        new["kinds"] = _kinds(new["kinds"])
    for field, value in new.items():
        setattr(integration, field, value)
    _save(integration)
    audit.log(AuditAction.INTEGRATION_UPDATED, target=integration, by=by, now=now, detail={"fields": sorted(new)})
    return integration


@transaction.atomic
def disable_integration(*, integration: Integration, by: Actor, now: datetime) -> Integration:
    """Nothing new goes there, and what waits for it is not needed any more, or goes the next way."""
    require_permission(by, Permission.MANAGE_INTEGRATIONS)
    integration.is_enabled = False
    integration.save(update_fields=["is_enabled"])
    in_a_digest = Q(state=DeliveryState.MERGED, merged_into__state__in=PENDING_STATES)
    waiting = Delivery.objects.filter(Q(state__in=PENDING_STATES) | in_a_digest, integration=integration)
    notifications = list(waiting.exclude(state=DeliveryState.FALLBACK).values_list("notification_id", flat=True))
    waiting.update(state=DeliveryState.CANCELLED)
    if outcomes.activate_fallback(notifications, now):
        dispatch.delay_on_commit("workers.notify.deliver")
    audit.log(AuditAction.INTEGRATION_DISABLED, target=integration, by=by, now=now)
    return integration


@transaction.atomic
def replay(*, integration: Integration, since: datetime, by: Actor, now: datetime) -> int:
    """What was told since then is told again under the same ids, which the receiver knows; how many.

    A robot cannot know them: only another system is told again.
    """
    require_permission(by, Permission.MANAGE_INTEGRATIONS)
    if integration.channel != Channel.WEBHOOK:
        raise InvalidIntegration(_("群机器人认不出重复的消息，不能重发。"))
    _must_be_on(integration)
    rows = Delivery.objects.filter(integration=integration, requested_at__gte=since, state__in=FINISHED_STATES)
    again = {"state": DeliveryState.DUE, "due_at": now, "delay_reason": "", "error": "", "lease_until": None}
    count: int = rows.update(**again, resolved_by_id=by.user_id, resolved_at=now)  # earlier tries count no more
    if count:
        dispatch.delay_on_commit("workers.notify.deliver")
    audit.log(AuditAction.INTEGRATION_REPLAYED, target=integration, by=by, now=now, detail={"count": count})
    return count


@transaction.atomic
def send_test(*, integration: Integration, by: Actor, now: datetime) -> Delivery:
    """Send a word to see whether it arrives, at most once a minute."""
    require_permission(by, Permission.MANAGE_INTEGRATIONS)
    _must_be_on(integration)
    place: dict[str, Any] = {"county_id": integration.county_id, "school_id": integration.school_id}
    key = f"{TEST}:{integration.public_id}:{now:%Y%m%d%H%M}"
    notification = Notification(dedupe_key=key, kind=TEST, title=_("测试消息，收到即可。"), created_at=now, **place)
    Notification.objects.bulk_create([notification], ignore_conflicts=True)
    notification = Notification.objects.get(county_id=place["county_id"], dedupe_key=key)
    delivery, is_new = Delivery.objects.get_or_create(
        notification=notification,
        channel=integration.channel,
        integration=integration,
        defaults={"requested_at": now, "due_at": now, **place},
    )
    if is_new:
        dispatch.delay_on_commit("workers.notify.deliver")
        audit.log(AuditAction.INTEGRATION_TESTED, target=integration, by=by, now=now)
    return delivery


def _check(channel: str, address: str, secret: str) -> None:
    if channel not in INTEGRATION_CHANNELS:
        raise InvalidIntegration(_("只能是群机器人或外部系统。"), field="channel")
    if channel == Channel.WEBHOOK:
        try:
            allowed_hosts.check(address)
        except allowed_hosts.HostNotAllowed as reason:
            raise InvalidIntegration(_("这个地址不在允许的名单里，请联系系统管理员。"), field="address") from reason
        if len(secret) < MIN_SECRET_LENGTH:
            raise InvalidIntegration(_("请填至少 %(n)d 个字符的密钥。") % {"n": MIN_SECRET_LENGTH}, field="secret")
        return
    from services.notify.channels import group_bots  # apprise loads slowly, and pages seldom need it

    try:
        group_bots.check(channel, address, secret)
    except group_bots.InvalidBotAddress as reason:
        raise InvalidIntegration(_("这不是机器人的密钥或地址，请从群设置里复制。"), field="address") from reason


def _kinds(kinds: Sequence[str]) -> list[str]:
    return sorted(set(kinds))[:MAX_KINDS]


def _must_be_on(integration: Integration) -> None:
    if not integration.is_enabled:
        raise InvalidIntegration(_("这个出口已停用。"))


def _save(integration: Integration) -> None:
    try:
        with transaction.atomic():
            integration.save()
    except IntegrityError as reason:
        raise InvalidIntegration(_("已有同名的出口。"), field="name") from reason
