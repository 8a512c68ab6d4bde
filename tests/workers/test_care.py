"""The timetable's care tasks: every school, and a second run adds nothing."""

import pytest

from services.care.models import DueWork
from services.notify.models import Notice
from tests.cast import Town
from tests.factories import care
from workers.care import make_due, remind_due
from workers.schedule import TIMETABLE

pytestmark = pytest.mark.django_db(transaction=True)


def test_due_work_and_reminders_come_once(lasting_town: Town, monkeypatch: pytest.MonkeyPatch):
    town = lasting_town
    care.paired(town, norms=care.WEEKLY_TALK)
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T07:40:00+08:00")
    assert (make_due().done, remind_due().done) == (3, 3)
    assert (make_due().skipped, remind_due().skipped) == (3, 3)  # taken by the timetable's own note of the day
    with town.a.inside():
        assert DueWork.objects.count() == 2
        assert Notice.objects.filter(kind="care.due").count() == 1  # last week's; this week's day has not come
    with town.b.inside():
        assert not Notice.objects.exists()


def test_both_are_on_the_timetable_every_day():
    assert {"workers.care.make_due", "workers.care.remind_due"} <= {entry.task for entry in TIMETABLE}
