"""Scheduled care tasks: they cover every county, and a second run adds nothing."""

import pytest

from services.care.models import DueWork
from services.jobs import runner
from services.kit import clock
from services.notify.models import Notification
from tests.cast import Town
from tests.factories import care
from workers.care import refresh_due_work
from workers.reminders import evaluate_rules
from workers.schedule import SCHEDULE

pytestmark = pytest.mark.django_db(transaction=True)


def test_due_work_and_reminders_come_once(lasting_town: Town, at_monday, monkeypatch: pytest.MonkeyPatch):
    town = lasting_town
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    evaluate_rules()  # creates the default rules, effective from now on
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T07:40:00+08:00")
    first, second = refresh_due_work(), refresh_due_work()
    assert (first.done, second.skipped) == (2, 2)  # counties
    assert [runner.run(job_id, clock.now()) for job_id in runner.claimable_jobs()] == [True, True]
    evaluate_rules()
    evaluate_rules()
    with town.a.inside():
        assert DueWork.objects.count() == 2
        # last week's talk; this week's is not due yet
        assert Notification.objects.filter(kind="care.talk.late").count() == 1
    with town.b.inside():
        assert not Notification.objects.filter(kind__startswith="care.").exists()


def test_purging_tasks_are_scheduled():
    assert {"workers.care.refresh_due_work", "workers.reminders.evaluate_rules"} <= {entry.task for entry in SCHEDULE}
