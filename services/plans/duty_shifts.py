"""值日表: who is on duty where and when. Turns are put on the roster one by one, and taken off again."""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.plans.choices import AuditAction
from services.plans.models import DutyShift
from services.schools.models import Staff


class UnableToAddShift(ApplicationError):
    """The sentence says why."""


def shifts(begins: date, ends: date) -> QuerySet[DutyShift]:
    """Turns of the scope from a day to a day, in their order."""
    rows: QuerySet[DutyShift] = DutyShift.objects.filter(date__range=(begins, ends)).select_related("staff")
    return rows.order_by("date", "start_time", "staff__pinyin", "pk")


@transaction.atomic
def add_shift(*, staff: Staff, on: date, begins: time, ends: time, place: str, by: Actor, now: datetime) -> DutyShift:
    require_permission(by, Permission.MANAGE_SCHOOL)
    if not (place := place.strip()):
        raise UnableToAddShift(_("请写明在哪里值日。"), field="place")
    if not staff.is_active:
        raise UnableToAddShift(_("这位教职工已离岗。"), field="staff")
    if on < clock.local_date(now):
        raise UnableToAddShift(_("这一天已经过去。"), field="on")
    if ends <= begins:
        raise UnableToAddShift(_("结束时间要晚于开始时间。"), field="ends")
    if DutyShift.objects.filter(staff=staff, date=on, start_time__lt=ends, end_time__gt=begins).exists():
        raise UnableToAddShift(_("%s这段时间已经有值日。") % staff.name, field="begins")
    try:
        with transaction.atomic():
            turn: DutyShift = DutyShift.objects.create(
                staff=staff, date=on, start_time=begins, end_time=ends, location=place
            )
    except IntegrityError as reason:
        raise UnableToAddShift(_("%s这段时间已经有值日。") % staff.name, field="begins") from reason
    audit.log(AuditAction.SHIFT_ADDED, target=[turn, staff], by=by, now=now, detail={"on": str(on)})
    return turn


@transaction.atomic
def remove_shift(*, turn: DutyShift, by: Actor, now: datetime) -> None:
    """Off the roster again."""
    require_permission(by, Permission.MANAGE_SCHOOL)
    audit.log(AuditAction.SHIFT_REMOVED, target=[turn, turn.staff], by=by, now=now, detail={"on": str(turn.date)})
    turn.delete()
