"""Channels in turn: the next one waits, and goes out when those before it have failed."""

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
from tests.factories.notify import change, gateway_deliveries, text_message
from tests.notify.threads import elsewhere, wait_until_held_up

pytestmark = pytest.mark.django_db
THREE = (Channel.SMS, Channel.EMAIL, Channel.CALL)


def put(town, channels=THREE, now=None, **more):
    wanted = {"email": "mother@a.example", "is_sequential": True, "channels": channels, **more}
    text_message(town.a, now or town.monday, title="家长会", **wanted)


def by_channel():
    return {row.channel: row.state for row in gateway_deliveries()}


def row_of(channel):
    return next(row for row in gateway_deliveries() if row.channel == channel)


def ring(town, hour, *, reached):
    call = row_of("call")
    with town.as_(town.teacher_wang) as by:
        resolving.record_call(delivery=call, reached=reached, note="", by=by, now=town.later(hours=hour))


def alarms():
    with scope(ALL_TENANTS):
        return Notification.objects.filter(kind__startswith="delivery.").count()


def test_the_next_channel_waits_while_the_first_is_tried_and_is_not_needed_when_it_arrived(town, gateway):
    put(town)
    assert by_channel() == {"sms": "due", "email": "fallback", "call": "fallback"}

    gateway.answers = [AttemptOutcome.FAILED]
    delivery.deliver_batches(now=town.monday)
    assert by_channel() == {"sms": "retrying", "email": "fallback", "call": "fallback"}

    change(row_of("sms"), lease_until=None)
    assert delivery.deliver_batches(now=town.later(minutes=1)) == {"sent": 1}
    assert by_channel() == {"sms": "sent", "email": "cancelled", "call": "cancelled"}
    assert len(gateway.messages) == 2


def test_each_that_is_dead_wakes_the_next_and_a_person_is_the_last(town, gateway):
    put(town)
    gateway.answers = [AttemptOutcome.REJECTED]
    delivery.deliver_batches(now=town.monday)
    assert by_channel() == {"sms": "dead", "email": "due", "call": "fallback"}
    assert (row_of("email").delay_reason, alarms()) == (DelayReason.RETRY, 0)

    gateway.answers = [AttemptOutcome.REJECTED]
    delivery.deliver_batches(now=town.later(minutes=1))
    assert by_channel() == {"sms": "dead", "email": "dead", "call": "to_call"}
    assert alarms() == 0  # a person has it in hand

    ring(town, 1, reached=True)
    assert by_channel() == {"sms": "dead", "email": "dead", "call": "sent"}


def test_when_the_last_one_is_dead_the_place_is_told(town, gateway):
    put(town, channels=(Channel.SMS, Channel.EMAIL))
    gateway.answers = [AttemptOutcome.REJECTED] * 2

    delivery.deliver_batches(now=town.monday)
    delivery.deliver_batches(now=town.later(minutes=1))

    assert (by_channel(), alarms()) == ({"sms": "dead", "email": "dead"}, 2)


def test_what_was_taken_and_not_brought_wakes_the_next(town, gateway):
    put(town)
    delivery.deliver_batches(now=town.monday)
    assert by_channel() == {"sms": "sent", "email": "cancelled", "call": "cancelled"}

    receipts.apply([ParsedReceipt(ReceiptStatus.UNDELIVERED, "", row_of("sms").public_id)], town.later(minutes=5))

    assert by_channel() == {"sms": "dead", "email": "due", "call": "cancelled"}


def test_a_doubtful_first_channel_keeps_the_next_waiting_until_somebody_has_asked(town, gateway):
    put(town, channels=(Channel.EMAIL, Channel.SMS))
    gateway.answers = [AttemptOutcome.UNKNOWN]
    delivery.deliver_batches(now=town.monday)
    assert by_channel() == {"email": "uncertain", "sms": "fallback"}

    doubtful = row_of("email")
    with town.as_(town.head_li) as by:
        resolving.resolve_uncertain(delivery=doubtful, was_delivered=True, by=by, now=town.later(hours=1))

    assert by_channel() == {"email": "sent", "sms": "cancelled"}


def test_a_call_that_reached_nobody_wakes_what_comes_after_it(town, gateway):
    put(town, channels=(Channel.CALL, Channel.SMS))
    for hour in (1, 2, 3):
        ring(town, hour, reached=False)

    assert by_channel() == {"call": "dead", "sms": "due"}
    assert delivery.deliver_batches(now=town.later(hours=4)) == {"sent": 1}


def test_a_call_that_reached_somebody_spares_what_comes_after_it(town):
    put(town, channels=(Channel.CALL, Channel.SMS))
    ring(town, 1, reached=True)

    assert by_channel() == {"call": "sent", "sms": "cancelled"}


def test_an_alert_goes_by_all_channels_at_once(town, gateway):
    put(town, urgency=Urgency.SAFETY)

    assert by_channel() == {"sms": "due", "email": "due", "call": "to_call"}
    assert delivery.deliver_batches(now=town.monday) == {"sent": 2}


def test_what_is_woken_at_night_waits_for_the_morning_and_in_a_shift_for_its_end(town, gateway):
    evening = town.later(hours=11, minutes=29)  # 20:29
    put(town, now=evening, works_from=time(22), works_until=time(9))
    gateway.answers = [AttemptOutcome.REJECTED]
    delivery.deliver_batches(now=evening)

    assert delivery.deliver_batches(now=town.later(hours=12)) == {}
    assert (row_of("email").state, row_of("email").delay_reason) == ("due", DelayReason.QUIET_HOURS)
    assert delivery.deliver_batches(now=town.later(hours=23)) == {}
    assert (row_of("email").delay_reason, row_of("email").due_at) == (DelayReason.WORKING_HOURS, town.later(hours=24))
    assert delivery.deliver_batches(now=town.later(hours=24)) == {"sent": 1}


def robots(town, *names):
    with town.as_(town.admin_zhao) as by:
        for name in names:
            integrations.create_integration(
                channel="wecom", name=name, address=f"key-of-{name}-000000", by=by, now=town.monday
            )


def test_two_robots_are_one_turn_and_the_next_waits_for_both(town, gateway, settings):
    settings.NOTIFY_CHANNELS = {**settings.NOTIFY_CHANNELS, "wecom": settings.NOTIFY_CHANNELS["email"]}
    robots(town, "one", "two")
    put(town, channels=(Channel.WECOM, Channel.SMS))
    gateway.answers = [AttemptOutcome.REJECTED]

    delivery.deliver_batches(now=town.monday, limit=1)
    assert [row.state for row in gateway_deliveries()] == ["dead", "due", "fallback"]
    gateway.answers = [AttemptOutcome.REJECTED]
    delivery.deliver_batches(now=town.monday, limit=1)
    assert [row.state for row in gateway_deliveries()] == ["dead", "dead", "due"]


@pytest.mark.django_db(transaction=True)
def test_two_robots_that_fail_at_the_same_moment_wake_the_next(lasting_town, gateway):
    """Each worker sees the other's robot as still under way unless one waits for the other."""
    town = lasting_town
    robots(town, "one", "two")
    put(town, channels=(Channel.WECOM, Channel.SMS))
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


def test_a_robot_that_is_switched_off_is_not_woken(town, gateway):
    robots(town, "one")
    put(town, channels=(Channel.SMS, Channel.WECOM))
    with scope(ALL_TENANTS):
        integration = Delivery.objects.get(channel="wecom").integration
    with town.as_(town.admin_zhao) as by:
        integrations.disable_integration(integration=integration, by=by, now=town.monday)
    gateway.answers = [AttemptOutcome.REJECTED]

    delivery.deliver_batches(now=town.monday)

    assert (by_channel(), alarms()) == ({"sms": "dead", "wecom": "cancelled"}, 2)


def test_one_robot_that_fails_wakes_nothing_when_the_other_has_told_it(town, gateway, settings):
    settings.NOTIFY_CHANNELS = {**settings.NOTIFY_CHANNELS, "wecom": settings.NOTIFY_CHANNELS["email"]}
    robots(town, "one", "two")
    put(town, channels=(Channel.WECOM, Channel.SMS))

    delivery.deliver_batches(now=town.monday, limit=1)
    gateway.answers = [AttemptOutcome.REJECTED]
    delivery.deliver_batches(now=town.monday, limit=1)

    assert [row.state for row in gateway_deliveries()] == ["sent", "dead", "cancelled"]
