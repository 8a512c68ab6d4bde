"""Who is reminded of phone numbers, contact cards and the weeks of Spring Festival."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.children.actions import contact_cards, phone_numbers
from services.children.actions.class_teachers import assign_class_teacher
from services.children.actions.emergency_access import review_access
from services.children.choices import EmergencyVerdict, PhoneOwner, VerificationResult
from services.children.models import ContactCard
from services.schools.calendar import spring_festivals
from services.schools.scope import scope, worker_for_schools
from tests.cast import Town
from tests.children.test_emergency_access import opened
from tests.factories.reminders import items_of, recipients_of, texts_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 10)
PHONE, OTHER = "13912345678", "13812345678"


@pytest.fixture
def chen_teaches(town: Town) -> Town:
    with town.as_(town.head_li) as head:
        assign_class_teacher(school_class=town.a.classes[0], staff=town.a.staff["chen"], by=head, now=town.monday)
    return town


def test_missing_number_goes_to_the_class_teacher(chen_teaches: Town):
    town = chen_teaches
    with town.a.inside():
        by_child = {item.child: item for item in items_of("children.number_missing", TODAY)}
        item = by_child[town.xiaoming.public_id]
        assert (item.recipient.user_id, item.anchor_date) == (town.teacher_chen.user_id, date(2026, 9, 1))
        assert by_child[town.a.children["张强"].public_id].recipient.user_id == town.admin_zhao.user_id, (
            "his class has none"
        )
        assert "小明" not in "".join([*texts_of("children.number_missing", item), item.path])
        assert town.teacher_wang.user_id not in recipients_of(items_of("children.number_missing", TODAY)), (
            "no class teacher of theirs"
        )


def test_valid_number_ends_the_reminder_and_a_dead_one_starts_it_again(chen_teaches: Town):
    town = chen_teaches
    with town.as_(town.head_li) as head:
        number = phone_numbers.add_number(
            pupil=town.xiaoming.pupil, owner=PhoneOwner.GUARDIAN, number=PHONE, by=head, now=town.monday
        )
        phone_numbers.verify_number(
            phone_number=number, result=VerificationResult.NOT_IN_SERVICE, by=head, now=town.later(days=2)
        )
        item = next(
            item for item in items_of("children.number_missing", TODAY) if item.child == town.xiaoming.public_id
        )
        assert item.anchor_date == date(2026, 9, 9), "three school days after the call in vain"
        phone_numbers.verify_number(
            phone_number=number, result=VerificationResult.VALID, by=head, now=town.later(days=3)
        )
        assert town.xiaoming.public_id not in {item.child for item in items_of("children.number_missing", TODAY)}
        (item,) = items_of("children.numbers_to_verify", TODAY)
        assert (item.anchor_date, item.recipient.user_id) == (
            date(2026, 9, 10) + timedelta(days=180),
            town.teacher_chen.user_id,
        )
        assert texts_of("children.numbers_to_verify", item)[1].startswith("上次核实是9月10日")


def test_stale_card_is_reminded_of_until_a_new_one_is_issued(chen_teaches: Town):
    town = chen_teaches
    with town.as_(town.head_li) as head:
        contact_cards.issue_card(child=town.xiaoming, by=head, now=town.monday)
        assert not items_of("children.card_stale", TODAY)
        phone_numbers.add_number(
            pupil=town.xiaoming.pupil, owner=PhoneOwner.MOTHER, number=PHONE, by=head, now=town.monday
        )
        assert ContactCard.objects.get().stale_on == town.monday.date()
        (item,) = items_of("children.card_stale", TODAY)
        assert (item.recipient.user_id, item.anchor_date) == (town.teacher_chen.user_id, town.monday.date())
        contact_cards.issue_card(child=town.xiaoming, by=head, now=town.later(days=1))
        assert not items_of("children.card_stale", TODAY)


def test_other_schools_and_closed_case_files_are_left_out(chen_teaches: Town):
    town = chen_teaches
    with town.a.inside():
        for child in town.a.children.values():
            child.closed_on = TODAY
            child.save()
        assert not items_of("children.number_missing", TODAY)
    with town.b.inside():
        assert recipients_of(items_of("children.number_missing", TODAY)) == {town.admin_of_b.user_id}
    with town.c.inside():
        assert recipients_of(items_of("children.number_missing", TODAY)) == {town.admin_of_c.user_id}


def test_spring_numbers_of_all_schools_are_found_at_once(chen_teaches: Town):
    town, festival = chen_teaches, next(row for row in spring_festivals() if row.day == date(2027, 2, 6))
    with scope(worker_for_schools([town.a.school.pk, town.b.school.pk], town.county.pk)):
        items = items_of("children.spring_numbers", festival.begins, festival.begins, festival.begins)
        assert [(item.recipient.user_id, item.variables["class"]) for item in items] == [
            (town.teacher_chen.user_id, "三(1)班")
        ]


def test_spring_numbers_are_reminded_of_until_every_family_was_called(chen_teaches: Town):
    town = chen_teaches
    festival = next(row for row in spring_festivals() if row.day == date(2027, 2, 6))
    new_year = datetime(2027, 2, 7, 2, tzinfo=UTC)
    with town.as_(town.head_li) as head:
        for child, phone in ((town.xiaoming, PHONE), (town.xiaohong, OTHER)):
            item = items_of("children.spring_numbers", festival.begins, festival.begins, festival.begins)[0]
            number = phone_numbers.add_number(
                pupil=child.pupil, owner=PhoneOwner.MOTHER, number=phone, by=head, now=new_year
            )
            phone_numbers.verify_number(phone_number=number, result=VerificationResult.DECLINED, by=head, now=new_year)
        assert item.variables == {"class": "三(1)班", "n": "1"}
        assert item.recipient.user_id == town.teacher_chen.user_id
        assert not items_of("children.spring_numbers", festival.begins, festival.begins, festival.begins)
        assert not items_of(
            "children.spring_numbers", festival.ends + timedelta(days=1), festival.begins, festival.begins
        )


def test_working_hours_have_both_ends(town: Town):
    with town.as_(town.head_li) as head:
        number = phone_numbers.add_number(
            pupil=town.xiaoming.pupil, owner=PhoneOwner.MOTHER, number=PHONE, by=head, now=town.monday
        )
        phone_numbers.set_working_hours(
            phone_number=number, works_from=time(20), works_until=time(6), by=head, now=town.monday
        )
        number.refresh_from_db()
        assert (number.works_from, number.works_until) == (time(20), time(6)), "a night shift passes midnight"
        for wrong in ((time(8), None), (None, time(8)), (time(8), time(8))):
            with pytest.raises(phone_numbers.UnableToSaveNumber):
                phone_numbers.set_working_hours(
                    phone_number=number, works_from=wrong[0], works_until=wrong[1], by=head, now=town.monday
                )
        phone_numbers.set_working_hours(
            phone_number=number, works_from=None, works_until=None, by=head, now=town.monday
        )
        number.refresh_from_db()
        assert number.works_from is None


def test_unreviewed_emergency_access_is_reminded_to_the_head(town: Town):
    row = opened(town)
    kind, day = "children.emergency_access_unreviewed", town.monday.date()

    with town.a.inside():
        assert not items_of(kind, day)
        (item,) = items_of(kind, day + timedelta(days=1))
        assert (item.recipient.user_id, item.anchor_date) == (town.head_li.user_id, day)
        assert texts_of(kind, item)[0] == "县里9月7日的一次紧急查看还没有复核"
        review_access(access=row, verdict=EmergencyVerdict.JUSTIFIED, by=town.head_li, now=town.later(hours=2))
        assert not items_of(kind, day + timedelta(days=1))
    with town.b.inside():
        assert not items_of(kind, day + timedelta(days=1))
