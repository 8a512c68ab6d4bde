"""The timetable's care tasks: every school, and a second run adds nothing."""

import pytest

from services.care.models import DueWork
from services.notify.models import Notification
from tests.cast import Town
from tests.factories import care
from workers.care import refresh_due_work
from workers.notify import evaluate_rules
from workers.schedule import SCHEDULE

pytestmark = pytest.mark.django_db(transaction=True)


def test_due_work_and_reminders_come_once(lasting_town: Town, at_monday, monkeypatch: pytest.MonkeyPatch):
    town = lasting_town
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    evaluate_rules()  # the rules hold from now on
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T07:40:00+08:00")
    assert (refresh_due_work().done, refresh_due_work().skipped) == (
        3,
        3,
    )  # taken by the timetable's own note of the day
    evaluate_rules()
    evaluate_rules()
    with town.a.inside():
        assert DueWork.objects.count() == 2
        assert (
            Notification.objects.filter(kind="care.talk.late").count() == 1
        )  # last week's; this week's day has not come
    with town.b.inside():
        assert not Notification.objects.filter(kind__startswith="care.").exists()


def test_both_are_on_the_timetable():
    assert {"workers.care.refresh_due_work", "workers.notify.evaluate_rules"} <= {entry.task for entry in SCHEDULE}
