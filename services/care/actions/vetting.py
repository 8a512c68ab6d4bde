"""Vetting: somebody made sure that an adult may be near children, until a day."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from services.access import trail
from services.access.actor import Actor, require
from services.access.may import May
from services.care.models import Vetting
from services.kit import clock
from services.kit.refusals import Refused
from services.schools.models import Staff

LONGEST = timedelta(days=366 * 3)  # a date further ahead is a slip of the finger


class UnableToVet(Refused):
    """The sentence says why."""


@transaction.atomic
def vet(*, staff: Staff, checked_on: date, valid_until: date, by: Actor, now: datetime) -> Vetting:
    """Write down that a member of staff was checked, and until when that holds."""
    require(by, May.MANAGE_SCHOOL)
    if checked_on > clock.day_of(now):
        raise UnableToVet(_("日期不能晚于今天。"), field="checked_on")
    if not checked_on < valid_until <= checked_on + LONGEST:
        raise UnableToVet(_("有效期要晚于查询日，且不超过三年。"), field="valid_until")
    try:
        with transaction.atomic():
            made: Vetting = Vetting.objects.create(
                staff=staff, checked_on=checked_on, valid_until=valid_until, made_by_id=by.user_id, made_at=now
            )
    except IntegrityError as reason:
        raise UnableToVet(_("这次查询已经登记。"), field="valid_until") from reason
    trail.note("care.vetted", about=staff, by=by, now=now, detail={"valid_until": str(valid_until)})
    return made
