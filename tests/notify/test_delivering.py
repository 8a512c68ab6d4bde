from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models.functions import Now

from services.notify import delivery
from services.notify.channels.base import SendResult
from services.notify.choices import AttemptOutcome, Channel, DeliveryState, Urgency
from services.notify.delivery import sender
from services.notify.models import Delivery, DeliveryAttempt, Notification
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import deliveries, mail, states, text_message

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def let_leases_end():
    with scope(ALL_TENANTS):
        Delivery.objects.filter(lease_until__isnull=False).update(lease_until=Now() - HOUR)


def attempts():
    with scope(ALL_TENANTS):
        return list(DeliveryAttempt.objects.order_by("number").values_list("number", "outcome"))


def alarms():
    with scope(ALL_TENANTS):
        return list(
            Notification.objects.filter(kind__startswith="delivery.")
            .order_by("recipient")
            .values_list("kind", "recipient")
        )


def test_what_is_due_is_sent_once_and_what_is_not_waits(town, gateway):
    text_message(town.a, town.monday, key="now")
    text_message(town.a, town.later(hours=12), key="tonight")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert delivery.deliver_batches(now=town.later(hours=22)) == {}
    assert delivery.deliver_batches(now=town.later(hours=23)) == {"sent": 1}
    assert len({delivery_id for delivery_id, _ in gateway.calls}) == len(gateway.calls) == 2


def test_what_came_due_by_day_is_not_sent_at_night(town, gateway):
    text_message(town.a, town.monday)
    text_message(town.a, town.monday, key="alarm", urgency=Urgency.SAFETY, title="警报")
    night = town.later(hours=13)

    assert delivery.deliver_batches(now=night) == {"sent": 1}
    assert [title for _, title in gateway.calls] == ["警报"]
    assert delivery.deliver_batches(now=town.later(hours=23)) == {"sent": 1}


def test_a_wrong_token_cannot_finish(town, gateway):
    text_message(town.a, town.monday)
    (mine,) = delivery.claim(now=town.monday)
    let_leases_end()
    (theirs,) = delivery.claim(now=town.monday)

    assert delivery.send_claims([mine], town.monday) == {}
    assert gateway.calls == []
    (begun,), _ended = sender.start_attempts([theirs], town.monday)
    stolen = replace(begun, claim=mine)
    assert sender.finish_attempts([(stolen, SendResult(AttemptOutcome.FAILED))], town.monday) == {}
    assert states() == [DeliveryState.SENDING]
    assert sender.finish_attempts([(begun, SendResult(AttemptOutcome.ACCEPTED))], town.monday) == {"sent": 1}


def test_a_refusing_gateway_is_tried_five_times_with_growing_pauses_then_the_school_is_told(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED] * 9
    text_message(town.a, town.monday)
    told = []
    for _ in range(7):
        told.append(dict(delivery.deliver_batches(now=town.monday)))
        assert delivery.deliver_batches(now=town.monday) == {}  # not before the pause is over
        let_leases_end()

    assert told == [{"retrying": 1}] * 4 + [{"dead": 1}, {}, {}]
    assert attempts() == [(number, "failed") for number in range(1, 6)]
    people = sorted([town.head_li.user_id, town.admin_zhao.user_id])
    assert alarms() == [("delivery.dead", user) for user in people]


def test_a_hundred_dead_letters_make_one_alarm_a_day(town, gateway):
    gateway.answers = [AttemptOutcome.REJECTED] * 3
    for number in range(3):
        text_message(town.a, town.monday, key=str(number))

    assert delivery.deliver_batches(now=town.monday) == {"dead": 3}
    assert len(alarms()) == 2  # head and admin


def test_a_doubtful_call_is_repeated_where_the_gateway_honours_the_key(town, gateway):
    gateway.answers = [TimeoutError("no answer")]
    text_message(town.a, town.monday)

    assert delivery.deliver_batches(now=town.monday) == {"retrying": 1}
    let_leases_end()
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert gateway.calls[0] == gateway.calls[1]


def test_a_doubtful_reminder_by_mail_is_shown_to_a_person_and_not_sent_again(town, gateway):
    gateway.answers = [AttemptOutcome.UNKNOWN]
    mail(town.a, town.monday)

    assert delivery.deliver_batches(now=town.monday) == {"uncertain": 1}
    let_leases_end()
    assert delivery.deliver_batches(now=town.monday) == {}
    assert len(gateway.calls) == 1
    assert {kind for kind, _ in alarms()} == {"delivery.uncertain"}


def test_a_doubtful_alarm_by_mail_is_sent_again_and_says_so(town, gateway):
    gateway.answers = [AttemptOutcome.UNKNOWN]
    mail(town.a, town.monday, urgency=Urgency.SAFETY, title="请马上联系")

    assert delivery.deliver_batches(now=town.monday) == {"retrying": 1}
    let_leases_end()
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert [title for _, title in gateway.calls] == ["请马上联系", "【重复发送】请马上联系"]


@pytest.mark.parametrize(("put", "state"), [(text_message, "sent"), (mail, "uncertain")])
def test_a_worker_that_died_in_the_call_leaves_an_attempt_without_an_end(town, gateway, put, state):
    put(town.a, town.monday)
    (claim,) = delivery.claim(now=town.monday)
    sender.start_attempts([claim], town.monday)  # and here it dies
    assert delivery.deliver_batches(now=town.monday) == {}
    let_leases_end()

    assert delivery.deliver_batches(now=town.monday) == {state: 1}
    assert len(gateway.calls) == (1 if state == "sent" else 0)
    assert attempts()[0] == (1, "")


def test_a_worker_that_died_before_the_call_loses_nothing(town, gateway):
    mail(town.a, town.monday)
    delivery.claim(now=town.monday)
    let_leases_end()

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert attempts() == [(1, "accepted")]


def test_one_poisonous_message_does_not_stop_the_batch(town, gateway):
    gateway.answers = [ValueError("poison")]
    for number in range(3):
        text_message(town.a, town.monday, key=str(number))

    assert delivery.deliver_batches(now=town.monday) == {"retrying": 1, "sent": 2}
    assert [row.channel for row in deliveries()] == [Channel.SMS] * 3


@pytest.mark.django_db(transaction=True)
def test_rows_that_another_worker_is_just_claiming_are_passed_over_without_waiting(town, gateway):
    taken = text_message(town.a, town.monday, key="taken")
    text_message(town.a, town.monday, key="free")

    def take() -> list[Any]:
        """As another process: a connection of its own, which would rather fail than wait."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            return [claim.delivery.notification.dedupe_key for claim in delivery.claim(now=town.monday)]
        finally:
            connections.close_all()

    with scope(ALL_TENANTS), ThreadPoolExecutor(1) as threads:
        assert list(Delivery.objects.select_for_update(of=("self",)).filter(notification=taken))
        assert threads.submit(take).result(timeout=20) == ["free"]
