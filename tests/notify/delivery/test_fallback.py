"""Fallback channels: the next one waits until those before it have failed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time

import pytest

from services.notify import delivery, receipts
from services.notify.actions import integrations, resolving
from services.notify.channels.receipt_parsers import ParsedReceipt
from services.notify.choices import AttemptOutcome, Channel, DelayReason, DeliveryState, ReceiptStatus, Urgency
from services.notify.delivery import outcomes
from services.notify.models import Delivery, Notification
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import gateway_deliveries, set_columns, text_message
from tests.notify.other_worker import elsewhere, wait_until_held_up

pytestmark = pytest.mark.django_db
THREE = (Channel.SMS, Channel.EMAIL, Channel.CALL)


def send(town, channels=THREE, now=None, **more):
    fields = {"email": "mother@a.example", "is_sequential": True, "channels": channels, **more}
    text_message(town.a, now or town.monday, title="家长会", **fields)


def by_channel():
    return {row.channel: row.state for row in gateway_deliveries()}


def row_of(channel):
    return next(row for row in gateway_deliveries() if row.channel == channel)


def call(town, hour, *, reached):
    call = row_of("call")
    with town.as_(town.teacher_wang) as by:
        resolving.record_call(delivery=call, reached=reached, note="", by=by, now=town.later(hours=hour))


def alert_count():
    with scope(ALL_TENANTS):
        return Notification.objects.filter(kind__startswith="delivery.").count()


def test_fallback_waits_and_is_cancelled_when_the_first_is_sent(town, gateway):
    send(town)
    assert by_channel() == {"sms": "due", "email": "fallback", "call": "fallback"}

    gateway.answers = [AttemptOutcome.FAILED]
    delivery.deliver_batches(now=town.monday)
    assert by_channel() == {"sms": "retrying", "email": "fallback", "call": "fallback"}

    set_columns(row_of("sms"), lease_until=None)
    assert delivery.deliver_batches(now=town.later(minutes=1)) == {"sent": 1}
    assert by_channel() == {"sms": "sent", "email": "cancelled", "call": "cancelled"}
    assert len(gateway.messages) == 2


def test_dead_delivery_activates_next_channel_and_finally_a_call(town, gateway):
    send(town)
    gateway.answers = [AttemptOutcome.REJECTED]
    delivery.deliver_batches(now=town.monday)
    assert by_channel() == {"sms": "dead", "email": "due", "call": "fallback"}
    assert (row_of("email").delay_reason, alert_count()) == (DelayReason.RETRY, 0)

    gateway.answers = [AttemptOutcome.REJECTED]
    delivery.deliver_batches(now=town.later(minutes=1))
    assert by_channel() == {"sms": "dead", "email": "dead", "call": "to_call"}
    assert alert_count() == 0  # a person makes the call

    call(town, 1, reached=True)
    assert by_channel() == {"sms": "dead", "email": "dead", "call": "sent"}


def test_last_dead_channel_alerts_the_school(town, gateway):
    send(town, channels=(Channel.SMS, Channel.EMAIL))
    gateway.answers = [AttemptOutcome.REJECTED] * 2

    delivery.deliver_batches(now=town.monday)
    delivery.deliver_batches(now=town.later(minutes=1))

    assert (by_channel(), alert_count()) == ({"sms": "dead", "email": "dead"}, 2)


def test_undelivered_receipt_activates_the_next_channel(town, gateway):
    send(town)
    delivery.deliver_batches(now=town.monday)
    assert by_channel() == {"sms": "sent", "email": "cancelled", "call": "cancelled"}

    receipts.apply([ParsedReceipt(ReceiptStatus.UNDELIVERED, "", row_of("sms").public_id)], town.later(minutes=5))

    assert by_channel() == {"sms": "dead", "email": "due", "call": "cancelled"}


def test_uncertain_delivery_keeps_the_fallback_waiting(town, gateway):
    send(town, channels=(Channel.EMAIL, Channel.SMS))
    gateway.answers = [AttemptOutcome.UNKNOWN]
    delivery.deliver_batches(now=town.monday)
    assert by_channel() == {"email": "uncertain", "sms": "fallback"}

    uncertain = row_of("email")
    with town.as_(town.head_li) as by:
        resolving.resolve_uncertain(delivery=uncertain, was_delivered=True, by=by, now=town.later(hours=1))

    assert by_channel() == {"email": "sent", "sms": "cancelled"}


def test_unanswered_calls_activate_the_next_channel(town, gateway):
    send(town, channels=(Channel.CALL, Channel.SMS))
    for hour in (1, 2, 3):
        call(town, hour, reached=False)

    assert by_channel() == {"call": "dead", "sms": "due"}
    assert delivery.deliver_batches(now=town.later(hours=4)) == {"sent": 1}


def test_answered_call_cancels_the_next_channel(town):
    send(town, channels=(Channel.CALL, Channel.SMS))
    call(town, 1, reached=True)

    assert by_channel() == {"call": "sent", "sms": "cancelled"}


def test_alert_is_sent_by_all_channels_at_once(town, gateway):
    send(town, urgency=Urgency.SAFETY)

    assert by_channel() == {"sms": "due", "email": "due", "call": "to_call"}
    assert delivery.deliver_batches(now=town.monday) == {"sent": 2}


def test_activated_channel_respects_quiet_and_working_hours(town, gateway):
    evening = town.later(hours=11, minutes=29)  # 20:29
    send(town, now=evening, works_from=time(22), works_until=time(9))
    gateway.answers = [AttemptOutcome.REJECTED]
    delivery.deliver_batches(now=evening)

    assert delivery.deliver_batches(now=town.later(hours=12)) == {}
    assert (row_of("email").state, row_of("email").delay_reason) == ("due", DelayReason.QUIET_HOURS)
    assert delivery.deliver_batches(now=town.later(hours=23)) == {}
    assert (row_of("email").delay_reason, row_of("email").due_at) == (DelayReason.WORKING_HOURS, town.later(hours=24))
    assert delivery.deliver_batches(now=town.later(hours=24)) == {"sent": 1}


def create_robots(town, *names):
    with town.as_(town.admin_zhao) as by:
        for name in names:
            integrations.create_integration(
                channel="wecom", name=name, address=f"key-of-{name}-000000", by=by, now=town.monday
            )


def test_fallback_waits_for_both_group_robots(town, gateway, settings):
    settings.NOTIFY_CHANNELS = {**settings.NOTIFY_CHANNELS, "wecom": settings.NOTIFY_CHANNELS["email"]}
    create_robots(town, "one", "two")
    send(town, channels=(Channel.WECOM, Channel.SMS))
    gateway.answers = [AttemptOutcome.REJECTED]

    delivery.deliver_batches(now=town.monday, limit=1)
    assert [row.state for row in gateway_deliveries()] == ["dead", "due", "fallback"]
    gateway.answers = [AttemptOutcome.REJECTED]
    delivery.deliver_batches(now=town.monday, limit=1)
    assert [row.state for row in gateway_deliveries()] == ["dead", "dead", "due"]


@pytest.mark.django_db(transaction=True)
def test_two_robots_failing_at_once_activate_the_next_channel(lasting_town, gateway):
    """Without a lock each worker sees the other's robot as still under way."""
    town = lasting_town
    create_robots(town, "one", "two")
    send(town, channels=(Channel.WECOM, Channel.SMS))
    one, two, _sms = gateway_deliveries()

    def die(row):
        with scope(ALL_TENANTS):
            outcomes.finish_deliveries(
                [Delivery.objects.select_for_update().get(pk=row.pk)], DeliveryState.DEAD, town.monday
            )

    with ThreadPoolExecutor(1) as another:
        with scope(ALL_TENANTS):
            outcomes.finish_deliveries(
                [Delivery.objects.select_for_update().get(pk=one.pk)], DeliveryState.DEAD, town.monday
            )
            other = another.submit(elsewhere, lambda: die(two))
            wait_until_held_up(other)
        other.result(timeout=60)

    assert [row.state for row in gateway_deliveries()] == ["dead", "dead", "due"]


def test_disabled_robot_is_not_activated(town, gateway):
    create_robots(town, "one")
    send(town, channels=(Channel.SMS, Channel.WECOM))
    with scope(ALL_TENANTS):
        integration = Delivery.objects.get(channel="wecom").integration
    with town.as_(town.admin_zhao) as by:
        integrations.disable_integration(integration=integration, by=by, now=town.monday)
    gateway.answers = [AttemptOutcome.REJECTED]

    delivery.deliver_batches(now=town.monday)

    assert (by_channel(), alert_count()) == ({"sms": "dead", "wecom": "cancelled"}, 2)


def test_failed_robot_activates_nothing_when_the_other_has_sent(town, gateway, settings):
    settings.NOTIFY_CHANNELS = {**settings.NOTIFY_CHANNELS, "wecom": settings.NOTIFY_CHANNELS["email"]}
    create_robots(town, "one", "two")
    send(town, channels=(Channel.WECOM, Channel.SMS))

    delivery.deliver_batches(now=town.monday, limit=1)
    gateway.answers = [AttemptOutcome.REJECTED]
    delivery.deliver_batches(now=town.monday, limit=1)

    assert [row.state for row in gateway_deliveries()] == ["sent", "dead", "cancelled"]
