"""A record closes due work and can be withdrawn for ten minutes; nobody records for a child they have no access to."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError

from services.access.actor import Actor
from services.care import access, queries
from services.care.actions import care_records, due_work, pairings
from services.care.choices import DueState, Mood, Topic
from services.care.models import CareNote, CareRecord, DueWork
from services.plans.choices import CareActivity
from tests.cast import Town
from tests.factories import care

pytestmark = pytest.mark.django_db


def record_talk(
    town: Town, day: date, by: Actor | None = None, activity: CareActivity = CareActivity.TALK, **more: Any
) -> CareRecord:
    by = by or town.teacher_wang
    now = more.pop("now", town.monday.replace(day=day.day, month=day.month))
    return care_records.record(child=town.xiaoming, activity=activity, happened_on=day, by=by, now=now, **more)


def test_a_talk_closes_this_weeks_due_talk_and_keeps_its_text(town: Town):
    care.paired(town)
    with town.as_(town.teacher_wang):
        made = record_talk(
            town,
            date(2026, 9, 8),
            mood=Mood.GOOD,
            topics=[Topic.STUDY, Topic.STUDY],
            text=" 数学有进步 ",
            agreed="周五看作业",
        )

        work = DueWork.objects.get(activity=CareActivity.TALK)
        assert (work.state, work.record) == (DueState.DONE, made)
        assert (made.mood, made.topics, made.pairing) == (Mood.GOOD, ["study"], work.pairing)
        assert (made.note.text, made.note.agreed) == ("数学有进步", "周五看作业")
        assert care.actions(about=town.xiaoming)[-1] == "care.record_created"
        assert DueWork.objects.filter(state=DueState.DUE).count() == 2  # visit and call still wait


def test_a_record_closes_the_period_of_its_day_first_then_the_oldest_overdue(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.as_(town.teacher_wang):
        due_work.refresh_due_work(now=town.later(days=21))
        settled = []
        for _ in range(5):
            made = record_talk(town, date(2026, 9, 28))
            settled += DueWork.objects.filter(record=made).values_list("period_start", flat=True)

        # the week of the day, then week by week what was late, then nothing: it stays a record
        assert settled == [date(2026, 9, 28), date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 21)]
        assert CareRecord.objects.count() == 5


def test_a_talk_recorded_late_closes_the_due_work_of_its_own_week(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.as_(town.teacher_wang):
        due_work.refresh_due_work(now=town.later(days=14))
        made = record_talk(town, date(2026, 9, 16), now=town.later(days=14))

        assert DueWork.objects.get(record=made).period_start == date(2026, 9, 14)


def test_a_record_before_a_period_does_not_close_its_due_work(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.as_(town.teacher_wang):
        record_talk(town, date(2026, 9, 5), now=town.monday)

        assert DueWork.objects.get().state == DueState.DUE


def test_a_talk_of_the_class_teacher_does_not_close_the_mentors_due_work(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.as_(town.admin_zhao) as admin:
        made = record_talk(town, date(2026, 9, 8), by=admin)

        assert made.pairing is None
        assert DueWork.objects.get().state == DueState.DUE


@pytest.mark.parametrize("who", ["chen", "nurse", "proxy_parent"])
def test_a_person_without_access_to_a_child_cannot_record_for_it(town: Town, who: str):
    care.paired(town)
    with town.as_(town.a.actors[who]) as actor, pytest.raises(care_records.UnableToRecord) as refused:
        record_talk(town, date(2026, 9, 8), by=actor)

    assert refused.value.field == "child"


def test_after_the_end_of_the_pairing_the_teacher_neither_records_nor_reads(town: Town):
    made = care.paired(town)
    with town.as_(town.teacher_wang) as wang:
        record_talk(town, date(2026, 9, 7))
        assert access.visible_records(wang, town.monday).count() == 1
    with town.as_(town.head_li) as head:
        pairings.end_pairing(pairing=made, reason="换教师", by=head, now=town.later(days=1))
    with town.as_(town.teacher_wang) as wang:
        assert not access.visible_records(wang, town.later(days=1)).exists()
        with pytest.raises(care_records.UnableToRecord):
            record_talk(town, date(2026, 9, 8))


@pytest.mark.parametrize("day", [date(2026, 9, 8), date(2025, 9, 8)])
def test_a_record_cannot_be_of_tomorrow_or_a_year_ago(town: Town, day: date):
    care.paired(town)
    with town.as_(town.teacher_wang), pytest.raises(care_records.UnableToRecord) as refused:
        record_talk(town, day, now=town.monday)

    assert refused.value.field == "happened_on"


def test_the_last_minute_of_today_counts_as_today(town: Town):
    care.paired(town)
    with town.as_(town.teacher_wang):
        record_talk(town, date(2026, 9, 8), now=town.monday + timedelta(hours=15))  # 00:00 on Tuesday in Shanghai


def test_the_author_takes_a_record_back_within_ten_minutes(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.as_(town.teacher_wang) as wang:
        made = record_talk(town, date(2026, 9, 7), text="说错了")
        care_records.withdraw(record=made, by=wang, now=town.later(minutes=10))

        assert not CareRecord.objects.exists()
        assert not CareNote.objects.exists()
        assert DueWork.objects.get().state == DueState.DUE
        assert care.actions(about=town.xiaoming)[-1] == "care.record_withdrawn"


def test_a_record_cannot_be_withdrawn_later_or_by_somebody_else(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.as_(town.teacher_wang) as wang:
        made = record_talk(town, date(2026, 9, 7))
        with pytest.raises(care_records.UnableToWithdraw):
            care_records.withdraw(record=made, by=wang, now=town.later(minutes=11))
        with pytest.raises(care_records.UnableToWithdraw):
            care_records.withdraw(record=made, by=town.head_li, now=town.monday)

        assert DueWork.objects.get().state == DueState.DONE


def test_many_records_are_imported_in_a_few_statements(town: Town, django_assert_max_num_queries: Any):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.as_(town.teacher_wang) as wang:
        now = town.later(days=21)
        due_work.refresh_due_work(now=now)
        inputs = [
            care_records.CareRecordValues(
                child=town.xiaoming, activity=CareActivity.TALK, happened_on=date(2026, 9, day), text="聊学习"
            )
            for day in (28, 21, 14, 7)
        ]
        with django_assert_max_num_queries(12):
            care_records.record_many(entries=inputs, by=wang, now=now)

        assert set(DueWork.objects.values_list("state", flat=True)) == {DueState.DONE}
        assert all(work.record.happened_on >= work.period_start for work in DueWork.objects.all())  # type: ignore[union-attr]


def test_the_county_reads_the_date_of_a_talk_and_not_its_text(town: Town):
    care.paired(town)
    with town.as_(town.teacher_wang):
        record_talk(town, date(2026, 9, 7), text="想妈妈")
    with town.as_(town.officer) as officer:
        assert access.visible_records(officer, town.monday).count() == 1
        assert not access.sees_notes(officer)
    with pytest.raises(ProgrammingError, match="permission denied"), town.county_scope():
        list(CareNote.objects.all())


@pytest.mark.parametrize("tenant", ["b", "c"])
def test_other_schools_see_no_record(town: Town, tenant: str):
    care.paired(town)
    with town.as_(town.teacher_wang):
        record_talk(town, date(2026, 9, 7))
    actor = getattr(town, tenant).actors["school_admin"]
    with town.as_(actor):
        assert not access.visible_records(actor, town.monday).exists()
        assert not queries.records_of(town.xiaoming, actor).exists()
