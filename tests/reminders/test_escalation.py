"""Who does not acknowledge is reminded again, then the head, then the county; days without school do not count."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.care.actions import care_records
from services.kit import clock
from services.notify.actions import inbox
from services.notify.models import Delivery, Notification
from services.plans.choices import CareActivity
from services.reminders import evaluation
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import care
from tests.factories.evaluation import evaluate_at, moment, reminders_of, titles_sent_to

pytestmark = pytest.mark.django_db
LATE = "care.talk.late"


@pytest.fixture
def late(town: Town) -> Town:
    """A talk is late since Monday 14 September, and 王老师 was reminded that morning."""
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    evaluate_at(date(2026, 9, 7), time(9))
    for day in range(8, 15):
        evaluate_at(date(2026, 9, day))
    assert len(reminders_of(LATE)) == 1
    return town


def first() -> Notification:
    with scope(ALL_TENANTS):
        return Notification.objects.filter(kind=LATE).order_by("pk").first()


def escalation_of_first() -> list[tuple[int, int | None, int]]:
    """(level, user, day) of every notification about the first talk."""
    with scope(ALL_TENANTS):
        rows = Notification.objects.filter(kind=LATE, target_id=first().target_id).order_by("pk")
        return [(row.escalation_level, row.recipient_id, row.created_at.day) for row in rows]


def days(begins: int, ends: int) -> None:
    for day in range(begins, ends + 1):
        evaluate_at(date(2026, 9, day))


def test_escalation_goes_to_teacher_head_county_and_ends(late: Town):
    days(15, 28)
    wang, head = late.teacher_wang.user_id, late.head_li.user_id
    officers = {late.officer.user_id, late.lead.user_id}

    escalated = [row for row in escalation_of_first() if row[0]]
    assert escalated[:2] == [(1, wang, 15), (2, head, 17)], "UTC days: the 16th and 18th at 07:41"
    assert {(escalation_level, user) for escalation_level, user, _day in escalated[2:]} == {
        (3, user) for user in officers
    }
    assert {day for _escalation_level, _user, day in escalated[2:]} == {21}, (
        "Sunday the 20th is a school day, the 19th is none"
    )
    assert titles_sent_to(LATE, late.head_li)[0] == "王老师还没有回复：谈心谈话已逾期 7 天"
    assert titles_sent_to(LATE, late.officer)[0] == "中心小学没有人回复：谈心谈话已逾期 11 天"
    assert titles_sent_to(LATE, late.officer_of_other, late.teacher_chen, late.admin_of_b) == []


def test_escalation_links_county_to_school_page_and_head_to_child_page(late: Town):
    days(15, 23)
    with scope(ALL_TENANTS):
        to_head = Notification.objects.get(kind=LATE, escalation_level=2)
        to_county = Notification.objects.get(kind=LATE, escalation_level=3, recipient_id=late.officer.user_id)
    assert to_head.path == f"/children/{late.xiaoming.public_id}/"
    assert to_county.path == f"/schools/{late.a.school.public_id}/"
    assert "小明" not in to_head.title + to_head.body + to_county.title + to_county.body
    with late.as_(late.officer) as officer:
        assert inbox.acknowledge(notification=to_county, by=officer, now=moment(date(2026, 9, 23), time(9))) >= 4
    assert first().acknowledged_by_id == late.officer.user_id, "the whole escalation is acknowledged"


def test_acknowledgement_ends_the_escalation(late: Town):
    days(15, 16)
    first_reminder = first()
    with late.as_(late.teacher_wang) as wang:
        inbox.acknowledge(notification=first_reminder, by=wang, now=moment(date(2026, 9, 16), time(12)))
    days(17, 23)

    assert titles_sent_to(LATE, late.head_li, late.officer) == []


def test_snooze_stops_the_escalation_until_its_day(late: Town):
    first_reminder, now = first(), moment(date(2026, 9, 14), time(12))
    with late.as_(late.teacher_wang) as wang:
        inbox.snooze(notification=first_reminder, until=date(2026, 9, 22), reason="孩子随父母外出", by=wang, now=now)
    days(15, 23)
    assert [row for row in escalation_of_first() if row[0]] == [], "two school days from the 22nd on"
    assert [day for escalation_level, _user, day in escalation_of_first() if not escalation_level] == [13], (
        "nor repeated by the rule meanwhile"
    )
    days(24, 24)
    assert [row[0] for row in escalation_of_first() if row[0]] == [1]


def test_finished_work_closes_the_escalation(late: Town):
    with late.as_(late.teacher_wang) as wang:
        care_records.record(
            child=late.xiaoming,
            activity=CareActivity.TALK,
            happened_on=date(2026, 9, 14),
            by=wang,
            now=datetime(2026, 9, 14, 4, tzinfo=UTC),
        )
    days(15, 23)

    closed = first()
    assert (closed.acknowledged_at, closed.acknowledged_by_id) == (moment(date(2026, 9, 15)), None)
    assert [row for row in escalation_of_first() if row[0]] == []
    with scope(ALL_TENANTS):
        assert not Delivery.objects.filter(notification=closed, state__in=["due", "fallback"]).exists()


def test_remind_now_joins_the_existing_escalation(late: Town):
    now = moment(date(2026, 9, 15), time(10))
    with late.as_(late.admin_zhao):
        assert evaluation.remind_now(LATE, now) == 1
    days(15, 16)
    assert [escalation_level for escalation_level, _user, _day in escalation_of_first()] == [0, 0, 1], (
        "the button does not set the clock back"
    )

    with late.as_(late.teacher_wang) as wang:
        care_records.record(
            child=late.xiaoming,
            activity=CareActivity.TALK,
            happened_on=date(2026, 9, 16),
            by=wang,
            now=now + timedelta(days=1),
        )
    days(17, 17)

    with scope(ALL_TENANTS):
        assert not Notification.objects.filter(kind=LATE, target_id=first().target_id, acknowledged_at=None).exists()


def test_holidays_do_not_count_for_escalation(late: Town):
    """Reminded again on Monday 28 September, without an answer: the week of 1 October does not count."""
    days(15, 20)
    first_reminder = first()
    with late.as_(late.teacher_wang) as wang:
        inbox.acknowledge(notification=first_reminder, by=wang, now=moment(date(2026, 9, 20), time(12)))
    days(21, 30)
    for day in range(1, 10):
        evaluate_at(date(2026, 10, day))

    with scope(ALL_TENANTS):
        since = Notification.objects.filter(kind=LATE, created_at__gt=moment(date(2026, 9, 21))).order_by("pk")
        levels = [(row.escalation_level, clock.local_date(row.created_at)) for row in since]
    assert levels == [(0, date(2026, 9, 28)), (1, date(2026, 9, 30)), (2, date(2026, 10, 9))]
