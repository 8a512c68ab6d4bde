"""Record that a recipient refuses a channel, or accepts it again. Safety alerts still go out."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.kit.exceptions import ApplicationError
from services.notify.choices import ADDRESS_PURPOSE, AuditAction, Channel
from services.notify.models import OptOut
from services.schools.sealed import index

CHANNELS = (Channel.SMS, Channel.EMAIL)  # those that reach a person without a login
_SHAPES = {Channel.SMS: re.compile(r"1[3-9]\d{9}"), Channel.EMAIL: re.compile(r"[^@\s]+@[^@\s]+")}
_SEPARATORS = str.maketrans("", "", " -")


class UnableToOptOut(ApplicationError):
    """The channel cannot be refused, the address is not one of it, or this tenant has no such opt-out to remove."""


@transaction.atomic
def opt_out(*, address: str, channel: str, source: str, by: Actor, now: datetime) -> None:
    """Refuse a channel in the whole county. Idempotent. `source` says how it reached us. Raises UnableToOptOut."""
    require_permission(by, Permission.RESOLVE_DELIVERIES)
    row = OptOut(channel=channel, address_index=_address_index(channel, address), opted_out_at=now, source=source[:60])
    # The same refusal may reach a school and the bureau: recording it twice is no error.
    OptOut.objects.bulk_create([row], ignore_conflicts=True)
    audit.log(AuditAction.OPTED_OUT, by=by, now=now, detail={"channel": channel})


@transaction.atomic
def opt_in(*, address: str, channel: str, by: Actor, now: datetime) -> None:
    """Accept a channel again. A school takes back its own opt-out, the county every one. Raises UnableToOptOut."""
    require_permission(by, Permission.RESOLVE_DELIVERIES)
    rows = OptOut.objects.filter(channel=channel, address_index=_address_index(channel, address))
    deleted, _by_model = rows.delete()
    if not deleted:
        raise UnableToOptOut(_("这里没有登记过它的退订；别的学校登记的，请县里取消。"), field="address")
    audit.log(AuditAction.OPTED_IN, by=by, now=now, detail={"channel": channel})


def _address_index(channel: str, address: str) -> str:
    """The same index as a delivery's address has; the address itself is not stored."""
    if channel not in CHANNELS:
        raise UnableToOptOut(_("只能退订短信或电子邮件。"), field="channel")
    # As the outbox stores it, else the index would match no delivery.
    cleaned = address.translate(_SEPARATORS) if channel == Channel.SMS else address.strip()
    if not _SHAPES[Channel(channel)].fullmatch(cleaned):
        raise UnableToOptOut(_("这不是手机号码或邮箱地址。"), field="address")
    return index(cleaned, ADDRESS_PURPOSE)
