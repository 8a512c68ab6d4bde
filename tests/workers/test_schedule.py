from datetime import UTC, datetime, time, timedelta

import pytest
from celery.schedules import crontab

from services.jobs import occurrences
from services.jobs.models import Occurrence
from services.notify import outbox
from services.notify.models import Notification
from services.schools.scope import ALL_TENANTS, scope
from workers import schedule
from workers.app import app
from workers.per_tenant import for_each_school

TASK = "tests.daily"


@pytest.fixture
def daily():
    """A task of this test only, unregistered afterwards."""
    yield app.task(name=TASK)(for_each_school)
    app.tasks.unregister(TASK)


@pytest.fixture
def planned(monkeypatch, daily):
    entry = schedule.ScheduleEntry(TASK, schedule.Daily(time(7, 40)), "for this test")
    monkeypatch.setattr(schedule, "SCHEDULE", [*schedule.SCHEDULE, entry])
    return entry


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 9, 6, 23, 39, 59, tzinfo=UTC), datetime(2026, 9, 5, 23, 40, tzinfo=UTC)),
        (datetime(2026, 9, 6, 23, 40, tzinfo=UTC), datetime(2026, 9, 6, 23, 40, tzinfo=UTC)),
        (datetime(2026, 9, 7, 15, 59, tzinfo=UTC), datetime(2026, 9, 6, 23, 40, tzinfo=UTC)),
    ],
)
def test_daily_task_is_due_at_its_local_time(planned, now, due):
    assert schedule.due(TASK, now) == due


def test_schedule_of_yesterday_is_not_run_today(planned):
    before_breakfast = datetime(2026, 9, 6, 23, 0, tzinfo=UTC)

    assert TASK not in [entry.task for entry, _ in schedule.today(before_breakfast)]
    assert TASK in [entry.task for entry, _ in schedule.today(before_breakfast + timedelta(hours=1))]


def test_beat_has_every_entry(planned):
    beat = schedule.for_beat()

    assert beat[TASK] == {"task": TASK, "schedule": crontab(hour=7, minute=40)}
    assert all(entry["task"] in app.tasks for entry in beat.values() if app.loader.import_default_modules() is not None)


@pytest.mark.django_db
def test_daily_task_runs_once_per_school_and_day(town, planned, daily, at_monday, monkeypatch):
    visited = []
    first, second = daily(visited.append), daily(visited.append)
    monkeypatch.setenv("NUANYANG_CLOCK", town.later(days=1).isoformat())
    third = daily(visited.append)

    assert [school.name for school in visited] == ["中心小学", "河西小学", "云岭小学"] * 2
    assert (first.done, second.done, second.skipped, third.done) == (3, 0, 3, 3)


@pytest.mark.django_db
def test_failing_school_stops_no_other_and_is_retried(town, planned, daily, at_monday):
    failing = [True]

    def work(school):
        outbox.add(dedupe_key="d", kind="t", title="t", recipient_id=town.head_li.user_id, now=town.monday)
        if failing and school.pk == town.b.school.pk:
            raise ValueError(school.name)

    first = daily(work)
    failing.clear()
    second = daily(work)

    assert (first.done, first.failed) == (2, 1)
    assert (second.done, second.skipped) == (1, 2)
    with scope(ALL_TENANTS):
        assert Notification.objects.count() == 2  # one per county: the key was taken when 河西小学 came
        due = schedule.due(TASK, town.monday)
        assert occurrences.count_finished(schedule=TASK, due_at=due, per_school=True) == 3


@pytest.mark.django_db
def test_occurrence_is_skipped_after_five_failures(town, planned, daily, at_monday):
    def work(school):
        raise ValueError(school.name)

    for _ in range(5):
        assert daily(work).failed == 3

    assert daily(work).skipped == 3
    with scope(ALL_TENANTS):
        assert set(Occurrence.objects.values_list("failures", flat=True)) == {5}


@pytest.mark.django_db
def test_unscheduled_work_runs_for_every_school_every_time(town, at_monday):
    visited = []
    for_each_school(visited.append)
    for_each_school(visited.append)

    assert len(visited) == 6
