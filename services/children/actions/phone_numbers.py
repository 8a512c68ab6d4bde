"""Telephone numbers of a family: add, verify, remove, and unmask for a reason."""

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
from services.children.roster.cells.phones import phones
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.notify.actions import opt_outs
from services.notify.choices import Channel

PAPERS = ("id_number", "student_number", "address", "household_address")
UNMASKABLE = (*PAPERS, "phones")
MIN_REASON_LENGTH = 2  # characters
MAX_TYPED_NUMBER = 30  # characters: a number with spaces and dashes, before it is cleaned
MAX_REASON_LENGTH = 200  # characters of the audit event's purpose


class UnableToSaveNumber(ApplicationError):
    """Not a telephone number, or known already."""


class ReasonRequired(ApplicationError):
    """A number is unmasked for a reason only."""


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
    """Add a number, to be tried after those of the same owner. Raises UnableToSaveNumber."""
    _check_hours(works_from, works_until)
    numbers, problem = phones(re.sub(r"\s+", "", number))
    if problem or len(numbers) != 1:
        message = _("这不是一个电话号码。手机号码是 11 位，固定电话要带区号。")
        raise UnableToSaveNumber(message, field="number", code="phone_bad")
    last = PhoneNumber.objects.filter(pupil=pupil, owner=owner).aggregate(last=Max("order"))["last"]
    phone_number = PhoneNumber(
        pupil=pupil,
        owner=owner,
        number_index=blind_indexes.phone_index(numbers[0]),
        order=0 if last is None else last + 1,
        works_from=works_from,
        works_until=works_until,
    )
    phone_number.school_id, phone_number.county_id = pupil.school_id, pupil.county_id
    phone_number.seal("number", numbers[0])
    try:
        # a savepoint: the action's own transaction goes on after the constraint refuses
        with transaction.atomic():
            phone_number.save()
    except IntegrityError as duplicate:
        raise UnableToSaveNumber(_("这个号码已经登记。"), field="number") from duplicate
    after_edit(pupil, AuditAction.NUMBER_ADDED, by=by, now=now, fields=[owner])
    return phone_number


@transaction.atomic
def verify_number(*, phone_number: PhoneNumber, result: VerificationResult, by: Actor, now: datetime) -> PhoneNumber:
    """Record what came of calling the number today."""
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
    """Set the hours in which this person works and gets no message; None for none. They may pass midnight."""
    _check_hours(works_from, works_until)
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
    """Opt the number out of text messages, or in again. Safety alerts are still sent."""
    # an opt-out is kept by address, so it outlives this row and holds for siblings
    address, channel = phone_number.unseal("number"), Channel.SMS
    if refuses:
        opt_outs.opt_out(address=address, channel=channel, source="contact", by=by, now=now)
    else:
        opt_outs.opt_in(address=address, channel=channel, by=by, now=now)
    after_edit(
        phone_number.pupil, AuditAction.SMS_OPT_OUT_SET, by=by, now=now, fields=["sms"], on_card=False, of_family=False
    )
    return phone_number


def _check_hours(works_from: time | None, works_until: time | None) -> None:
    if (works_from is None) != (works_until is None) or (works_from and works_from == works_until):
        raise UnableToSaveNumber(_("上班时间要写明从几点到几点。"), field="works_until")


@transaction.atomic
def remove_number(*, phone_number: PhoneNumber, by: Actor, now: datetime) -> None:
    """Delete a number of the family."""
    pupil, owner = phone_number.pupil, phone_number.owner
    phone_number.delete()
    after_edit(pupil, AuditAction.NUMBER_REMOVED, by=by, now=now, fields=[owner])


@transaction.atomic
def unmask(*, pupil: Pupil, field: str, reason: str, by: Actor, now: datetime) -> dict[str, str]:
    """Get sealed values unmasked, {name: value}; the reason goes into the audit log. Raises ReasonRequired."""
    require_permission(by, Permission.UNMASK_NUMBERS)
    if len(reason.strip()) < MIN_REASON_LENGTH:
        raise ReasonRequired(_("请写明事由，事由会留痕。"), field="reason")
    if field not in UNMASKABLE:
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
        return {str(row.public_id): row.unseal("number") for row in rows}
    private = PupilPrivate.objects.filter(pupil=pupil).first()
    return {field: private.unseal(field) if private else ""}
