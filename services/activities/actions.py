"""Put a duty shift on the roster and take it off again."""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.activities.choices import AuditAction
from services.activities.models import DutyShift
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.models import Staff


class UnableToAddShift(ApplicationError):
    """The shift cannot be added; the text says why."""


@transaction.atomic
def add_shift(
    *, staff: Staff, date: date, start_time: time, end_time: time, location: str, by: Actor, now: datetime
) -> DutyShift:
    """Put a member of staff on duty. Raises UnableToAddShift when the shift is past or overlaps another."""
    require_permission(by, Permission.MANAGE_SCHOOL)
    location = location.strip()
    if not location:
        raise UnableToAddShift(_("请写明在哪里值日。"), field="location")
    if not staff.is_active:
        raise UnableToAddShift(_("这位教职工已离岗。"), field="staff")
    if date < clock.local_date(now):
        raise UnableToAddShift(_("这一天已经过去。"), field="date")
    if end_time <= start_time:
        raise UnableToAddShift(_("结束时间要晚于开始时间。"), field="end_time")
    # Shifts that only touch do not overlap: one may end at 12:30 where the next begins.
    overlapping = DutyShift.objects.filter(staff=staff, date=date, start_time__lt=end_time, end_time__gt=start_time)
    if overlapping.exists():
        raise _overlap(staff)
    try:
        # A savepoint, because a failed INSERT would otherwise end the whole transaction and with it the clear
        # message.
        with transaction.atomic():
            shift: DutyShift = DutyShift.objects.create(
                staff=staff, date=date, start_time=start_time, end_time=end_time, location=location
            )
    except IntegrityError as reason:  # the same shift was added by another request after the check above
        raise _overlap(staff) from reason
    audit.log(AuditAction.SHIFT_ADDED, target=[shift, staff], by=by, now=now, detail={"date": str(date)})
    return shift


@transaction.atomic
def remove_shift(*, shift: DutyShift, by: Actor, now: datetime) -> None:
    """Take a shift off the roster; its reminder is no longer sent."""
    require_permission(by, Permission.MANAGE_SCHOOL)
    # Before the delete: afterwards the shift has no id to record.
    audit.log(AuditAction.SHIFT_REMOVED, target=[shift, shift.staff], by=by, now=now, detail={"date": str(shift.date)})
    shift.delete()


def _overlap(staff: Staff) -> UnableToAddShift:
    return UnableToAddShift(_("%s这段时间已经有值日。") % staff.name, field="start_time")
