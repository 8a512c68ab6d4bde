"""The outbox: dedupe keys, deliveries, sealed addresses, tenants."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from services.notify import outbox
from services.notify.choices import Audience, Channel, DeliveryState, Urgency
from services.notify.models import Delivery, Notification, RecipientAddress
from services.schools.models import County
from services.schools.scope import ALL_TENANTS, scope, set_rollback
from tests.factories.notify import deliveries, text_message

pytestmark = pytest.mark.django_db


def test_add_with_existing_dedupe_key_adds_nothing(town):
    first = text_message(town.a, town.monday)
    second = text_message(town.a, town.later(days=1), title="改了字也不行")

    assert first is not None
    assert second is None
    assert [row.notification.title for row in deliveries()] == ["请来校参加家长会"]


def test_dedupe_key_is_free_in_another_county(town):
    assert text_message(town.a, town.monday)
    assert text_message(town.c, town.monday)


def test_add_many_counts_new_keys_once(town):
    def requests(*numbers):
        ids = [town.teacher_wang.user_id, town.teacher_chen.user_id]
        return [
            outbox.NotificationRequest(
                dedupe_key=f"n:{n}", kind="test", title=f"{n}", recipient_id=ids[n % 2], now=town.monday
            )
            for n in numbers
        ]

    with town.a.inside():
        assert outbox.add_many(requests(1, 2, 3)) == 3
        assert outbox.add_many(requests(2, 3, 4, 4)) == 1
        assert outbox.add_many([]) == 0
        assert Notification.objects.count() == 4


def test_inbox_delivery_is_sent_when_written_even_at_night(town):
    midnight = town.later(hours=15)
    with town.a.inside():
        outbox.add(dedupe_key="x", kind="test", title="夜里", recipient_id=town.teacher_wang.user_id, now=midnight)

    (row,) = deliveries()
    assert (row.channel, row.state, row.sent_at) == (Channel.INBOX, DeliveryState.SENT, midnight)


def test_guardian_gets_only_safety_alerts_at_night(town):
    evening = town.later(hours=11, minutes=30)  # 20:30 in Shanghai
    text_message(town.a, evening, key="reminder")
    text_message(town.a, evening, key="alarm", urgency=Urgency.SAFETY)

    reminder, alarm = deliveries()
    assert reminder.due_at == town.later(hours=23)  # 08:00
    assert alarm.due_at == evening


def test_notification_from_before_the_county_was_live_is_recorded_as_sent(town):
    with scope(ALL_TENANTS):
        County.objects.filter(pk=town.county.pk).update(live_from=town.monday)

    past = text_message(town.a, town.monday)
    text_message(town.a, town.later(minutes=1), key="live")

    sent, due = deliveries()
    assert (past.read_at, sent.sent_at) == (town.monday, town.monday)
    assert (sent.state, due.state) == (DeliveryState.SENT, DeliveryState.DUE)


def test_channel_without_an_address_gets_no_delivery(town):
    with town.a.inside():
        fields = {"kind": "test", "title": "t", "now": town.monday, "audience": Audience.GUARDIAN}
        assert outbox.add(dedupe_key="x", channels=tuple(Channel), **fields)

    assert deliveries() == []


def test_address_is_opened_by_workers_only_in_its_own_row(town):
    text_message(town.a, town.monday)
    text_message(town.a, town.monday, key="other", phone="13900000002")

    for inside in (town.a.inside, town.county_scope):
        with pytest.raises(ProgrammingError, match="permission denied"), inside(), transaction.atomic():
            list(RecipientAddress.objects.all())
    with scope(ALL_TENANTS):
        one, two = Delivery.objects.select_related("recipient").order_by("pk")
        assert [outbox.address_of(one), outbox.address_of(two)] == ["13800000001", "13900000002"]
        assert one.recipient.address_index != two.recipient.address_index
        assert b"13800000001" not in bytes(one.recipient.address)
        one.recipient.address = two.recipient.address
        with pytest.raises(Exception, match="another row"):
            outbox.address_of(one)


def test_another_school_sees_no_notification_and_no_delivery(town):
    text_message(town.a, town.monday)

    with town.b.inside():
        assert not Notification.objects.exists()
        assert not Delivery.objects.exists()
    with town.a.inside():
        assert Delivery.objects.count() == 1


def test_notification_is_rolled_back_with_its_action(town):
    with town.a.inside():
        outbox.add(dedupe_key="x", kind="t", title="t", recipient_id=town.teacher_wang.user_id, now=town.monday)
        set_rollback()

    assert deliveries() == []
    assert text_message(town.a, town.monday + timedelta(days=1), key="x")
