"""Answering ends the whole ladder; putting off has a reason and an end."""

from datetime import timedelta

import pytest

from services.kit import clock
from services.notify.actions import inbox
from services.notify.actions.inbox import UnableToSnooze
from services.notify.choices import Channel, DeliveryState
from services.notify.models import Notification
from tests.factories.notify import deliveries, escalation_days

pytestmark = pytest.mark.django_db


def rows(town):
    with town.a.inside():
        return list(Notification.objects.order_by("pk"))


def test_whoever_answers_ends_the_ladder_for_all(town):
    rungs = escalation_days(town.a, [town.teacher_wang, town.teacher_wang, town.head_li], town.monday)
    (other,) = escalation_days(town.a, [town.teacher_chen], town.monday, key="other")

    with town.as_(town.head_li) as by:
        assert inbox.acknowledge(notification=rungs[2], by=by, now=town.later(hours=1)) == 3

    *chain, untouched = rows(town)
    assert {(each.acknowledged_at, each.acknowledged_by_id) for each in chain} == {
        (town.later(hours=1), town.head_li.user_id)
    }
    assert [each.read_at for each in chain] == [None, None, town.later(hours=1)]
    assert (untouched.pk, untouched.acknowledged_at) == (other.pk, None)


def test_what_still_waits_is_no_longer_sent_to_who_has_answered(town):
    more = {"phone": "13800000001", "channels": (Channel.INBOX, Channel.SMS, Channel.CALL)}
    (notification,) = escalation_days(town.a, [town.teacher_wang], town.monday, **more)

    with town.as_(town.teacher_wang) as by:
        inbox.acknowledge(notification=notification, by=by, now=town.monday)
        assert inbox.acknowledge(notification=notification, by=by, now=town.later(hours=2)) == 0

    assert [each.state for each in deliveries()] == [
        DeliveryState.SENT,
        DeliveryState.CANCELLED,
        DeliveryState.CANCELLED,
    ]
    (told,) = rows(town)
    assert told.acknowledged_at == town.monday


def test_what_asks_for_an_answer_is_not_read_away_with_the_rest(town):
    (notification,) = escalation_days(town.a, [town.teacher_wang], town.monday)
    escalation_days(town.a, [town.teacher_wang], town.monday, key="plain", requires_acknowledgement=False)

    with town.as_(town.teacher_wang) as by:
        assert inbox.mark_all_read(by=by, now=town.monday) == 1

    assert [each.pk for each in rows(town) if each.read_at is None] == [notification.pk]


def test_putting_off_stops_the_ladder_until_a_day(town):
    rungs = escalation_days(town.a, [town.teacher_wang, town.head_li], town.monday)
    friday = clock.local_date(town.monday) + timedelta(days=4)

    with town.as_(town.teacher_wang) as by:
        inbox.snooze(notification=rungs[0], until=friday, reason=" 孩子随父母外出 ", by=by, now=town.monday)

    assert {(each.snoozed_until, each.snooze_reason, each.acknowledged_at) for each in rows(town)} == {
        (friday, "孩子随父母外出", None)
    }


@pytest.mark.parametrize(
    ("days", "reason", "field"),
    [
        (3, "  ", "reason"),
        (3, "孩子住 院了", "reason"),
        (3, "家里是低保户", "reason"),
        (0, "外出", "until"),
        (-1, "外出", "until"),
        (15, "外出", "until"),
    ],
)
def test_putting_off_needs_a_reason_and_ends_within_a_fortnight(town, days, reason, field):
    (notification,) = escalation_days(town.a, [town.teacher_wang], town.monday)
    until = clock.local_date(town.monday) + timedelta(days=days)

    with town.as_(town.teacher_wang) as by, pytest.raises(UnableToSnooze) as refusal:
        inbox.snooze(notification=notification, until=until, reason=reason, by=by, now=town.monday)

    assert refusal.value.field == field
    assert rows(town)[0].snoozed_until is None


def test_an_answered_reminder_cannot_be_put_off(town):
    (notification,) = escalation_days(town.a, [town.teacher_wang], town.monday)
    tomorrow = clock.local_date(town.monday) + timedelta(days=1)

    with town.as_(town.teacher_wang) as by:
        inbox.acknowledge(notification=notification, by=by, now=town.monday)
        with pytest.raises(UnableToSnooze):
            inbox.snooze(notification=notification, until=tomorrow, reason="外出", by=by, now=town.monday)
