"""Rules are evaluated at their time, once per item; failing rules, two evaluations at once."""

import dataclasses
from datetime import date, time, timedelta

import pytest

from services.access.actions import memberships as access
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
from tests.factories.evaluation import evaluate_at, moment, reminders_of
from tests.workers import processes

pytestmark = pytest.mark.django_db
LATE = "care.talk.late"
SEPT_7, SEPT_11, SEPT_14, SEPT_15 = (date(2026, 9, day) for day in (7, 11, 14, 15))


@pytest.fixture
def late(town: Town) -> Town:
    """A talk of 王老师 with 王小明 is due since Friday 11 September; the rules are in effect since Monday the 7th."""
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    evaluate_at(SEPT_7, time(9))
    return town


def occurrences_of(kind: str, **filters: object) -> list[tuple[str | None, str, int, str]]:
    """(school, day, notifications, skip reason) of a rule's occurrences."""
    with scope(ALL_TENANTS):
        rows = Occurrence.objects.filter(schedule=f"reminders:{kind}", **filters).order_by("due_at", "school_id")
        return [
            (row.school.name if row.school else None, f"{row.due_at:%d}", row.result_count, row.skip_reason)
            for row in rows
        ]


def test_late_talk_reminds_its_teacher_once(late: Town):
    evaluate_at(SEPT_14, time(7, 39))
    assert reminders_of(LATE) == [], "not before the hour"
    first, second = evaluate_at(SEPT_14), evaluate_at(SEPT_14, time(7, 45))

    assert first.notifications >= 1
    assert (second.tenants, second.notifications) == (0, 0)
    assert reminders_of(LATE) == [(late.teacher_wang.user_id, "谈心谈话已逾期 3 天")]
    assert occurrences_of(LATE, due_at__date=SEPT_14) == [("中心小学", "13", 1, ""), ("河西小学", "13", 0, "")], "UTC"
    with scope(ALL_TENANTS):
        row = Notification.objects.get(kind=LATE)
        assert (row.child_id, row.occurrence.schedule) == (late.xiaoming.public_id, f"reminders:{LATE}")
        channels = list(row.deliveries.values_list("channel", "state"))
    assert channels == [(Channel.INBOX, "sent")], "王老师 has no e-mail address"


def test_item_of_a_former_teacher_goes_to_the_next_person(late: Town):
    with late.as_(late.head_li) as head:
        theirs = Membership.objects.get(user_id=late.teacher_wang.user_id)
        access.end_membership(membership=theirs, by=head, now=moment(SEPT_11, time(16)))

    evaluate_at(SEPT_14)

    assert {user for user, _title in reminders_of(LATE)} == {late.head_li.user_id}


def test_membership_that_begins_later_is_not_reminded_yet(late: Town):
    with scope(ALL_TENANTS):
        Membership.objects.filter(user_id=late.teacher_wang.user_id).update(since=SEPT_15)

    evaluate_at(SEPT_14)

    assert {user for user, _title in reminders_of(LATE)} == {late.head_li.user_id}


def test_no_reminder_on_days_without_school(late: Town):
    for saturday_or_sunday in (date(2026, 9, 12), date(2026, 9, 13)):
        evaluate_at(saturday_or_sunday)
    assert reminders_of(LATE) == []
    assert occurrences_of(LATE, due_at__date__range=(date(2026, 9, 12), date(2026, 9, 13))) == []


def test_rule_repeats_until_its_last_day(late: Town):
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
        evaluate_at(date(2026, 9, day))

    with scope(ALL_TENANTS):
        work = Notification.objects.filter(kind=LATE).order_by("pk").first()
        days = [
            row.created_at.day
            for row in Notification.objects.filter(target_id=work.target_id, kind=LATE).order_by("pk")
        ]
    assert days == [13, 15, 17], "UTC: the first school day after, every second until the fifth"


def test_disabled_school_rule_sends_nothing(late: Town):
    care_of_b = late.b
    with late.as_(late.admin_zhao) as zhao:
        actions.change_rule(kind=LATE, is_enabled=False, by=zhao, now=moment(SEPT_7, time(10)))
    evaluate_at(SEPT_14)

    assert reminders_of(LATE) == []
    assert occurrences_of(LATE, school=care_of_b.school) != []
    assert occurrences_of(LATE, school=late.a.school, due_at__gt=moment(SEPT_7, time(10))) == []
    with late.as_(late.admin_zhao) as zhao:
        actions.remove_school_rule(kind=LATE, by=zhao, now=moment(SEPT_14, time(12)))
    evaluate_at(SEPT_15)
    assert reminders_of(LATE) == [], "the fifth day from then, not at once"


def test_changed_time_of_day_reminds_nobody_twice(late: Town):
    evaluate_at(SEPT_14)
    with late.as_(late.officer) as officer:
        actions.update_rule(kind=LATE, by=officer, now=moment(SEPT_14, time(8)), send_at=time(9))
    assert evaluate_at(SEPT_14, time(9, 1)).notifications == 0

    assert len(reminders_of(LATE)) == 1
    assert [
        done for _school, _day, done, _reason in occurrences_of(LATE, school=late.a.school, due_at__date=SEPT_14)
    ] == [
        1,
        0,
    ]


def test_county_template_is_rendered_with_its_variables(late: Town):
    with late.as_(late.officer):
        NotificationTemplate.objects.create(
            kind=LATE, language="zh-hans", title="请补谈：{due_on}", body="{days}天了", effective_from=late.monday
        )
    evaluate_at(SEPT_14)

    assert reminders_of(LATE) == [(late.teacher_wang.user_id, "请补谈：9月11日")]


def test_failing_rule_opens_an_incident_and_stops_no_other(late: Town, monkeypatch: pytest.MonkeyPatch):
    broken = kinds.ReminderKind(
        key="care.broken",
        title="broken",
        recipients="mentors",
        variables={},
        default_texts={"zh-hans": ("t", "b")},
        find_items=lambda _window, _directory: 1 / 0,  # type: ignore[arg-type,return-value]
        defaults=kinds.DefaultSettings(send_at=time(7, 40), day_counting=DayCounting.CALENDAR),
    )
    monkeypatch.setitem(kinds._kinds, broken.key, broken)
    evaluate_at(SEPT_11, time(12))

    hours = [time(7, 41), time(7, 45), time(7, 47), time(8, 3), time(8, 40), time(8, 49), time(11, 5), time(20)]
    rounds = [evaluate_at(SEPT_14, hour) for hour in hours]

    assert reminders_of(LATE) == [(late.teacher_wang.user_id, "谈心谈话已逾期 3 天")]
    assert [row.failed for row in rounds] == [3, 0, 3, 3, 0, 3, 3, 0], (
        "retries after 5, 15, 45 and 135 minutes; five attempts"
    )
    with scope(ALL_TENANTS):
        rows = SystemIncident.objects.filter(kind=IncidentKind.RULE_FAILED, source=broken.key).order_by("school_id")
        assert [(row.school.name, row.seen_count) for row in rows] == [
            ("中心小学", 5),
            ("河西小学", 5),
            ("云岭小学", 5),
        ]


def test_repaired_rule_catches_up(late: Town, monkeypatch: pytest.MonkeyPatch):
    known = kinds.get_kind(LATE)
    broken = dataclasses.replace(known, find_items=lambda _window, _directory: 1 / 0)
    monkeypatch.setitem(kinds._kinds, LATE, broken)
    assert evaluate_at(SEPT_14).failed > 0
    monkeypatch.setitem(kinds._kinds, LATE, known)
    evaluate_at(SEPT_14, time(7, 47))

    assert reminders_of(LATE) == [(late.teacher_wang.user_id, "谈心谈话已逾期 3 天")]


def test_county_without_due_rules_gets_a_checkpoint(late: Town):
    evaluate_at(SEPT_7, time(12))

    with scope(ALL_TENANTS):
        assert set(EvaluationCheckpoint.objects.values_list("evaluated_until", flat=True)) == {moment(SEPT_7, time(12))}


def test_fast_clock_of_one_server_hides_no_occurrence(late: Town):
    """Its checkpoint lies in the future: rules due before that moment are evaluated all the same."""
    evaluate_at(SEPT_14, time(7, 35))
    assert evaluate_at(SEPT_14, time(7, 39)).notifications == 0  # two minutes fast: really 07:37
    with late.as_(late.officer) as officer:
        actions.update_rule(kind=LATE, by=officer, now=moment(SEPT_14, time(7, 37)), send_at=time(7, 38))
    assert evaluate_at(SEPT_14, time(7, 38, 30)).notifications == 1


def test_reminder_uses_the_first_channel_and_keeps_the_next_as_fallback(late: Town):
    with late.a.inside():
        wang = late.a.staff["wang"]
        wang.email = "wang@example.test"
        wang.save()
    evaluate_at(SEPT_14)

    with scope(ALL_TENANTS):
        rows = list(
            Delivery.objects.filter(notification__kind=LATE)
            .order_by("fallback_order", "pk")
            .values_list("channel", "state")
        )
    assert rows == [("inbox", "sent"), ("email", "due")]


def test_remind_now_reminds_of_late_items_once_a_day(late: Town):
    now = moment(SEPT_15, time(10))
    with late.as_(late.admin_zhao):
        assert (evaluation.remind_now(LATE, now), evaluation.remind_now(LATE, now)) == (1, 0)
        assert evaluation.remind_now(LATE, now + timedelta(days=1)) == 1
    assert {user for user, _title in reminders_of(LATE)} == {late.teacher_wang.user_id}


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_remind_nobody_twice(lasting_town: Town, tmp_path):
    care.paired(lasting_town, required_frequencies=care.WEEKLY_TALK)
    evaluate_at(SEPT_7, time(9))
    script = "from workers.reminders import evaluate_rules\nprint(evaluate_rules().notifications)"
    env = processes.environment(tmp_path, NUANYANG_CLOCK=moment(SEPT_14).isoformat())
    both = [processes.start(script, env=env) for _process in range(2)]
    output = [process.communicate(timeout=120)[0].split()[-1] for process in both]

    assert len(reminders_of(LATE)) == 1, output
    with scope(ALL_TENANTS):
        assert Occurrence.objects.filter(schedule=f"reminders:{LATE}", due_at=moment(SEPT_14, time(7, 40))).count() == 2
