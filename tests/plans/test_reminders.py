"""Deadlines of the county and turns of duty: set, met, given, taken, and who is told."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from services.access.actor import Actor
from services.plans import deadlines, duty_shifts
from services.plans.choices import DeadlineKind
from services.plans.models import Deadline, DeadlineSubmission, DutyShift
from tests.cast import Town
from tests.factories.reminders import found, told, words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)
DUE = date(2026, 9, 18)


def owed(town: Town, title: str = "秋季摸底排查表") -> Deadline:
    with town.as_(town.officer) as officer:
        return deadlines.set_deadline(title=title, kind=DeadlineKind.SURVEY, due_on=DUE, by=officer, now=town.monday)


def test_each_schools_administrator_hears_of_a_deadline_until_the_school_has_met_it(town: Town):
    deadline = owed(town)
    with town.as_(town.admin_zhao) as zhao:
        (item,) = found("plans.deadline_upcoming", TODAY)
        assert (item.recipient.user_id, item.anchor_date, item.subject) == (zhao.user_id, DUE, deadline.public_id)
        assert words("plans.deadline_upcoming", item)[0] == "秋季摸底排查表：9月18日截止"
        assert item.escalate_to
        assert item.escalate_to.user_id == town.head_li.user_id
        deadlines.submit_deadline(deadline=deadline, by=zhao, now=town.monday)
        deadlines.submit_deadline(deadline=deadline, by=zhao, now=town.later(days=1))
        assert DeadlineSubmission.objects.get().submitted_at == town.monday
        assert not found("plans.deadline_missed", DUE + timedelta(days=3))
    with town.b.inside():
        assert told(found("plans.deadline_missed", DUE + timedelta(days=3))) == {town.admin_of_b.user_id}
    with town.c.inside():
        assert not found("plans.deadline_upcoming", TODAY), "another county"
    with town.as_(town.officer):
        row = deadlines.deadlines().get()
        assert row.schools_submitted == 1


def test_only_the_county_sets_deadlines_and_only_schools_meet_them(town: Town):
    for actor in (town.admin_zhao, town.teacher_wang):
        with town.as_(actor), pytest.raises(PermissionDenied):
            deadlines.set_deadline(title="x", kind=DeadlineKind.REPORT, due_on=DUE, by=actor, now=town.monday)
    deadline = owed(town)
    with town.as_(town.teacher_wang) as wang, pytest.raises(PermissionDenied):
        deadlines.submit_deadline(deadline=deadline, by=wang, now=town.monday)


def test_an_impossible_deadline_is_refused_at_its_field(town: Town):
    owed(town)
    with town.as_(town.officer) as officer:
        for title, due_on, field in (
            ("  ", DUE, "title"),
            ("月报", date(2026, 9, 6), "due_on"),
            ("秋季摸底排查表", DUE, "title"),
        ):
            with pytest.raises(deadlines.UnableToSetDeadline) as refusal:
                deadlines.set_deadline(
                    title=title, kind=DeadlineKind.REPORT, due_on=due_on, by=officer, now=town.monday
                )
            assert refusal.value.field == field


def test_whose_turn_it_is_hears_of_it_and_nobody_else(town: Town):
    with town.as_(town.admin_zhao) as zhao:
        turn = _turn(town, zhao)
        (item,) = found("plans.duty_shift", TODAY)
        assert (item.recipient.user_id, item.anchor_date) == (town.teacher_wang.user_id, date(2026, 9, 8))
        assert words("plans.duty_shift", item) == ("9月8日轮到您值日", "12:00–14:00，操场。有事请提前换班。")
        duty_shifts.remove_shift(turn=turn, by=zhao, now=town.monday)
        assert not found("plans.duty_shift", TODAY)
        assert not DutyShift.objects.exists()
    with town.b.inside():
        assert not found("plans.duty_shift", TODAY)


def test_nobody_is_on_duty_twice_at_once_or_in_the_past(town: Town):
    with town.as_(town.admin_zhao) as zhao:
        _turn(town, zhao)
        for change, field in (
            ({"begins": time(13), "ends": time(15)}, "begins"),
            ({"on": date(2026, 9, 6)}, "on"),
            ({"ends": time(12)}, "ends"),
            ({"place": " "}, "place"),
        ):
            with pytest.raises(duty_shifts.UnableToAddShift) as refusal:
                _turn(town, zhao, **change)
            assert refusal.value.field == field
        _turn(town, zhao, begins=time(14), ends=time(15))
    with town.as_(town.teacher_wang) as wang, pytest.raises(PermissionDenied):
        _turn(town, wang, on=date(2026, 9, 9))


def _turn(town: Town, by: Actor, **change: Any) -> DutyShift:
    usual: dict[str, Any] = {"on": date(2026, 9, 8), "begins": time(12), "ends": time(14), "place": "操场"}
    return duty_shifts.add_shift(staff=town.a.staff["wang"], by=by, now=town.monday, **usual | change)
