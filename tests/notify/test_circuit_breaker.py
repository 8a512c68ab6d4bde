"""The ways out as a whole: breakers and the pace of gateways."""

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
from tests.factories.notify import deliveries, fate, gateway_deliveries, let_leases_end, mail, states, text_message
from tests.notify.threads import elsewhere, wait_until_held_up

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def put(town, *titles, **more):
    for title in titles:
        text_message(town.a, town.monday, key=title, title=title, **more)


def one_fails(town, gateway, outcome=AttemptOutcome.FAILED):
    """One call alone that comes to nothing."""
    gateway.answers = [outcome]
    told = delivery.deliver_batches(now=town.monday, limit=1)
    gateway.answers = []
    return told


def fail(town, gateway, times):
    for _time in range(times):
        assert one_fails(town, gateway) == {"retrying": 1}


def rest_of(channel="sms"):
    """How long the channel still rests, in seconds; None when it does not."""
    with scope(ALL_TENANTS):
        row = ChannelBreaker.objects.filter(channel=channel).annotate(now=Now()).first()
    return (row.open_until - row.now).total_seconds() if row and row.open_until else None


def rest_is_over(channel="sms"):
    with scope(ALL_TENANTS):
        ChannelBreaker.objects.filter(channel=channel).update(open_until=Now() - SECOND)


def incidents():
    with scope(ALL_TENANTS):
        rows = SystemIncident.objects.filter(kind="channel_down").order_by("pk")
        return [(row.source, row.county_id, row.seen_count, row.closed_at is None) for row in rows]


def test_five_failures_in_a_row_rest_the_channel_and_others_go_on(town, gateway):
    put(town, *"一二三四五六七")
    fail(town, gateway, 4)
    assert (rest_of(), incidents()) == (None, [])
    fail(town, gateway, 1)
    mail(town.a, town.monday)

    assert 4 < rest_of() <= 5
    assert incidents() == [("sms", town.county.pk, 1, True)]
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}  # the mail
    waiting = [row for row in gateway_deliveries() if row.state == "due"]
    assert [(row.notification.title, row.delay_reason) for row in waiting] == [
        ("六", DelayReason.CIRCUIT_OPEN),
        ("七", DelayReason.CIRCUIT_OPEN),
    ]
    assert len(gateway.calls) == 6


def test_failures_with_a_success_between_them_rest_nothing(town, gateway):
    put(town, *"一二三四五六七八九")
    fail(town, gateway, 4)
    assert delivery.deliver_batches(now=town.monday, limit=1) == {"sent": 1}
    fail(town, gateway, 4)

    assert (rest_of(), incidents()) == (None, [])


def test_a_refusal_is_an_answer_of_a_gateway_that_lives(town, gateway):
    put(town, *"一二三四五六七八九")
    fail(town, gateway, 4)
    assert one_fails(town, gateway, AttemptOutcome.REJECTED) == {"dead": 1}
    fail(town, gateway, 4)

    assert (rest_of(), incidents()) == (None, [])


def test_a_batch_that_fails_as_one_rests_the_channel_no_longer_than_five_failures(town, gateway):
    put(town, *(str(number) for number in range(40)))
    gateway.answers = [AttemptOutcome.FAILED] * 40

    assert delivery.deliver_batches(now=town.monday) == {"retrying": 40}
    assert 4 < rest_of() <= 5


def test_when_the_rest_is_over_one_message_tries_and_each_failure_doubles_the_rest_up_to_five_minutes(town, gateway):
    put(town, *(str(number) for number in range(20)))
    fail(town, gateway, 5)

    for rest in (10, 20, 40, 80, 160, 300, 300):
        assert delivery.deliver_batches(now=town.monday) == {}
        rest_is_over()
        gateway.answers = [AttemptOutcome.FAILED]
        assert delivery.deliver_batches(now=town.monday) == {"retrying": 1}
        assert rest - 2 < rest_of() <= rest
    assert incidents() == [("sms", town.county.pk, 8, True)]


def test_a_call_begun_before_the_channel_rested_makes_its_rest_no_longer(town, gateway):
    put(town, *"一二三四五六")
    (slow,) = delivery.claim(now=town.monday, limit=1)
    fail(town, gateway, 5)
    before = rest_of()
    gateway.answers = [AttemptOutcome.FAILED]

    assert delivery.send_claims([slow], town.monday) == {"retrying": 1}
    assert rest_of() <= before


def test_a_success_opens_the_way_for_all_and_closes_the_incident(town, gateway):
    put(town, *"一二三四五六七八")
    fail(town, gateway, 5)
    rest_is_over()

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}  # the trial
    assert (rest_of(), incidents()) == (None, [("sms", town.county.pk, 1, False)])
    let_leases_end()
    assert delivery.deliver_batches(now=town.monday) == {"sent": 7}
    assert set(states()) >= {"sent"}


def test_an_alert_is_the_one_that_tries(town, gateway):
    put(town, *"一二三四五六")
    fail(town, gateway, 5)
    put(town, "警报", urgency=Urgency.SAFETY)
    rest_is_over()

    assert delivery.deliver_batches(now=town.monday, urgent=True) == {"sent": 1}
    assert ("警报", "sent") in fate()


def test_while_one_message_tries_no_other_worker_sends_another(town, gateway):
    put(town, *"一二三四五六七八")
    fail(town, gateway, 5)
    rest_is_over()

    assert len(delivery.claim(now=town.monday)) == 1
    assert delivery.claim(now=town.monday) == []
    let_leases_end()
    assert len(delivery.claim(now=town.monday)) == 1  # it died


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_send_one_trial(lasting_town, gateway):
    town = lasting_town
    put(town, *"一二三四五六七八")
    fail(town, gateway, 5)
    rest_is_over()
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


def test_every_county_that_waits_is_told_and_one_whose_message_nobody_knows_of_too(town, gateway):
    put(town, *"一二三四五")
    text_message(town.c, town.later(days=1), key="of another county, not due yet")
    for number in range(5):
        mail(town.a, town.monday, key=f"m:{number}")
    fail(town, gateway, 5)
    for _time in range(5):
        assert one_fails(town, gateway, AttemptOutcome.UNKNOWN) == {"uncertain": 1}

    assert incidents() == [
        ("sms", town.county.pk, 1, True),
        ("sms", town.other_county.pk, 1, True),
        ("email", town.county.pk, 1, True),
    ]


def test_what_failed_and_waits_for_a_resting_channel_says_so_too(town, gateway):
    put(town, *"一二三四五")
    fail(town, gateway, 5)
    assert {row.delay_reason for row in deliveries() if row.state == "retrying"} == {DelayReason.RETRY}
    let_leases_end()

    assert delivery.deliver_batches(now=town.monday) == {}
    assert {row.delay_reason for row in gateway_deliveries()} == {DelayReason.CIRCUIT_OPEN}


def test_a_gateway_is_given_no_more_than_its_pace_and_the_rest_says_so(town, gateway):
    gateway.limits = (Limit(3, 60, "gateway"), Limit(4, 3600, "gateway"))
    put(town, *"一二三四五六")
    mail(town.a, town.monday)

    assert delivery.deliver_batches(now=town.monday) == {"sent": 4}
    assert delivery.deliver_batches(now=town.later(seconds=59)) == {}
    assert [row.delay_reason for row in gateway_deliveries() if row.state == "due"] == [DelayReason.RATE_LIMIT] * 3
    assert delivery.deliver_batches(now=town.later(seconds=61)) == {"sent": 1}  # the fourth of this hour
    assert delivery.deliver_batches(now=town.later(seconds=3602)) == {"sent": 2}


def test_what_is_under_way_elsewhere_takes_its_part_of_the_pace(town, gateway):
    gateway.limits = (Limit(3, 60, "gateway"),)
    put(town, *"一二三四")
    assert len(delivery.claim(now=town.monday, limit=2)) == 2

    assert len(delivery.claim(now=town.monday)) == 1
    assert delivery.claim(now=town.monday) == []
    let_leases_end()
    assert [row.state for row in deliveries()] == [DeliveryState.SENDING] * 3 + [DeliveryState.DUE]
