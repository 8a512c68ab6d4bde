"""Duty shifts: added, removed, and who is reminded."""

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from services.access.actor import Actor
from services.activities import actions
from services.activities.models import DutyShift
from tests.cast import Town
from tests.factories.reminders import items_of, texts_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)


def test_a_duty_shift_reminds_the_teacher_on_duty_and_nobody_else(town: Town):
    with town.as_(town.admin_zhao) as zhao:
        shift = _add_shift(town, zhao)
        (item,) = items_of("activities.duty_shift", TODAY)
        assert (item.recipient.user_id, item.anchor_date) == (town.teacher_wang.user_id, date(2026, 9, 8))
        assert texts_of("activities.duty_shift", item) == ("9月8日轮到您值日", "12:00–14:00，操场。有事请提前换班。")
        actions.remove_shift(shift=shift, by=zhao, now=town.monday)
        assert not items_of("activities.duty_shift", TODAY)
        assert not DutyShift.objects.exists()
    with town.b.inside():
        assert not items_of("activities.duty_shift", TODAY)


def test_a_duty_shift_is_neither_past_nor_overlapping(town: Town):
    with town.as_(town.admin_zhao) as zhao:
        _add_shift(town, zhao)
        for change, field in (
            ({"start_time": time(13), "end_time": time(15)}, "start_time"),
            ({"date": date(2026, 9, 6)}, "date"),
            ({"end_time": time(12)}, "end_time"),
            ({"location": " "}, "location"),
        ):
            with pytest.raises(actions.UnableToAddShift) as error:
                _add_shift(town, zhao, **change)
            assert error.value.field == field
        _add_shift(town, zhao, start_time=time(14), end_time=time(15))
    with town.as_(town.teacher_wang) as wang, pytest.raises(PermissionDenied):
        _add_shift(town, wang, date=date(2026, 9, 9))


def _add_shift(town: Town, by: Actor, **change: Any) -> DutyShift:
    usual: dict[str, Any] = {
        "date": date(2026, 9, 8),
        "start_time": time(12),
        "end_time": time(14),
        "location": "操场",
    }
    return actions.add_shift(staff=town.a.staff["wang"], by=by, now=town.monday, **usual | change)
