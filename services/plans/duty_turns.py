"""值日表: who is on duty where and when. Turns are put on the roster one by one, and taken off again."""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access import trail
from services.access.actor import Actor, require
from services.access.may import May
from services.kit import clock
from services.kit.refusals import Refused
from services.plans.models import DutyTurn
from services.schools.models import Staff


class UnableToRoster(Refused):
    """The sentence says why."""


def turns(begins: date, ends: date) -> QuerySet[DutyTurn]:
    """Turns of the scope from a day to a day, in their order."""
    rows: QuerySet[DutyTurn] = DutyTurn.objects.filter(on__range=(begins, ends)).select_related("staff")
    return rows.order_by("on", "begins", "staff__pinyin", "pk")


@transaction.atomic
def give_turn(*, staff: Staff, on: date, begins: time, ends: time, place: str, by: Actor, now: datetime) -> DutyTurn:
    require(by, May.MANAGE_SCHOOL)
    if not (place := place.strip()):
        raise UnableToRoster(_("请写明在哪里值日。"), field="place")
    if not staff.is_active:
        raise UnableToRoster(_("这位教职工已离岗。"), field="staff")
    if on < clock.day_of(now):
        raise UnableToRoster(_("这一天已经过去。"), field="on")
    if ends <= begins:
        raise UnableToRoster(_("结束时间要晚于开始时间。"), field="ends")
    if DutyTurn.objects.filter(staff=staff, on=on, begins__lt=ends, ends__gt=begins).exists():
        raise UnableToRoster(_("%s这段时间已经有值日。") % staff.name, field="begins")
    try:
        with transaction.atomic():
            turn: DutyTurn = DutyTurn.objects.create(staff=staff, on=on, begins=begins, ends=ends, place=place)
    except IntegrityError as reason:
        raise UnableToRoster(_("%s这段时间已经有值日。") % staff.name, field="begins") from reason
    trail.note("plans.turn_given", about=[turn, staff], by=by, now=now, detail={"on": str(on)})
    return turn


@transaction.atomic
def take_turn(*, turn: DutyTurn, by: Actor, now: datetime) -> None:
    """Off the roster again."""
    require(by, May.MANAGE_SCHOOL)
    trail.note("plans.turn_taken", about=[turn, turn.staff], by=by, now=now, detail={"on": str(turn.on)})
    turn.delete()
