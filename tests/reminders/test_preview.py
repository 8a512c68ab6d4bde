"""What a rule would say in the next fortnight equals what it says when the days come, and writes nothing."""

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
from tests.factories.evaluation import a_round, moment, told

LATE = "care.talk.late"
SEPT_10 = date(2026, 9, 10)


@pytest.mark.django_db
def test_a_school_sees_whom_the_rule_would_tell_and_then_it_does(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    a_round(SEPT_10, time(9))
    with town.as_(town.admin_zhao) as zhao:
        ahead = request_preview(kind=LATE, by=zhao, now=moment(SEPT_10, time(10)), escalation_days=[])
        assert isinstance(ahead, Preview)
        actions.create_school_rule(kind=LATE, by=zhao, now=moment(SEPT_10, time(10)), escalation_days=[])
        assert not Notification.objects.filter(kind=LATE).exists(), "a preview writes nothing"
    for day in range(11, 24):
        a_round(date(2026, 9, day))

    foreseen = sorted((each.at.date(), each.title) for each in ahead.rows)
    with scope(ALL_TENANTS):
        said = sorted((clock.local_date(row.created_at), row.title) for row in Notification.objects.filter(kind=LATE))
    assert foreseen == said
    assert [day.day for day, count in ahead.days if count] == [14, 20], "the 20th is a Sunday with lessons"
    assert (ahead.begins, ahead.ends, len(ahead.people)) == (SEPT_10, date(2026, 9, 23), 1)
    assert {row.to for row in ahead.rows} == {"王老师"}


@pytest.mark.django_db
def test_a_school_never_sees_ahead_into_another_and_a_teacher_not_at_all(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.as_(town.admin_of_b) as stranger:
        ahead = request_preview(kind=LATE, by=stranger, now=moment(SEPT_10))
        assert isinstance(ahead, Preview)
        assert (ahead.total, ahead.rows) == (0, [])
    with town.as_(town.teacher_wang) as wang, pytest.raises(PermissionDenied):
        request_preview(kind=LATE, by=wang, now=moment(SEPT_10))


@pytest.mark.django_db
def test_terms_that_make_no_rule_have_no_preview(town: Town):
    with town.as_(town.admin_zhao) as zhao, pytest.raises(InvalidRuleSettings) as refusal:
        request_preview(kind=LATE, by=zhao, now=moment(SEPT_10), channels=[])
    assert refusal.value.field == "channels"


@pytest.mark.django_db(transaction=True)
def test_a_county_counts_all_its_schools_and_learns_no_name(lasting_town: Town):
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
    assert told(LATE) == []
