"""Circuit breakers and rate limits of channels."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from services.notify import delivery
from services.notify.choices import AttemptOutcome, DelayReason, DeliveryState, Urgency
from services.notify.delivery import circuit_breaker, claims
from services.notify.gateway_limits import Limit
from services.notify.models import ChannelBreaker, Delivery, SystemIncident
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import (
    deliveries,
    expire_leases,
    gateway_deliveries,
    mail,
    states,
    text_message,
    titles_and_states,
)
from tests.notify.other_worker import elsewhere, wait_until_held_up

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def send(town, *titles, **more):
    for title in titles:
        text_message(town.a, town.monday, key=title, title=title, **more)


def fail_once(town, gateway, outcome=AttemptOutcome.FAILED):
    """One call that fails."""
    gateway.answers = [outcome]
    counts = delivery.deliver_batches(now=town.monday, limit=1)
    gateway.answers = []
    return counts


def fail_times(town, gateway, times):
    for _time in range(times):
        assert fail_once(town, gateway) == {"retrying": 1}


def open_seconds(channel="sms"):
    """How long the breaker is still open, in seconds; None when it is closed."""
    with scope(ALL_TENANTS):
        row = ChannelBreaker.objects.filter(channel=channel).annotate(now=Now()).first()
    return (row.open_until - row.now).total_seconds() if row and row.open_until else None


def end_open_time(channel="sms"):
    with scope(ALL_TENANTS):
        ChannelBreaker.objects.filter(channel=channel).update(open_until=Now() - SECOND)


def incidents():
    with scope(ALL_TENANTS):
        rows = SystemIncident.objects.filter(kind="channel_down").order_by("pk")
        return [(row.source, row.county_id, row.seen_count, row.closed_at is None) for row in rows]


def test_five_failures_in_a_row_open_the_breaker_of_one_channel(town, gateway):
    send(town, *"一二三四五六七")
    fail_times(town, gateway, 4)
    assert (open_seconds(), incidents()) == (None, [])
    fail_times(town, gateway, 1)
    mail(town.a, town.monday)

    assert 4 < open_seconds() <= 5
    assert incidents() == [("sms", town.county.pk, 1, True)]
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}  # the mail
    waiting = [row for row in gateway_deliveries() if row.state == "due"]
    assert [(row.notification.title, row.delay_reason) for row in waiting] == [
        ("六", DelayReason.CIRCUIT_OPEN),
        ("七", DelayReason.CIRCUIT_OPEN),
    ]
    assert len(gateway.calls) == 6


def test_success_between_failures_keeps_the_breaker_closed(town, gateway):
    send(town, *"一二三四五六七八九")
    fail_times(town, gateway, 4)
    assert delivery.deliver_batches(now=town.monday, limit=1) == {"sent": 1}
    fail_times(town, gateway, 4)

    assert (open_seconds(), incidents()) == (None, [])


def test_rejection_counts_as_an_answer(town, gateway):
    send(town, *"一二三四五六七八九")
    fail_times(town, gateway, 4)
    assert fail_once(town, gateway, AttemptOutcome.REJECTED) == {"dead": 1}
    fail_times(town, gateway, 4)

    assert (open_seconds(), incidents()) == (None, [])


def test_failed_batch_opens_the_breaker_as_long_as_five_failures(town, gateway):
    send(town, *(str(number) for number in range(40)))
    gateway.answers = [AttemptOutcome.FAILED] * 40

    assert delivery.deliver_batches(now=town.monday) == {"retrying": 40}
    assert 4 < open_seconds() <= 5


def test_each_failed_trial_doubles_the_open_time_to_five_minutes(town, gateway):
    send(town, *(str(number) for number in range(20)))
    fail_times(town, gateway, 5)

    for rest in (10, 20, 40, 80, 160, 300, 300):
        assert delivery.deliver_batches(now=town.monday) == {}
        end_open_time()
        gateway.answers = [AttemptOutcome.FAILED]
        assert delivery.deliver_batches(now=town.monday) == {"retrying": 1}
        assert rest - 2 < open_seconds() <= rest
    assert incidents() == [("sms", town.county.pk, 8, True)]


def test_call_begun_before_the_breaker_opened_does_not_prolong_it(town, gateway):
    send(town, *"一二三四五六")
    (slow,) = delivery.claim(now=town.monday, limit=1)
    fail_times(town, gateway, 5)
    before = open_seconds()
    gateway.answers = [AttemptOutcome.FAILED]

    assert delivery.send_claims([slow], town.monday) == {"retrying": 1}
    assert open_seconds() <= before


def test_successful_trial_closes_breaker_and_incident(town, gateway):
    send(town, *"一二三四五六七八")
    fail_times(town, gateway, 5)
    end_open_time()

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}  # the trial
    assert (open_seconds(), incidents()) == (None, [("sms", town.county.pk, 1, False)])
    expire_leases()
    assert delivery.deliver_batches(now=town.monday) == {"sent": 7}
    assert set(states()) >= {"sent"}


def test_alert_can_be_the_trial(town, gateway):
    send(town, *"一二三四五六")
    fail_times(town, gateway, 5)
    send(town, "警报", urgency=Urgency.SAFETY)
    end_open_time()

    assert delivery.deliver_batches(now=town.monday, urgent=True) == {"sent": 1}
    assert ("警报", "sent") in titles_and_states()


def test_trial_is_one_message_at_a_time(town, gateway):
    send(town, *"一二三四五六七八")
    fail_times(town, gateway, 5)
    end_open_time()

    assert len(delivery.claim(now=town.monday)) == 1
    assert delivery.claim(now=town.monday) == []
    expire_leases()
    assert len(delivery.claim(now=town.monday)) == 1  # the worker died


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_trial(lasting_town, gateway):
    town = lasting_town
    send(town, *"一二三四五六七八")
    fail_times(town, gateway, 5)
    end_open_time()
    last = gateway_deliveries()[-1].pk

    with ThreadPoolExecutor(1) as another:
        with scope(ALL_TENANTS):  # one worker, in the middle of its claim
            assert circuit_breaker.capacities(town.monday) == {
                "sms": circuit_breaker.ChannelCapacity(1, DelayReason.CIRCUIT_OPEN)
            }
            Delivery.objects.filter(pk=last).update(state="sending", lease_until=claims.lease_end())
            other = another.submit(elsewhere, lambda: delivery.claim(now=town.monday))
            wait_until_held_up(other)
        assert other.result(timeout=60) == []


def test_open_breaker_alerts_every_waiting_county(town, gateway):
    send(town, *"一二三四五")
    text_message(town.c, town.later(days=1), key="of another county, not due yet")
    for number in range(5):
        mail(town.a, town.monday, key=f"m:{number}")
    fail_times(town, gateway, 5)
    for _time in range(5):
        assert fail_once(town, gateway, AttemptOutcome.UNKNOWN) == {"uncertain": 1}

    assert incidents() == [
        ("sms", town.county.pk, 1, True),
        ("sms", town.other_county.pk, 1, True),
        ("email", town.county.pk, 1, True),
    ]


def test_retrying_delivery_names_the_open_breaker_as_reason(town, gateway):
    send(town, *"一二三四五")
    fail_times(town, gateway, 5)
    assert {row.delay_reason for row in deliveries() if row.state == "retrying"} == {DelayReason.RETRY}
    expire_leases()

    assert delivery.deliver_batches(now=town.monday) == {}
    assert {row.delay_reason for row in gateway_deliveries()} == {DelayReason.CIRCUIT_OPEN}


def test_gateway_rate_limits_delay_the_rest_with_reason(town, gateway):
    gateway.limits = (Limit(3, 60, "gateway"), Limit(4, 3600, "gateway"))
    send(town, *"一二三四五六")
    mail(town.a, town.monday)

    assert delivery.deliver_batches(now=town.monday) == {"sent": 4}
    assert delivery.deliver_batches(now=town.later(seconds=59)) == {}
    assert [row.delay_reason for row in gateway_deliveries() if row.state == "due"] == [DelayReason.RATE_LIMIT] * 3
    assert delivery.deliver_batches(now=town.later(seconds=61)) == {"sent": 1}  # the fourth of this hour
    assert delivery.deliver_batches(now=town.later(seconds=3602)) == {"sent": 2}


def test_deliveries_of_other_workers_count_for_the_rate_limit(town, gateway):
    gateway.limits = (Limit(3, 60, "gateway"),)
    send(town, *"一二三四")
    assert len(delivery.claim(now=town.monday, limit=2)) == 2

    assert len(delivery.claim(now=town.monday)) == 1
    assert delivery.claim(now=town.monday) == []
    expire_leases()
    assert [row.state for row in deliveries()] == [DeliveryState.SENDING] * 3 + [DeliveryState.DUE]
