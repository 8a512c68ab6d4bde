"""Acknowledging ends an escalation; snoozing has a reason and an end."""

from datetime import timedelta

import pytest

from services.kit import clock
from services.notify.actions import inbox
from services.notify.actions.inbox import UnableToSnooze
from services.notify.choices import Channel, DeliveryState
from services.notify.models import Notification
from tests.factories.notify import deliveries, escalation

pytestmark = pytest.mark.django_db


def rows(town):
    with town.a.inside():
        return list(Notification.objects.order_by("pk"))


def test_acknowledging_ends_the_escalation_for_all(town):
    notifications = escalation(town.a, [town.teacher_wang, town.teacher_wang, town.head_li], town.monday)
    (other,) = escalation(town.a, [town.teacher_chen], town.monday, key="other")

    with town.as_(town.head_li) as by:
        assert inbox.acknowledge(notification=notifications[2], by=by, now=town.later(hours=1)) == 3

    *chain, untouched = rows(town)
    assert {(row.acknowledged_at, row.acknowledged_by_id) for row in chain} == {
        (town.later(hours=1), town.head_li.user_id)
    }
    assert [row.read_at for row in chain] == [None, None, town.later(hours=1)]
    assert (untouched.pk, untouched.acknowledged_at) == (other.pk, None)


def test_acknowledging_cancels_waiting_deliveries(town):
    more = {"phone": "13800000001", "channels": (Channel.INBOX, Channel.SMS, Channel.CALL)}
    (notification,) = escalation(town.a, [town.teacher_wang], town.monday, **more)

    with town.as_(town.teacher_wang) as by:
        inbox.acknowledge(notification=notification, by=by, now=town.monday)
        assert inbox.acknowledge(notification=notification, by=by, now=town.later(hours=2)) == 0

    assert [row.state for row in deliveries()] == [
        DeliveryState.SENT,
        DeliveryState.CANCELLED,
        DeliveryState.CANCELLED,
    ]
    (acknowledged,) = rows(town)
    assert acknowledged.acknowledged_at == town.monday


def test_mark_all_read_skips_unacknowledged_notifications(town):
    (notification,) = escalation(town.a, [town.teacher_wang], town.monday)
    escalation(town.a, [town.teacher_wang], town.monday, key="plain", requires_acknowledgement=False)

    with town.as_(town.teacher_wang) as by:
        assert inbox.mark_all_read(by=by, now=town.monday) == 1

    assert [row.pk for row in rows(town) if row.read_at is None] == [notification.pk]


def test_snooze_stops_the_whole_escalation(town):
    notifications = escalation(town.a, [town.teacher_wang, town.head_li], town.monday)
    friday = clock.local_date(town.monday) + timedelta(days=4)

    with town.as_(town.teacher_wang) as by:
        inbox.snooze(notification=notifications[0], until=friday, reason=" 孩子随父母外出 ", by=by, now=town.monday)

    assert {(row.snoozed_until, row.snooze_reason, row.acknowledged_at) for row in rows(town)} == {
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
def test_snooze_requires_reason_and_day_within_two_weeks(town, days, reason, field):
    (notification,) = escalation(town.a, [town.teacher_wang], town.monday)
    until = clock.local_date(town.monday) + timedelta(days=days)

    with town.as_(town.teacher_wang) as by, pytest.raises(UnableToSnooze) as error:
        inbox.snooze(notification=notification, until=until, reason=reason, by=by, now=town.monday)

    assert error.value.field == field
    assert rows(town)[0].snoozed_until is None


def test_acknowledged_reminder_cannot_be_snoozed(town):
    (notification,) = escalation(town.a, [town.teacher_wang], town.monday)
    tomorrow = clock.local_date(town.monday) + timedelta(days=1)

    with town.as_(town.teacher_wang) as by:
        inbox.acknowledge(notification=notification, by=by, now=town.monday)
        with pytest.raises(UnableToSnooze):
            inbox.snooze(notification=notification, until=tomorrow, reason="外出", by=by, now=town.monday)
