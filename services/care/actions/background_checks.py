"""Background checks of staff (入职查询)."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.care.choices import AuditAction
from services.care.models import BackgroundCheck
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.models import Staff

MAX_VALIDITY = timedelta(days=366 * 3)  # a later date is a typing error


class UnableToRecordCheck(ApplicationError):
    """The check is not recorded; the text says why."""


@transaction.atomic
def record_background_check(
    *, staff: Staff, checked_on: date, valid_until: date, by: Actor, now: datetime
) -> BackgroundCheck:
    """Record that a member of staff was checked, and until when that is valid. Raises UnableToRecordCheck."""
    require_permission(by, Permission.MANAGE_SCHOOL)
    if checked_on > clock.local_date(now):
        raise UnableToRecordCheck(_("日期不能晚于今天。"), field="checked_on")
    if not checked_on < valid_until <= checked_on + MAX_VALIDITY:
        raise UnableToRecordCheck(_("有效期要晚于查询日，且不超过三年。"), field="valid_until")
    try:
        with transaction.atomic():
            check: BackgroundCheck = BackgroundCheck.objects.create(
                staff=staff, checked_on=checked_on, valid_until=valid_until, recorded_by_id=by.user_id, recorded_at=now
            )
    except IntegrityError as reason:
        raise UnableToRecordCheck(_("这次查询已经登记。"), field="valid_until") from reason
    audit.log(
        AuditAction.BACKGROUND_CHECK_RECORDED, target=staff, by=by, now=now, detail={"valid_until": str(valid_until)}
    )
    return check
