"""Claims, attempts and their outcomes, one batch at a time."""

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


def expire_leases():
    with scope(ALL_TENANTS):
        Delivery.objects.filter(lease_until__isnull=False).update(lease_until=Now() - HOUR)


def attempts():
    with scope(ALL_TENANTS):
        return list(DeliveryAttempt.objects.order_by("number").values_list("number", "outcome"))


def alerts():
    with scope(ALL_TENANTS):
        return list(
            Notification.objects.filter(kind__startswith="delivery.")
            .order_by("recipient")
            .values_list("kind", "recipient")
        )


def test_due_delivery_is_sent_once_and_others_wait(town, gateway):
    text_message(town.a, town.monday, key="now")
    text_message(town.a, town.later(hours=12), key="tonight")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert delivery.deliver_batches(now=town.later(hours=22)) == {}
    assert delivery.deliver_batches(now=town.later(hours=23)) == {"sent": 1}
    assert len({delivery_id for delivery_id, _ in gateway.calls}) == len(gateway.calls) == 2


def test_delivery_due_by_day_is_not_sent_at_night(town, gateway):
    text_message(town.a, town.monday)
    text_message(town.a, town.monday, key="alarm", urgency=Urgency.SAFETY, title="警报")
    night = town.later(hours=13)

    assert delivery.deliver_batches(now=night) == {"sent": 1}
    assert [title for _, title in gateway.calls] == ["警报"]
    assert delivery.deliver_batches(now=town.later(hours=23)) == {"sent": 1}


def test_wrong_token_cannot_finish_an_attempt(town, gateway):
    text_message(town.a, town.monday)
    (mine,) = delivery.claim(now=town.monday)
    expire_leases()
    (theirs,) = delivery.claim(now=town.monday)

    assert delivery.send_claims([mine], town.monday) == {}
    assert gateway.calls == []
    (begun,), _ended = sender.start_attempts([theirs], town.monday)
    stolen = replace(begun, claim=mine)
    assert sender.finish_attempts([(stolen, SendResult(AttemptOutcome.FAILED))], town.monday) == {}
    assert states() == [DeliveryState.SENDING]
    assert sender.finish_attempts([(begun, SendResult(AttemptOutcome.ACCEPTED))], town.monday) == {"sent": 1}


def test_failing_delivery_is_tried_five_times_then_school_is_alerted(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED] * 9
    text_message(town.a, town.monday)
    counts = []
    for _ in range(7):
        counts.append(dict(delivery.deliver_batches(now=town.monday)))
        assert delivery.deliver_batches(now=town.monday) == {}  # not before the pause is over
        expire_leases()

    assert counts == [{"retrying": 1}] * 4 + [{"dead": 1}, {}, {}]
    assert attempts() == [(number, "failed") for number in range(1, 6)]
    people = sorted([town.head_li.user_id, town.admin_zhao.user_id])
    assert alerts() == [("delivery.dead", user) for user in people]


def test_many_dead_deliveries_alert_each_person_once_a_day(town, gateway):
    gateway.answers = [AttemptOutcome.REJECTED] * 3
    for number in range(3):
        text_message(town.a, town.monday, key=str(number))

    assert delivery.deliver_batches(now=town.monday) == {"dead": 3}
    assert len(alerts()) == 2  # head and admin


def test_uncertain_call_is_repeated_with_idempotent_gateway(town, gateway):
    gateway.answers = [TimeoutError("no answer")]
    text_message(town.a, town.monday)

    assert delivery.deliver_batches(now=town.monday) == {"retrying": 1}
    expire_leases()
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert gateway.calls[0] == gateway.calls[1]


def test_uncertain_reminder_by_email_waits_for_a_person(town, gateway):
    gateway.answers = [AttemptOutcome.UNKNOWN]
    mail(town.a, town.monday)

    assert delivery.deliver_batches(now=town.monday) == {"uncertain": 1}
    expire_leases()
    assert delivery.deliver_batches(now=town.monday) == {}
    assert len(gateway.calls) == 1
    assert {kind for kind, _ in alerts()} == {"delivery.uncertain"}


def test_uncertain_safety_alert_by_email_is_repeated_and_marked(town, gateway):
    gateway.answers = [AttemptOutcome.UNKNOWN]
    mail(town.a, town.monday, urgency=Urgency.SAFETY, title="请马上联系")

    assert delivery.deliver_batches(now=town.monday) == {"retrying": 1}
    expire_leases()
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert [title for _, title in gateway.calls] == ["请马上联系", "【重复发送】请马上联系"]


@pytest.mark.parametrize(("send", "state"), [(text_message, "sent"), (mail, "uncertain")])
def test_worker_that_died_in_a_call_leaves_an_open_attempt(town, gateway, send, state):
    send(town.a, town.monday)
    (claim,) = delivery.claim(now=town.monday)
    sender.start_attempts([claim], town.monday)  # the worker dies here
    assert delivery.deliver_batches(now=town.monday) == {}
    expire_leases()

    assert delivery.deliver_batches(now=town.monday) == {state: 1}
    assert len(gateway.calls) == (1 if state == "sent" else 0)
    assert attempts()[0] == (1, "")


def test_worker_that_died_before_a_call_loses_nothing(town, gateway):
    mail(town.a, town.monday)
    delivery.claim(now=town.monday)
    expire_leases()

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert attempts() == [(1, "accepted")]


def test_one_crashing_message_does_not_stop_the_batch(town, gateway):
    gateway.answers = [ValueError("poison")]
    for number in range(3):
        text_message(town.a, town.monday, key=str(number))

    assert delivery.deliver_batches(now=town.monday) == {"retrying": 1, "sent": 2}
    assert [row.channel for row in deliveries()] == [Channel.SMS] * 3


@pytest.mark.django_db(transaction=True)
def test_claim_skips_rows_that_another_worker_claims(town, gateway):
    claimed = text_message(town.a, town.monday, key="claimed")
    text_message(town.a, town.monday, key="free")

    def claim_elsewhere() -> list[Any]:
        """Claim on another connection, which fails rather than waits."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            return [claim.delivery.notification.dedupe_key for claim in delivery.claim(now=town.monday)]
        finally:
            connections.close_all()

    with scope(ALL_TENANTS), ThreadPoolExecutor(1) as threads:
        assert list(Delivery.objects.select_for_update(of=("self",)).filter(notification=claimed))
        assert threads.submit(claim_elsewhere).result(timeout=20) == ["free"]
