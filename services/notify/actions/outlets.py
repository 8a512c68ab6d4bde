"""Group robots and other systems a place writes to: made, changed, switched off, tried, told again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from services.access import trail
from services.access.actor import Actor, require
from services.access.may import May
from services.kit import doorbell
from services.kit.refusals import Refused
from services.notify import ways
from services.notify.channels import hosts
from services.notify.choices import Channel, DeliveryState
from services.notify.delivering import settling
from services.notify.models import Delivery, Notice, Outlet
from services.notify.wanted import OF_OUTLETS

SHORTEST_SECRET = 16  # characters; it signs what we send
MOST_KINDS = 50
TOLD = [DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.UNCERTAIN]
WAITING = [DeliveryState.DUE, DeliveryState.FAILED, DeliveryState.WAITING]
TEST = "outlet.test"


class UnusableOutlet(Refused):
    """Not an address we may write to, no secret, or a name that is taken."""


@transaction.atomic
def make(
    *, channel: str, name: str, address: str, secret: str = "", kinds: Sequence[str] = (), by: Actor, now: datetime
) -> Outlet:
    """A new way out. Address and secret are sealed and never shown again."""
    require(by, May.MANAGE_OUTLETS)
    _check(channel, address, secret)
    outlet = Outlet(channel=channel, name=name, kinds=_kinds(kinds), made_by_id=by.user_id, made_at=now)
    ways.seal(outlet, address=address, secret=secret)
    _save(outlet)
    trail.note("notify.outlet_made", about=outlet, by=by, now=now, detail={"channel": channel})
    return outlet


@transaction.atomic
def change(*, outlet: Outlet, by: Actor, now: datetime, **new: Any) -> Outlet:
    """Change what is named among name, address, secret, kinds, is_on. A new address without a secret keeps the old."""
    require(by, May.MANAGE_OUTLETS)
    if "address" in new or "secret" in new:
        address, secret = ways.of(outlet)
        address, secret = new.pop("address", address), new.pop("secret", secret)
        _check(outlet.channel, address, secret)
        ways.seal(outlet, address=address, secret=secret)
        new |= {"address": outlet.address, "secret": outlet.secret}
    if "kinds" in new:
        new["kinds"] = _kinds(new["kinds"])
    for field, value in new.items():
        setattr(outlet, field, value)
    _save(outlet)
    trail.note("notify.outlet_changed", about=outlet, by=by, now=now, detail={"fields": sorted(new)})
    return outlet


@transaction.atomic
def switch_off(*, outlet: Outlet, by: Actor, now: datetime) -> Outlet:
    """Nothing new goes there, and what waits for it is not needed any more, or goes the next way."""
    require(by, May.MANAGE_OUTLETS)
    outlet.is_on = False
    outlet.save(update_fields=["is_on"])
    in_a_digest = Q(state=DeliveryState.MERGED, merged_into__state__in=WAITING)
    waiting = Delivery.objects.filter(Q(state__in=WAITING) | in_a_digest, outlet=outlet)
    notices = list(waiting.exclude(state=DeliveryState.WAITING).values_list("notice_id", flat=True))
    waiting.update(state=DeliveryState.UNNEEDED)
    if settling.wake_next(notices, now):
        doorbell.ring("workers.notify.deliver")
    trail.note("notify.outlet_switched_off", about=outlet, by=by, now=now)
    return outlet


@transaction.atomic
def replay(*, outlet: Outlet, since: datetime, by: Actor, now: datetime) -> int:
    """What was told since then is told again under the same ids, which the receiver knows; how many.

    A robot cannot know them: only another system is told again.
    """
    require(by, May.MANAGE_OUTLETS)
    if outlet.channel != Channel.WEBHOOK:
        raise UnusableOutlet(_("群机器人认不出重复的消息，不能重发。"))
    _must_be_on(outlet)
    rows = Delivery.objects.filter(outlet=outlet, wanted_at__gte=since, state__in=TOLD)
    again = {"state": DeliveryState.DUE, "due_at": now, "later": "", "trouble": "", "lease_until": None}
    count: int = rows.update(**again, decided_by_id=by.user_id, decided_at=now)  # earlier tries count no more
    if count:
        doorbell.ring("workers.notify.deliver")
    trail.note("notify.outlet_replayed", about=outlet, by=by, now=now, detail={"count": count})
    return count


@transaction.atomic
def try_out(*, outlet: Outlet, by: Actor, now: datetime) -> Delivery:
    """Send a word to see whether it arrives, at most once a minute."""
    require(by, May.MANAGE_OUTLETS)
    _must_be_on(outlet)
    place: dict[str, Any] = {"county_id": outlet.county_id, "school_id": outlet.school_id}
    key = f"{TEST}:{outlet.public_id}:{now:%Y%m%d%H%M}"
    notice = Notice(dedupe_key=key, kind=TEST, title=_("测试消息，收到即可。"), created_at=now, **place)
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    notice = Notice.objects.get(county_id=place["county_id"], dedupe_key=key)
    delivery, is_new = Delivery.objects.get_or_create(
        notice=notice, channel=outlet.channel, outlet=outlet, defaults={"wanted_at": now, "due_at": now, **place}
    )
    if is_new:
        doorbell.ring("workers.notify.deliver")
        trail.note("notify.outlet_tried", about=outlet, by=by, now=now)
    return delivery


def _check(channel: str, address: str, secret: str) -> None:
    if channel not in OF_OUTLETS:
        raise UnusableOutlet(_("只能是群机器人或外部系统。"), field="channel")
    if channel == Channel.WEBHOOK:
        try:
            hosts.check(address)
        except hosts.HostNotAllowed as reason:
            raise UnusableOutlet(_("这个地址不在允许的名单里，请联系系统管理员。"), field="address") from reason
        if len(secret) < SHORTEST_SECRET:
            raise UnusableOutlet(_("请填至少 %(n)d 个字符的密钥。") % {"n": SHORTEST_SECRET}, field="secret")
        return
    from services.notify.channels import robots  # apprise loads slowly, and pages seldom need it

    try:
        robots.check(channel, address, secret)
    except robots.UnusableAddress as reason:
        raise UnusableOutlet(_("这不是机器人的密钥或地址，请从群设置里复制。"), field="address") from reason


def _kinds(kinds: Sequence[str]) -> list[str]:
    return sorted(set(kinds))[:MOST_KINDS]


def _must_be_on(outlet: Outlet) -> None:
    if not outlet.is_on:
        raise UnusableOutlet(_("这个出口已停用。"))


def _save(outlet: Outlet) -> None:
    try:
        with transaction.atomic():
            outlet.save()
    except IntegrityError as reason:
        raise UnusableOutlet(_("已有同名的出口。"), field="name") from reason
