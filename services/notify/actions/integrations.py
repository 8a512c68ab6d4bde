"""Create, change, disable, test and replay integrations: group robots and webhooks of other systems."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.kit import dispatch
from services.kit.exceptions import ApplicationError
from services.notify.channels import allowed_hosts
from services.notify.choices import AuditAction, Channel, DeliveryState
from services.notify.delivery import outcomes
from services.notify.models import Delivery, Integration, Notification
from services.notify.requests import INTEGRATION_CHANNELS

# Lengths of plain texts, in characters: what is stored is sealed and longer.
MAX_ADDRESS_LENGTH = 400
MIN_SECRET_LENGTH, MAX_SECRET_LENGTH = 16, 200  # the secret signs what we send
CHANNEL_CHOICES = [(channel.value, channel.label) for channel in Channel if channel in INTEGRATION_CHANNELS]
MAX_KINDS = 50
# A replay takes what has an outcome, however it ended; what is pending goes out anyway.
FINISHED_STATES = [DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.UNCERTAIN]
PENDING_STATES = [DeliveryState.DUE, DeliveryState.RETRYING, DeliveryState.FALLBACK]
TEST_KIND = "integration.test"


class InvalidIntegration(ApplicationError):
    """The address is not allowed, the secret is too short, the name is taken, or the integration is disabled."""


class IntegrationChanges(TypedDict, total=False):
    name: str
    address: str
    secret: str
    kinds: Sequence[str]
    is_enabled: bool


@transaction.atomic
def create_integration(
    *, channel: str, name: str, address: str, secret: str = "", kinds: Sequence[str] = (), by: Actor, now: datetime
) -> Integration:
    """Create an integration; address and secret are sealed. Raises InvalidIntegration."""
    require_permission(by, Permission.MANAGE_INTEGRATIONS)
    _check_address(channel, address, secret)
    integration = Integration(channel=channel, name=name, kinds=_kinds(kinds), created_by_id=by.user_id, created_at=now)
    integration.seal("address", address)
    integration.seal("secret", secret)
    _save(integration)
    audit.log(AuditAction.INTEGRATION_CREATED, target=integration, by=by, now=now, detail={"channel": channel})
    return integration


@transaction.atomic
def update_integration(
    *, integration: Integration, by: Actor, now: datetime, **changes: Unpack[IntegrationChanges]
) -> Integration:
    """Change the fields in `changes`; without address or secret the stored one stays. Raises InvalidIntegration."""
    require_permission(by, Permission.MANAGE_INTEGRATIONS)
    if "address" in changes or "secret" in changes:
        # Both are checked together: the rule for one depends on the other.
        address = changes.get("address", integration.unseal("address"))
        secret = changes.get("secret", integration.unseal("secret"))
        _check_address(integration.channel, address, secret)
        integration.seal("address", address)
        integration.seal("secret", secret)
    if "kinds" in changes:
        integration.kinds = _kinds(changes["kinds"])
    integration.name = changes.get("name", integration.name)
    integration.is_enabled = changes.get("is_enabled", integration.is_enabled)
    _save(integration)
    audit.log(AuditAction.INTEGRATION_UPDATED, target=integration, by=by, now=now, detail={"fields": sorted(changes)})
    return integration


@transaction.atomic
def disable_integration(*, integration: Integration, by: Actor, now: datetime) -> Integration:
    """Disable an integration, cancel its pending deliveries and activate the fallback channel of each."""
    require_permission(by, Permission.MANAGE_INTEGRATIONS)
    integration.is_enabled = False
    integration.save(update_fields=["is_enabled"])
    in_pending_digest = Q(state=DeliveryState.MERGED, merged_into__state__in=PENDING_STATES)
    pending = Delivery.objects.filter(Q(state__in=PENDING_STATES) | in_pending_digest, integration=integration)
    # Another channel comes before a fallback and may still deliver: it needs no replacement.
    ids = list(pending.exclude(state=DeliveryState.FALLBACK).values_list("notification_id", flat=True))
    pending.update(state=DeliveryState.CANCELLED)
    if outcomes.activate_fallback(ids, now):
        dispatch.delay_on_commit("workers.notify.deliver")
    audit.log(AuditAction.INTEGRATION_DISABLED, target=integration, by=by, now=now)
    return integration


@transaction.atomic
def replay(*, integration: Integration, since: datetime, by: Actor, now: datetime) -> int:
    """Send the finished deliveries since a moment again, under their old ids. Returns their number.

    Only for webhooks: a group robot cannot recognise a repeated id. Raises InvalidIntegration.
    """
    require_permission(by, Permission.MANAGE_INTEGRATIONS)
    if integration.channel != Channel.WEBHOOK:
        raise InvalidIntegration(_("群机器人认不出重复的消息，不能重发。"))
    _require_enabled(integration)
    rows = Delivery.objects.filter(integration=integration, requested_at__gte=since, state__in=FINISHED_STATES)
    count: int = rows.update(
        state=DeliveryState.DUE,
        due_at=now,
        delay_reason="",
        error="",
        lease_until=None,
        resolved_by_id=by.user_id,  # attempts before this moment no longer count
        resolved_at=now,
    )
    if count:
        dispatch.delay_on_commit("workers.notify.deliver")
    audit.log(AuditAction.INTEGRATION_REPLAYED, target=integration, by=by, now=now, detail={"count": count})
    return count


@transaction.atomic
def send_test(*, integration: Integration, by: Actor, now: datetime) -> Delivery:
    """Send a test message, at most one a minute. Raises InvalidIntegration."""
    require_permission(by, Permission.MANAGE_INTEGRATIONS)
    _require_enabled(integration)
    county_id, school_id = integration.county_id, integration.school_id
    key = f"{TEST_KIND}:{integration.public_id}:{now:%Y%m%d%H%M}"
    # Not through the outbox, which would send the test to every integration of the channel.
    notification = Notification(
        dedupe_key=key,
        kind=TEST_KIND,
        title=_("测试消息，收到即可。"),
        created_at=now,
        county_id=county_id,
        school_id=school_id,
    )
    Notification.objects.bulk_create([notification], ignore_conflicts=True)
    delivery, is_new = Delivery.objects.get_or_create(
        notification=Notification.objects.get(Q(county_id=county_id), dedupe_key=key),
        channel=integration.channel,
        integration=integration,
        defaults={"requested_at": now, "due_at": now, "county_id": county_id, "school_id": school_id},
    )
    if is_new:
        dispatch.delay_on_commit("workers.notify.deliver")
        audit.log(AuditAction.INTEGRATION_TESTED, target=integration, by=by, now=now)
    return delivery


def _check_address(channel: str, address: str, secret: str) -> None:
    if channel not in INTEGRATION_CHANNELS:
        raise InvalidIntegration(_("只能是群机器人或外部系统。"), field="channel")
    if channel == Channel.WEBHOOK:
        _check_webhook(address, secret)
        return
    from services.notify.channels import group_bots  # apprise takes long to import, and few requests need it

    try:
        group_bots.check(channel, address, secret)
    except group_bots.InvalidBotAddress as reason:
        raise InvalidIntegration(_("这不是机器人的密钥或地址，请从群设置里复制。"), field="address") from reason


def _check_webhook(address: str, secret: str) -> None:
    try:
        allowed_hosts.check(address)
    except allowed_hosts.HostNotAllowed as reason:
        raise InvalidIntegration(_("这个地址不在允许的名单里，请联系系统管理员。"), field="address") from reason
    if len(secret) < MIN_SECRET_LENGTH:
        raise InvalidIntegration(_("请填至少 %(n)d 个字符的密钥。") % {"n": MIN_SECRET_LENGTH}, field="secret")


def _kinds(kinds: Sequence[str]) -> list[str]:
    return sorted(set(kinds))[:MAX_KINDS]


def _require_enabled(integration: Integration) -> None:
    if not integration.is_enabled:
        raise InvalidIntegration(_("这个出口已停用。"))


def _save(integration: Integration) -> None:
    try:
        with transaction.atomic():
            integration.save()
    except IntegrityError as reason:
        raise InvalidIntegration(_("已有同名的出口。"), field="name") from reason
