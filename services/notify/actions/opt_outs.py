"""Who does not want a channel any more, and who wants it again. Safety alerts still go out."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.kit.exceptions import ApplicationError
from services.notify.choices import AuditAction, Channel
from services.notify.models import OptOut
from services.notify.queries.opt_outs import PURPOSE
from services.schools.sealed import index

CHANNELS = (Channel.SMS, Channel.EMAIL)  # those that reach a person without a login
_SHAPES = {Channel.SMS: re.compile(r"1[3-9]\d{9}"), Channel.EMAIL: re.compile(r"[^@\s]+@[^@\s]+")}
_DROPPED = str.maketrans("", "", " -")


class UnableToOptOut(ApplicationError):
    """No channel to refuse, no address of that channel, or nothing that was refused here."""


@transaction.atomic
def opt_out(*, address: str, channel: str, how: str, by: Actor, now: datetime) -> None:
    """Keep it for the whole county. Said again, it changes nothing. `how`: in which words, or on which page."""
    require_permission(by, Permission.RESOLVE_DELIVERIES)
    row = OptOut(channel=channel, address_index=_index(channel, address), since=now, source=how[:60])
    OptOut.objects.bulk_create([row], ignore_conflicts=True)
    audit.log(AuditAction.OPTED_OUT, target=(), by=by, now=now, detail={"channel": channel})


@transaction.atomic
def opt_in(*, address: str, channel: str, by: Actor, now: datetime) -> None:
    """They ask for it again. A school takes back what it has written down itself, the county whatever was."""
    require_permission(by, Permission.RESOLVE_DELIVERIES)
    gone, _rows = OptOut.objects.filter(channel=channel, address_index=_index(channel, address)).delete()
    if not gone:
        raise UnableToOptOut(_("这里没有登记过它的退订；别的学校登记的，请县里取消。"), field="address")
    audit.log(AuditAction.OPTED_IN, target=(), by=by, now=now, detail={"channel": channel})


def _index(channel: str, address: str) -> str:
    """As a delivery's recipient is indexed; the address itself is kept nowhere."""
    if channel not in CHANNELS:
        raise UnableToOptOut(_("只能退订短信或电子邮件。"), field="channel")
    plain = address.translate(_DROPPED) if channel == Channel.SMS else address.strip()
    if not _SHAPES[Channel(channel)].fullmatch(plain):
        raise UnableToOptOut(_("这不是手机号码或邮箱地址。"), field="address")
    return index(plain, PURPOSE)
