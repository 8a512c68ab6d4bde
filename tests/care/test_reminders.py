"""Who is told of care that is due, late or missing; and that done work is no longer found."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.access.actions import memberships as access
from services.access.models import Membership
from services.care.actions import background_checks, care_records, due_work, pairings
from services.care.models import DueWork
from services.children.actions.class_teachers import assign_class_teacher
from services.plans.choices import CareActivity, PeriodUnit
from services.plans.default_frequencies import FrequencyInput
from services.schools.calendar import spring_festivals
from tests.cast import Town
from tests.factories import care
from tests.factories.reminders import items_of, recipients_of, texts_of

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 9, 11)  # the first week's last school day
EACH_WEEK = tuple(FrequencyInput(activity, 1, PeriodUnit.WEEK) for activity in CareActivity)


@pytest.mark.parametrize("activity", CareActivity.values)
@pytest.mark.parametrize("when", ["due", "late"])
def test_only_the_mentor_is_reminded_of_due_work(town: Town, activity: str, when: str):
    care.paired(town, required_frequencies=EACH_WEEK)
    with town.a.inside():
        (item,) = items_of(f"care.{activity}.{when}", FRIDAY)
        assert item.recipient.user_id == town.teacher_wang.user_id
        assert (item.anchor_date, item.child) == (FRIDAY, town.xiaoming.public_id)
        assert item.escalate_to
        assert item.escalate_to.user_id == town.head_li.user_id
        for text in (*texts_of(f"care.{activity}.{when}", item), item.path):
            assert "小明" not in text
    with town.b.inside():
        assert not items_of(f"care.{activity}.{when}", FRIDAY)
    with town.c.inside():
        assert not items_of(f"care.{activity}.{when}", FRIDAY)


def test_a_reminder_escalates_to_the_class_teacher_before_the_head(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.as_(town.head_li) as head:
        school_class, chen = town.a.classes[0], town.a.staff["chen"]
        assign_class_teacher(school_class=school_class, staff=chen, by=head, now=town.monday)
        (item,) = items_of("care.talk.late", FRIDAY)
        assert item.escalate_to
        assert item.escalate_to.user_id == town.teacher_chen.user_id
        assign_class_teacher(school_class=school_class, staff=town.a.staff["wang"], by=head, now=town.monday)
        (item,) = items_of("care.talk.late", FRIDAY)
        assert item.escalate_to
        assert item.escalate_to.user_id == town.head_li.user_id


def test_done_postponed_and_cancelled_work_is_not_reminded_of(town: Town):
    made = care.paired(town, required_frequencies=EACH_WEEK)
    now = datetime(2026, 9, 11, 1, tzinfo=UTC)
    with town.as_(town.teacher_wang) as wang:
        for activity in (CareActivity.TALK, CareActivity.DIARY):
            care_records.record(
                child=town.xiaoming, activity=activity, happened_on=FRIDAY, by=wang, now=now, text="写了一页"
            )
        due_work.postpone(work=DueWork.objects.get(activity=CareActivity.CALL), now=now)
        assert not items_of("care.talk.late", FRIDAY)
        assert not items_of("care.diary.late", FRIDAY)
        assert not items_of("care.call.late", FRIDAY)
        assert items_of("care.call.late", FRIDAY + timedelta(days=1))
        assert items_of("care.home_visit.late", FRIDAY)
    with town.as_(town.head_li) as head:
        pairings.end_pairing(pairing=made, reason="转学", by=head, now=now)
        assert not items_of("care.home_visit.late", FRIDAY)


def test_only_work_due_in_the_window_is_reminded_of(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.a.inside():
        assert items_of("care.talk.due", FRIDAY, FRIDAY, FRIDAY)
        assert not items_of("care.talk.due", FRIDAY, FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=9))
        assert not items_of("care.talk.due", FRIDAY, FRIDAY - timedelta(days=9), FRIDAY - timedelta(days=1))


def test_days_without_contact_count_from_the_last_contact_and_a_diary_page_is_none(town: Town):
    care.paired(town)
    later = date(2026, 10, 1)
    now = datetime(2026, 10, 1, 1, tzinfo=UTC)
    with town.as_(town.teacher_wang) as wang:
        care_records.record(
            child=town.xiaoming, activity=CareActivity.CALL, happened_on=date(2026, 9, 15), by=wang, now=now
        )
        care_records.record(
            child=town.xiaoming, activity=CareActivity.DIARY, happened_on=date(2026, 9, 30), by=wang, now=now
        )
    with town.a.inside():
        by_child = {item.child: item for item in items_of("care.no_contact", later)}
        item = by_child[town.xiaoming.public_id]
        assert (item.anchor_date, item.recipient.user_id) == (date(2026, 9, 15), town.teacher_wang.user_id)
        assert texts_of("care.no_contact", item, days=16)[0] == "有一个孩子 16 天没有联系了"
        assert by_child[town.xiaohong.public_id].recipient.user_id == town.admin_zhao.user_id, (
            "nobody is paired with her"
        )
        assert by_child[town.xiaohong.public_id].anchor_date == date(2026, 9, 1), "never met: since the file was opened"
        assert recipients_of(items_of("care.no_contact_month", later)) == {town.head_li.user_id}
        town.xiaohong.closed_on = later
        town.xiaohong.save()
        assert town.xiaohong.public_id not in {item.child for item in items_of("care.no_contact", later)}


def test_administrators_are_reminded_of_an_unpaired_child_until_it_has_a_mentor(town: Town):
    made = care.paired(town)
    tuesday = town.later(days=8)
    with town.as_(town.head_li) as head:
        assert not items_of("care.unpaired", tuesday.date()), "never paired is no hand-over"
        pairings.end_pairing(pairing=made, reason="调离", by=head, now=tuesday)
        (item,) = items_of("care.unpaired", tuesday.date())
        assert (item.recipient.user_id, item.child) == (town.admin_zhao.user_id, town.xiaoming.public_id)
        assert (item.anchor_date, item.path) == (tuesday.date(), f"/children/{town.xiaoming.public_id}/")
        assert item.escalate_to
        assert item.escalate_to.user_id == head.user_id
        care.pair(town, town.xiaoming, "chen", at=tuesday)
        assert not items_of("care.unpaired", tuesday.date())


def test_pairings_of_a_mentor_who_left_are_reported_to_administrators(town: Town):
    care.paired(town)
    tuesday = town.later(days=8)
    with town.as_(town.head_li) as head:
        assert not items_of("care.mentor_left", tuesday.date())
        theirs = Membership.objects.get(user_id=town.teacher_wang.user_id)
        access.end_membership(membership=theirs, by=head, now=tuesday)
        (item,) = items_of("care.mentor_left", tuesday.date() + timedelta(days=1))
        assert (item.anchor_date, item.recipient.user_id) == (tuesday.date(), town.admin_zhao.user_id)
        assert item.child == town.xiaoming.public_id
    with town.b.inside():
        assert not items_of("care.mentor_left", tuesday.date())


def test_an_expiring_background_check_is_reminded_of_until_a_newer_one_is_valid(town: Town):
    today, ends = town.monday.date(), date(2026, 10, 7)
    with town.as_(town.head_li) as head:
        wang = town.a.staff["wang"]
        background_checks.record_background_check(
            staff=wang, checked_on=date(2025, 10, 8), valid_until=ends, by=head, now=town.monday
        )
        (item,) = items_of("care.background_check_expiring", today)
        assert (item.anchor_date, item.recipient.user_id) == (ends, town.admin_zhao.user_id)
        assert texts_of("care.background_check_expiring", item)[0] == "王老师的入职查询10月7日到期"
        background_checks.record_background_check(
            staff=wang, checked_on=today, valid_until=date(2027, 9, 6), by=head, now=town.monday
        )
        assert not items_of("care.background_check_expiring", today, ends, ends)
    with town.b.inside():
        assert not items_of("care.background_check_expiring", today)


def test_a_background_check_must_not_be_of_the_future_or_already_expired(town: Town):
    with town.as_(town.head_li) as head:
        wang, today = town.a.staff["wang"], town.monday.date()
        for checked_on, valid_until, field in (
            (today + timedelta(days=1), date(2027, 1, 1), "checked_on"),
            (today, today, "valid_until"),
            (today, date(2036, 1, 1), "valid_until"),
        ):
            with pytest.raises(background_checks.UnableToRecordCheck) as refusal:
                background_checks.record_background_check(
                    staff=wang, checked_on=checked_on, valid_until=valid_until, by=head, now=town.monday
                )
            assert refusal.value.field == field
        background_checks.record_background_check(
            staff=wang, checked_on=today, valid_until=date(2027, 9, 6), by=head, now=town.monday
        )
        with pytest.raises(background_checks.UnableToRecordCheck, match="已经登记"):
            background_checks.record_background_check(
                staff=wang, checked_on=today, valid_until=date(2027, 9, 6), by=head, now=town.monday
            )


def test_before_spring_festival_class_teachers_are_reminded_how_many_homes_to_visit(town: Town):
    care.paired(town)
    feast = next(holiday for holiday in spring_festivals() if holiday.day == date(2027, 2, 6))
    with town.as_(town.head_li) as head:
        assign_class_teacher(school_class=town.a.classes[0], staff=town.a.staff["chen"], by=head, now=town.monday)
        (item,) = items_of("care.spring_visits", feast.begins, feast.begins, feast.begins)
        assert (item.recipient.user_id, item.variables) == (town.teacher_chen.user_id, {"class": "三(1)班", "n": "2"})
        visited = datetime(2027, 2, 1, 2, tzinfo=UTC)
    with town.as_(town.teacher_wang) as wang:
        care_records.record(
            child=town.xiaoming, activity=CareActivity.HOME_VISIT, happened_on=date(2027, 2, 1), by=wang, now=visited
        )
        (item,) = items_of("care.spring_visits", date(2027, 2, 2), feast.begins, feast.begins)
        assert item.variables["n"] == "1"
        assert not items_of("care.spring_visits", feast.ends + timedelta(days=1), feast.begins, feast.begins)


def test_the_table_of_spring_festivals_covers_the_next_years():
    assert [holiday.day.isoformat() for holiday in spring_festivals()] == [
        *("2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26"),
        *("2029-02-13", "2030-02-03", "2031-01-23", "2032-02-11"),
    ]
    assert {(holiday.ends - holiday.day).days for holiday in spring_festivals()} == {14}
    assert {(holiday.day - holiday.begins).days for holiday in spring_festivals()} == {7, 8}
