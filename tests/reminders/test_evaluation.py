"""Rules speak: at their moment, once, to whom it concerns; a rule that fails, two rounds at once."""

import dataclasses
from datetime import date, time, timedelta

import pytest

from services.access import actions as access
from services.access.models import Membership
from services.jobs.models import Occurrence
from services.notify.choices import Channel, IncidentKind
from services.notify.models import Delivery, Notification, SystemIncident
from services.reminders import actions, evaluation, kinds
from services.reminders.choices import DayCounting
from services.reminders.models import EvaluationCheckpoint, NotificationTemplate
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import care
from tests.factories.evaluation import a_round, moment, told
from tests.workers import processes

pytestmark = pytest.mark.django_db
LATE = "care.talk.late"
SEPT_7, SEPT_11, SEPT_14, SEPT_15 = (date(2026, 9, day) for day in (7, 11, 14, 15))


@pytest.fixture
def late(town: Town) -> Town:
    """王老师 owes 王小明 a talk since Friday 11 September; the rules hold since Monday the 7th."""
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    a_round(SEPT_7, time(9))
    return town


def ticks(kind: str, **wanted: object) -> list[tuple[str | None, str, int, str]]:
    """(school, day, notices, why skipped) of a rule's occurrences."""
    with scope(ALL_TENANTS):
        rows = Occurrence.objects.filter(schedule=f"reminders:{kind}", **wanted).order_by("due_at", "school_id")
        return [
            (row.school.name if row.school else None, f"{row.due_at:%d}", row.result_count, row.skip_reason)
            for row in rows
        ]


def test_a_late_talk_is_told_to_its_teacher_once_however_often_the_round_is_made(late: Town):
    a_round(SEPT_14, time(7, 39))
    assert told(LATE) == [], "not before the hour"
    first, second = a_round(SEPT_14), a_round(SEPT_14, time(7, 45))

    assert first.notifications >= 1
    assert (second.tenants, second.notifications) == (0, 0)
    assert told(LATE) == [(late.teacher_wang.user_id, "谈心谈话已逾期 3 天")]
    assert ticks(LATE, due_at__date=SEPT_14) == [("中心小学", "13", 1, ""), ("河西小学", "13", 0, "")], "UTC"
    with scope(ALL_TENANTS):
        row = Notification.objects.get(kind=LATE)
        assert (row.child_id, row.occurrence.schedule) == (late.xiaoming.public_id, f"reminders:{LATE}")
        ways = list(row.deliveries.values_list("channel", "state"))
    assert ways == [(Channel.INBOX, "sent")], "王老师 has no e-mail address"


def test_whoever_is_asked_next_is_told_in_place_of_a_teacher_who_has_left(late: Town):
    with late.as_(late.head_li) as head:
        theirs = Membership.objects.get(user_id=late.teacher_wang.user_id)
        access.end_membership(membership=theirs, by=head, now=moment(SEPT_11, time(16)))

    a_round(SEPT_14)

    assert {user for user, _title in told(LATE)} == {late.head_li.user_id}


def test_no_school_no_reminder(late: Town):
    for saturday_or_sunday in (date(2026, 9, 12), date(2026, 9, 13)):
        a_round(saturday_or_sunday)
    assert told(LATE) == []
    assert ticks(LATE, due_at__date__range=(date(2026, 9, 12), date(2026, 9, 13))) == []


def test_a_rule_speaks_again_as_often_as_it_says_and_then_no_more(late: Town):
    with late.as_(late.officer) as officer:
        actions.update_rule(
            kind=LATE,
            by=officer,
            now=moment(SEPT_7, time(10)),
            repeat_every_days=2,
            repeat_until_days=5,
            escalation_days=[],
        )
    for day in range(14, 30):
        a_round(date(2026, 9, day))

    with scope(ALL_TENANTS):
        work = Notification.objects.filter(kind=LATE).order_by("pk").first()
        days = [
            each.created_at.day
            for each in Notification.objects.filter(subject_id=work.subject_id, kind=LATE).order_by("pk")
        ]
    assert days == [13, 15, 17], "UTC: the first school day after, every second until the fifth"


def test_a_school_has_its_own_rule_and_a_rule_that_is_off_is_silent(late: Town):
    care_of_b = late.b
    with late.as_(late.admin_zhao) as zhao:
        actions.set_enabled(kind=LATE, on=False, by=zhao, now=moment(SEPT_7, time(10)))
    a_round(SEPT_14)

    assert told(LATE) == []
    assert ticks(LATE, school=care_of_b.school) != []
    assert ticks(LATE, school=late.a.school, due_at__gt=moment(SEPT_7, time(10))) == []
    with late.as_(late.admin_zhao) as zhao:
        actions.remove_school_rule(kind=LATE, by=zhao, now=moment(SEPT_14, time(12)))
    a_round(SEPT_15)
    assert told(LATE) == [], "the fifth day from then, not at once"


def test_a_new_hour_on_the_same_day_tells_nobody_twice(late: Town):
    a_round(SEPT_14)
    with late.as_(late.officer) as officer:
        actions.update_rule(kind=LATE, by=officer, now=moment(SEPT_14, time(8)), send_at=time(9))
    assert a_round(SEPT_14, time(9, 1)).notifications == 0

    assert len(told(LATE)) == 1
    assert [done for _school, _day, done, _why in ticks(LATE, school=late.a.school, due_at__date=SEPT_14)] == [1, 0]


def test_the_county_s_own_words_are_used_with_their_variables(late: Town):
    with late.as_(late.officer):
        NotificationTemplate.objects.create(
            kind=LATE, language="zh-hans", title="请补谈：{due_on}", body="{days}天了", effective_from=late.monday
        )
    a_round(SEPT_14)

    assert told(LATE) == [(late.teacher_wang.user_id, "请补谈：9月11日")]


def test_a_rule_that_fails_is_an_incident_and_stops_no_other(late: Town, monkeypatch: pytest.MonkeyPatch):
    broken = kinds.ReminderKind(
        key="care.broken",
        title="broken",
        variables={},
        default_texts={"zh-hans": ("t", "b")},
        find_items=lambda _window: 1 / 0,  # type: ignore[arg-type,return-value]
        defaults=kinds.DefaultSettings(send_at=time(7, 40), day_counting=DayCounting.CALENDAR),
    )
    monkeypatch.setitem(kinds._kinds, broken.key, broken)
    a_round(SEPT_11, time(12))

    hours = [time(7, 41), time(7, 45), time(7, 47), time(8, 3), time(8, 40), time(8, 49), time(11, 5), time(20)]
    rounds = [a_round(SEPT_14, hour) for hour in hours]

    assert told(LATE) == [(late.teacher_wang.user_id, "谈心谈话已逾期 3 天")]
    assert [each.failed for each in rounds] == [3, 0, 3, 3, 0, 3, 3, 0], "rests of 5, 15, 45, 135 minutes; five times"
    with scope(ALL_TENANTS):
        found = SystemIncident.objects.filter(kind=IncidentKind.RULE_FAILED, source=broken.key).order_by("school_id")
        assert [(each.school.name, each.seen_count) for each in found] == [
            ("中心小学", 5),
            ("河西小学", 5),
            ("云岭小学", 5),
        ]


def test_a_rule_that_is_mended_in_time_says_what_it_had_to_say(late: Town, monkeypatch: pytest.MonkeyPatch):
    known = kinds.get_kind(LATE)
    broken = dataclasses.replace(known, find=lambda _window: 1 / 0)
    monkeypatch.setitem(kinds._kinds, LATE, broken)
    assert a_round(SEPT_14).failed > 0
    monkeypatch.setitem(kinds._kinds, LATE, known)
    a_round(SEPT_14, time(7, 47))

    assert told(LATE) == [(late.teacher_wang.user_id, "谈心谈话已逾期 3 天")]


def test_a_county_without_anything_to_say_is_noted_as_settled(late: Town):
    a_round(SEPT_7, time(12))

    with scope(ALL_TENANTS):
        assert set(EvaluationCheckpoint.objects.values_list("evaluated_until", flat=True)) == {moment(SEPT_7, time(12))}


def test_a_host_whose_clock_is_fast_hides_nothing_from_the_others(late: Town):
    """Its note that all is settled lies ahead: what comes due within that time is spoken all the same."""
    a_round(SEPT_14, time(7, 35))
    assert a_round(SEPT_14, time(7, 39)).notifications == 0  # two minutes fast: really 07:37
    with late.as_(late.officer) as officer:
        actions.update_rule(kind=LATE, by=officer, now=moment(SEPT_14, time(7, 37)), send_at=time(7, 38))
    assert a_round(SEPT_14, time(7, 38, 30)).notifications == 1


def test_a_message_goes_by_the_first_channel_and_the_next_waits(late: Town):
    with late.a.inside():
        wang = late.a.staff["wang"]
        wang.email = "wang@example.test"
        wang.save()
    a_round(SEPT_14)

    with scope(ALL_TENANTS):
        rows = list(
            Delivery.objects.filter(notification__kind=LATE)
            .order_by("fallback_order", "pk")
            .values_list("channel", "state")
        )
    assert rows == [("inbox", "sent"), ("email", "due")]


def test_the_desk_s_button_tells_of_what_is_late_at_most_once_a_day(late: Town):
    now = moment(SEPT_15, time(10))
    with late.as_(late.admin_zhao):
        assert (evaluation.remind_now(LATE, now), evaluation.remind_now(LATE, now)) == (1, 0)
        assert evaluation.remind_now(LATE, now + timedelta(days=1)) == 1
    assert {user for user, _title in told(LATE)} == {late.teacher_wang.user_id}


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_the_same_moment_in_two_processes_tell_nobody_twice(lasting_town: Town, tmp_path):
    care.paired(lasting_town, required_frequencies=care.WEEKLY_TALK)
    a_round(SEPT_7, time(9))
    script = "from workers.reminders import evaluate_rules\nprint(evaluate_rules().notifications)"
    env = processes.environment(tmp_path, NUANYANG_CLOCK=moment(SEPT_14).isoformat())
    both = [processes.start(script, env=env) for _each in range(2)]
    said = [process.communicate(timeout=120)[0].split()[-1] for process in both]

    assert len(told(LATE)) == 1, said
    with scope(ALL_TENANTS):
        assert Occurrence.objects.filter(schedule=f"reminders:{LATE}", due_at=moment(SEPT_14, time(7, 40))).count() == 2
