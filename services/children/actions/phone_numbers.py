"""Telephone numbers of a family: added, made sure of, removed, and shown whole for a reason."""

import re
from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children import blind_indexes
from services.children.actions.after_edit import after_edit
from services.children.choices import AuditAction, PhoneOwner, VerificationResult
from services.children.models import PhoneNumber, Pupil, PupilPrivate
from services.children.roster.phones import phones
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.notify.actions import opt_outs
from services.notify.choices import Channel

PAPERS = ("id_number", "student_number", "address", "household_address")
SHOWN = (*PAPERS, "phones")
_SHORTEST_REASON = 2
MAX_REASON_LENGTH = 200  # of the audit event's purpose


class UnableToSaveNumber(ApplicationError):
    """Not a telephone number, or known already."""


class ReasonRequired(ApplicationError):
    """A whole number is shown for a reason only."""


@transaction.atomic
def add_number(
    *,
    pupil: Pupil,
    owner: PhoneOwner,
    number: str,
    by: Actor,
    now: datetime,
    works_from: time | None = None,
    works_until: time | None = None,
) -> PhoneNumber:
    """Keep one more number, to be tried after those known."""
    _check_shift(works_from, works_until)
    kept, problem = phones(re.sub(r"\s+", "", number))
    if problem or len(kept) != 1:
        raise UnableToSaveNumber(_("这不是一个电话号码。手机号码是 11 位，固定电话要带区号。"), field="number")
    last = PhoneNumber.objects.filter(pupil=pupil, owner=owner).aggregate(last=Max("order"))["last"]
    phone_number = PhoneNumber(
        pupil=pupil,
        owner=owner,
        number_index=blind_indexes.number_index(kept[0]),
        order=0 if last is None else last + 1,
        works_from=works_from,
        works_until=works_until,
    )
    phone_number.school_id, phone_number.county_id = pupil.school_id, pupil.county_id
    phone_number.seal("number", kept[0])
    try:
        with transaction.atomic():
            phone_number.save()
    except IntegrityError as known:
        raise UnableToSaveNumber(_("这个号码已经登记。"), field="number") from known
    after_edit(pupil, AuditAction.NUMBER_ADDED, by=by, now=now, fields=[owner])
    return phone_number


@transaction.atomic
def verify_number(*, phone_number: PhoneNumber, result: VerificationResult, by: Actor, now: datetime) -> PhoneNumber:
    """Somebody rang the number today; this came of it."""
    phone_number.verification, phone_number.verified_on = result, clock.local_date(now)
    phone_number.save(update_fields=["verification", "verified_on"])
    after_edit(
        phone_number.pupil, AuditAction.NUMBER_VERIFIED, by=by, now=now, fields=[result], on_card=False, of_family=False
    )
    return phone_number


@transaction.atomic
def set_working_hours(
    *, phone_number: PhoneNumber, works_from: time | None, works_until: time | None, by: Actor, now: datetime
) -> PhoneNumber:
    """The hours in which this person works and no message is sent; none, to forget them. May pass midnight."""
    _check_shift(works_from, works_until)
    phone_number.works_from, phone_number.works_until = works_from, works_until
    phone_number.save(update_fields=["works_from", "works_until"])
    after_edit(
        phone_number.pupil,
        AuditAction.WORKING_HOURS_SET,
        by=by,
        now=now,
        fields=["works"],
        on_card=False,
        of_family=False,
    )
    return phone_number


@transaction.atomic
def set_sms_opt_out(*, phone_number: PhoneNumber, refuses: bool, by: Actor, now: datetime) -> PhoneNumber:
    """Whoever has this number asks for no text messages, or for them again. Alerts still come."""
    address, channel = phone_number.unseal("number"), Channel.SMS
    if refuses:
        opt_outs.opt_out(address=address, channel=channel, how="contact", by=by, now=now)
    else:
        opt_outs.opt_in(address=address, channel=channel, by=by, now=now)
    after_edit(
        phone_number.pupil, AuditAction.SMS_OPT_OUT_SET, by=by, now=now, fields=["sms"], on_card=False, of_family=False
    )
    return phone_number


def _check_shift(works_from: time | None, works_until: time | None) -> None:
    if (works_from is None) != (works_until is None) or (works_from and works_from == works_until):
        raise UnableToSaveNumber(_("上班时间要写明从几点到几点。"), field="works_until")


@transaction.atomic
def remove_number(*, phone_number: PhoneNumber, by: Actor, now: datetime) -> None:
    pupil, owner = phone_number.pupil, phone_number.owner
    phone_number.delete()
    after_edit(pupil, AuditAction.NUMBER_REMOVED, by=by, now=now, fields=[owner])


@transaction.atomic
def unmask(*, pupil: Pupil, field: str, reason: str, by: Actor, now: datetime) -> dict[str, str]:
    """Show sealed values whole, to whom may, for a reason that stays in the trail. {name: value}."""
    require_permission(by, Permission.UNMASK_NUMBERS)
    if len(reason.strip()) < _SHORTEST_REASON:
        raise ReasonRequired(_("请写明事由，事由会留痕。"), field="reason")
    if field not in SHOWN:
        raise ReasonRequired(_("没有这一项。"), field="field")
    audit.log(
        AuditAction.NUMBER_UNMASKED,
        target=pupil,
        by=by,
        now=now,
        purpose=reason.strip()[:MAX_REASON_LENGTH],
        detail={"field": field},
    )
    if field == "phones":
        rows = PhoneNumber.objects.filter(pupil=pupil).order_by("owner", "order", "pk")
        return {str(one.public_id): one.unseal("number") for one in rows}
    private = PupilPrivate.objects.filter(pupil=pupil).first()
    return {field: private.unseal(field) if private else ""}
