"""The nightly refresh of due work: only what begins or has changed, and yet the same rows as a full derivation."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from services.care.actions import due_work, pairings
from services.care.actions.due_work import DueWorkChange
from services.care.jobs import SchoolsFailed, refresh_due_work
from services.care.models import DueWork, Pairing, StaleDueWork
from services.jobs.choices import JobState
from services.jobs.models import Job
from services.jobs.registry import JobContext
from services.kit import clock
from services.plans import actions as plans
from services.plans import queries as plan_queries
from services.plans.choices import CareActivity, PeriodUnit
from services.plans.default_frequencies import FrequencyInput
from services.schools import actions as schools
from services.schools.choices import DayKind
from services.schools.models import SchoolDay
from services.schools.scope import for_county
from tests.cast import Town
from tests.factories import care

SHANGHAI = timedelta(hours=8)


def night(day: date) -> datetime:
    """Twenty past midnight in Shanghai, when the task runs."""
    return datetime.combine(day, time(0, 20), UTC) - SHANGHAI


def requested(town: Town, now: datetime) -> Job | None:
    with town.county_scope():
        return due_work.request_refresh(county=town.county, now=now)


def run(town: Town, job: Job, now: datetime) -> dict[str, int]:
    """Run the job's handler and mark it done, as the runner does."""
    context = JobContext(
        job.public_id, job.kind, job.target_id, None, now, for_county(town.county.pk), arguments=job.arguments
    )
    result = refresh_due_work(context)
    with town.county_scope():
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    return dict(result)


def refreshed(town: Town, day: date) -> dict[str, int] | None:
    """One night. None where there was nothing to do."""
    job = requested(town, night(day))
    return run(town, job, night(day)) if job else None


def full_derivation(town: Town, day: date) -> DueWorkChange:
    """What a derivation of the whole term would add and cancel now; undone at once."""
    with town.a.inside(), transaction.atomic():
        change = due_work.refresh_due_work(now=night(day))
        transaction.set_rollback(True)
    return change


def change_plan(town: Town, draw: random.Random, now: datetime) -> None:
    frequencies = [
        FrequencyInput(activity, draw.randint(1, 3), draw.choice(list(PeriodUnit)))
        for activity in draw.sample([CareActivity.TALK, CareActivity.HOME_VISIT, CareActivity.CALL], draw.randint(1, 3))
    ]
    with town.as_(town.head_li) as head:
        plan = plan_queries.plan_on(clock.local_date(now))
        assert plan
        plans.update_plan(plan=plan, by=head, now=now, required_frequencies=frequencies)
        if draw.random() < 0.8:  # else it stays a draft for some days
            plans.approve_plan(plan=plan, by=head, now=now)


def approve_plan(town: Town, _draw: random.Random, now: datetime) -> None:
    with town.as_(town.head_li) as head:
        plan = plan_queries.plan_on(clock.local_date(now))
        assert plan
        plans.approve_plan(plan=plan, by=head, now=now)


def end_or_pair(town: Town, draw: random.Random, now: datetime) -> None:
    child, name = draw.choice([(town.xiaoming, "wang"), (town.xiaohong, "chen")])
    with town.as_(town.head_li) as head:
        open_pairing = Pairing.objects.filter(child=child, ended_at=None).first()
        if open_pairing:
            pairings.end_pairing(pairing=open_pairing, reason="调整", by=head, now=now)
            return
        mentor = care.Mentor.objects.filter(staff=town.a.staff[name]).first()
        mentor = mentor or care.mentor(town.a, name, head, now)
        pairings.pair(child=child, mentor=mentor, by=head, now=now)


def override_day(town: Town, draw: random.Random, now: datetime) -> None:
    day = clock.local_date(now) + timedelta(days=draw.randint(-10, 20))
    with town.a.inside():
        schools.override_day(day=day, kind=draw.choice(list(DayKind)), reason="修屋顶")


def change_county_day(town: Town, draw: random.Random, now: datetime) -> None:
    day = clock.local_date(now) + timedelta(days=draw.randint(-10, 20))
    with town.county_scope():
        SchoolDay.objects.filter(date=day).update(kind=draw.choice(list(DayKind)))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_a_refresh_of_what_begins_or_changed_leaves_nothing_to_a_full_derivation(town: Town, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311  a test's choices, repeatable by its seed
    care.paired(town, required_frequencies=[FrequencyInput(CareActivity.TALK, 1, PeriodUnit.WEEK)])
    quiet = 0
    for number in range(60):
        day = town.monday.date() + timedelta(days=1 + number)
        if draw.random() < 0.4:
            event = draw.choice([change_plan, approve_plan, end_or_pair, override_day, change_county_day])
            event(town, draw, night(day) - timedelta(hours=9))

        quiet += refreshed(town, day) is None

        assert full_derivation(town, day) == DueWorkChange(0, 0), (seed, day)
    with town.a.inside():
        assert DueWork.objects.count() > 5
    assert 10 < quiet < 50


@pytest.mark.django_db
def test_a_quiet_night_requests_nothing_and_a_change_refreshes_its_school_alone(town: Town) -> None:
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    assert refreshed(town, date(2026, 9, 8)) == {"schools": 2, "added": 0}  # the county's first refresh

    assert refreshed(town, date(2026, 9, 9)) is None

    with town.a.inside():
        schools.override_day(day=date(2026, 9, 16), kind=DayKind.HOLIDAY, reason="修屋顶")
    assert refreshed(town, date(2026, 9, 10)) == {"schools": 1, "added": 0}
    with town.a.inside():
        assert not StaleDueWork.objects.exists()
    assert refreshed(town, date(2026, 9, 11)) is None
    assert refreshed(town, date(2026, 9, 14)) == {"schools": 2, "added": 1}  # Monday: a week begins


@pytest.mark.django_db
def test_nights_without_a_server_are_made_up_by_the_next_one(town: Town) -> None:
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    refreshed(town, date(2026, 9, 8))

    assert refreshed(town, date(2026, 9, 24)) == {"schools": 2, "added": 2}  # of the weeks of the 14th and 21st


@pytest.mark.django_db
def test_a_refresh_that_was_cut_off_is_run_again_and_adds_nothing_twice(town: Town) -> None:
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    refreshed(town, date(2026, 9, 8))
    job = requested(town, night(date(2026, 9, 14)))
    assert job

    first, second = (run(town, job, night(date(2026, 9, 14))) for _run in range(2))

    assert (first["added"], second["added"]) == (1, 0)


@pytest.mark.django_db
def test_what_a_failed_job_left_is_refreshed_the_next_night(town: Town) -> None:
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    refreshed(town, date(2026, 9, 8))
    failed = requested(town, night(date(2026, 9, 14)))
    assert failed
    with town.county_scope():
        Job.objects.filter(pk=failed.pk).update(state=JobState.FAILED)

    assert refreshed(town, date(2026, 9, 15)) == {"schools": 2, "added": 1}


@contextmanager
def without_due_work(school_id: int) -> Iterator[None]:
    """The database refuses due work of one school."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE care_duework ADD CONSTRAINT refused CHECK (school_id <> {int(school_id)}) NOT VALID"
        )
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE care_duework DROP CONSTRAINT refused")


@pytest.mark.django_db(transaction=True)
def test_one_schools_failure_leaves_the_others_refreshed_and_the_job_to_run_again(lasting_town: Any) -> None:
    town = lasting_town
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.b.inside():
        schools.override_day(day=date(2026, 9, 16), kind=DayKind.HOLIDAY, reason="修屋顶")
    job = requested(town, night(date(2026, 9, 14)))
    assert job

    with without_due_work(town.a.school.pk), pytest.raises(SchoolsFailed):
        run(town, job, night(date(2026, 9, 14)))

    with town.b.inside():
        assert not StaleDueWork.objects.exists()
    with town.a.inside():
        assert StaleDueWork.objects.exists()
        assert DueWork.objects.count() == 1
    assert run(town, job, night(date(2026, 9, 14)))["added"] == 1
