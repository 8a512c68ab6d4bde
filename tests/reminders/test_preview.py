"""The preview of the next fortnight equals what is sent later, and writes nothing."""

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied

from services.jobs import runner
from services.jobs.models import Job
from services.kit import clock
from services.notify.models import Notification
from services.reminders import actions
from services.reminders.actions import request_preview
from services.reminders.preview import Preview
from services.reminders.validation import InvalidRuleSettings
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import care
from tests.factories.evaluation import evaluate_at, moment, reminders_of

LATE = "care.talk.late"
SEPT_10 = date(2026, 9, 10)


@pytest.mark.django_db
def test_preview_equals_what_is_sent_later(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    evaluate_at(SEPT_10, time(9))
    with town.as_(town.admin_zhao) as zhao:
        result = request_preview(kind=LATE, by=zhao, now=moment(SEPT_10, time(10)), escalation_days=[])
        assert isinstance(result, Preview)
        actions.save_school_rule(kind=LATE, by=zhao, now=moment(SEPT_10, time(10)), escalation_days=[])
        assert not Notification.objects.filter(kind=LATE).exists(), "a preview writes nothing"
    for day in range(11, 24):
        evaluate_at(date(2026, 9, day))

    foreseen = sorted((row.due_at.date(), row.title) for row in result.rows)
    with scope(ALL_TENANTS):
        sent = sorted((clock.local_date(row.created_at), row.title) for row in Notification.objects.filter(kind=LATE))
    assert foreseen == sent
    assert [day.day for day, count in result.days if count] == [14, 20], "the 20th is a Sunday with lessons"
    assert (result.begins, result.ends, len(result.people)) == (SEPT_10, date(2026, 9, 23), 1)
    assert {row.recipient for row in result.rows} == {"王老师"}


@pytest.mark.django_db
def test_preview_shows_own_school_and_requires_permission(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.as_(town.admin_of_b) as stranger:
        result = request_preview(kind=LATE, by=stranger, now=moment(SEPT_10))
        assert isinstance(result, Preview)
        assert (result.total, result.rows) == (0, [])
    with town.as_(town.teacher_wang) as wang, pytest.raises(PermissionDenied):
        request_preview(kind=LATE, by=wang, now=moment(SEPT_10))


@pytest.mark.django_db
def test_preview_refuses_invalid_settings(town: Town):
    with town.as_(town.admin_zhao) as zhao, pytest.raises(InvalidRuleSettings) as refusal:
        request_preview(kind=LATE, by=zhao, now=moment(SEPT_10), channels=[])
    assert refusal.value.field == "channels"


@pytest.mark.django_db(transaction=True)
def test_county_preview_counts_schools_without_names(lasting_town: Town):
    town = lasting_town
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    now = moment(SEPT_10, time(10))
    with town.as_(town.officer) as officer:
        job = request_preview(kind=LATE, by=officer, now=now, repeat_every_days=0)
        assert isinstance(job, Job)
    assert runner.run(job.public_id, now)

    with town.as_(town.officer):
        done = Job.objects.get(pk=job.pk)
    assert (done.state, done.progress, done.total) == ("done", 2, 2)
    assert done.result["schools"] == [{"school": str(town.a.school.public_id), "notifications": 1, "people": 1}]
    assert done.result["days"]["2026-09-14"] == done.result["notifications"] == 1
    assert "王老师" not in str(done.result)
    assert reminders_of(LATE) == []


@pytest.mark.django_db(transaction=True)
def test_forecast_counts_what_each_enabled_rule_would_send_at_all_schools(lasting_town: Town):
    town = lasting_town
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    now = moment(SEPT_10, time(10))
    with town.as_(town.officer) as officer:
        job = actions.request_forecast(by=officer, now=now)
        assert actions.request_forecast(by=officer, now=now).pk == job.pk, "one count at a time"
    runner.run(job.public_id, now)
    with town.as_(town.admin_zhao) as zhao:
        alone = request_preview(kind=LATE, by=zhao, now=now)
        assert isinstance(alone, Preview)
        actions.save_school_rule(kind=LATE, by=zhao, now=now, is_enabled=False)
    with scope(ALL_TENANTS):
        counted = Job.objects.get(pk=job.pk).result["kinds"]
    assert counted[LATE] == alone.total == 2
    assert all(counted.values()), "kinds without any are missing"

    with town.as_(town.officer) as officer:
        later = actions.request_forecast(by=officer, now=now)
    runner.run(later.public_id, now)
    with scope(ALL_TENANTS):
        assert LATE not in Job.objects.get(pk=later.pk).result["kinds"], "the school has switched it off"
        assert not Notification.objects.filter(kind=LATE).exists()
    with town.as_(town.teacher_wang) as wang, pytest.raises(PermissionDenied):
        actions.request_forecast(by=wang, now=now)
