"""Invariants of delivery: attempts are counted, uncertainty is shown, leases are held, the index is used."""

import json

import pytest
from django.db import connection

from services.notify import delivery, receipts
from services.notify.actions import resolving
from services.notify.alerts import undelivered
from services.notify.channels.base import SendResult
from services.notify.channels.receipt_parsers import ParsedReceipt
from services.notify.choices import AttemptOutcome, DeliveryState, ReceiptStatus, Urgency
from services.notify.delivery import claims, sender
from services.notify.models import ChannelBreaker, DeliveryAttempt, RecipientAddress, SystemIncident
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import (
    add_attempts,
    deliveries,
    expire_leases,
    gateway_deliveries,
    mail,
    set_columns,
    states,
    text_message,
)

pytestmark = pytest.mark.django_db


def the_row():
    (row,) = gateway_deliveries()
    return row


def outcomes():
    with scope(ALL_TENANTS):
        return list(DeliveryAttempt.objects.order_by("number").values_list("outcome", flat=True))


def deliver_until_it_rests(now, times):
    results = []
    for _time in range(times):
        results += [*delivery.deliver_batches(now=now)]
        expire_leases()
    return results


# -- sent again by a person
def resolve_as_not_delivered(town):
    uncertain = the_row()
    with town.as_(town.head_li) as by:
        resolving.resolve_uncertain(delivery=uncertain, was_delivered=False, by=by, now=town.later(hours=1))


def test_unresolved_uncertain_message_is_sent_again_and_marked(town, gateway):
    gateway.answers = [AttemptOutcome.UNKNOWN]
    mail(town.a, town.monday)
    delivery.deliver_batches(now=town.monday)

    resolve_as_not_delivered(town)

    assert delivery.deliver_batches(now=town.later(hours=1, minutes=1)) == {"sent": 1}
    assert [title for _id, title in gateway.calls] == ["本周家访提醒", "【重复发送】本周家访提醒"]


def test_second_uncertain_attempt_waits_for_a_person_again(town, gateway):
    gateway.answers = [AttemptOutcome.UNKNOWN, AttemptOutcome.UNKNOWN]
    mail(town.a, town.monday)
    delivery.deliver_batches(now=town.monday)
    resolve_as_not_delivered(town)

    assert delivery.deliver_batches(now=town.later(hours=2)) == {"uncertain": 1}
    assert delivery.deliver_batches(now=town.later(hours=3)) == {}


def test_retried_dead_delivery_has_five_more_attempts(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED] * 10
    text_message(town.a, town.monday)
    assert deliver_until_it_rests(town.monday, 7) == ["retrying"] * 4 + ["dead"]

    dead = the_row()
    with town.as_(town.head_li) as by:
        resolving.retry_delivery(delivery=dead, by=by, now=town.later(hours=1))

    with scope(ALL_TENANTS):  # the breaker has closed meanwhile
        ChannelBreaker.objects.all().delete()
    assert deliver_until_it_rests(town.later(hours=2), 4) == ["retrying"] * 4
    with scope(ALL_TENANTS):
        ChannelBreaker.objects.all().delete()
    assert deliver_until_it_rests(town.later(hours=2), 2) == ["dead"]
    assert len(gateway.calls) == 10


def test_undelivered_message_is_sent_again_under_a_new_key(town, gateway):
    """Under the old key the carrier would report success and send nothing."""
    text_message(town.a, town.monday)
    delivery.deliver_batches(now=town.monday)
    receipts.apply([ParsedReceipt(ReceiptStatus.UNDELIVERED, "", the_row().public_id)], town.later(minutes=5))
    dead = the_row()
    assert dead.state == "dead"
    with town.as_(town.head_li) as by:
        resolving.retry_delivery(delivery=dead, by=by, now=town.later(hours=1))
    gateway.answers = [AttemptOutcome.FAILED]
    assert deliver_until_it_rests(town.later(hours=2), 2) == ["retrying", "sent"]

    first, second, third = (delivery_id for delivery_id, _title in gateway.calls)
    assert (first, second) == (dead.public_id, third)
    assert second != first


def test_rejected_message_keeps_its_key(town, gateway):
    gateway.answers = [AttemptOutcome.REJECTED]
    text_message(town.a, town.monday)
    delivery.deliver_batches(now=town.monday)
    dead = the_row()
    with town.as_(town.head_li) as by:
        resolving.retry_delivery(delivery=dead, by=by, now=town.later(hours=1))

    assert delivery.deliver_batches(now=town.later(hours=2)) == {"sent": 1}
    assert {delivery_id for delivery_id, _title in gateway.calls} == {dead.public_id}


# -- at most five attempts
@pytest.mark.parametrize(
    ("send", "urgency", "state"),
    [
        (text_message, Urgency.REMINDER, "dead"),
        (mail, Urgency.REMINDER, "uncertain"),
        (text_message, Urgency.SAFETY, "dead"),
        (mail, Urgency.SAFETY, "uncertain"),
    ],
    ids=["reminder, key", "reminder, no key", "alert, key", "alert, no key"],
)
def test_message_that_kills_its_worker_has_at_most_five_attempts(town, gateway, send, urgency, state):
    send(town.a, town.monday, urgency=urgency)
    for _death in range(7):
        claims = delivery.claim(now=town.monday) + delivery.claim(now=town.monday, suspects=True)
        sender.start_attempts(claims, town.monday)  # the worker dies here
        expire_leases()

    assert the_row().state == state
    assert outcomes() == [""] * (1 if (send, urgency) == (mail, Urgency.REMINDER) else 5)


def test_alert_with_an_unknown_attempt_ends_uncertain_not_dead(town, gateway):
    gateway.answers = [AttemptOutcome.UNKNOWN, *[AttemptOutcome.FAILED] * 3]
    mail(town.a, town.monday, urgency=Urgency.SAFETY)
    results = deliver_until_it_rests(town.monday, 4)
    gateway.answers = [AttemptOutcome.FAILED]

    assert results == ["retrying"] * 4
    assert deliver_until_it_rests(town.monday, 1) == ["uncertain"]


def test_suspects_are_claimed_one_by_one_and_apart(town, gateway):
    for key in ("poison", "another", "healthy"):
        text_message(town.a, town.monday, key=key)
    poison, another, healthy = deliveries()
    for row in (poison, another):
        add_attempts(row, "", at=town.monday)
        set_columns(row, state=DeliveryState.SENDING)

    assert [claim.delivery.pk for claim in delivery.claim(now=town.monday)] == [healthy.pk]
    assert [claim.delivery.pk for claim in delivery.claim(now=town.monday, limit=1, suspects=True)] == [poison.pk]
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}  # the other one


def test_unreadable_address_does_not_stop_the_batch(town, gateway):
    for key in ("broken", "healthy"):
        text_message(town.a, town.monday, key=key, title=key)
    broken, _healthy = deliveries()
    with scope(ALL_TENANTS):
        RecipientAddress.objects.filter(delivery=broken).update(address=b"no envelope")

    assert delivery.deliver_batches(now=town.monday) == {"retrying": 1, "sent": 1}
    expire_leases()
    assert deliver_until_it_rests(town.monday, 5) == ["retrying"] * 3 + ["dead"]
    assert [title for _id, title in gateway.calls] == ["healthy"]


# -- the attempt first, and only while the lease is held
def test_attempt_is_recorded_before_the_call(town, gateway, monkeypatch):
    seen = []
    monkeypatch.setattr(
        gateway, "send", lambda _self, _message: seen.append(True) or SendResult(AttemptOutcome.ACCEPTED)
    )
    text_message(town.a, town.monday)
    begun, _ended = sender.start_attempts(delivery.claim(now=town.monday), town.monday)

    assert (outcomes(), seen) == ([""], [])
    assert the_row().attempt_count == 1
    assert sender.finish_attempts([(begun[0], SendResult(AttemptOutcome.ACCEPTED))], town.monday) == {"sent": 1}


def test_lapsed_lease_starts_no_attempt(town, gateway):
    text_message(town.a, town.monday)
    claims = delivery.claim(now=town.monday)
    expire_leases()

    assert delivery.send_claims(claims, town.monday) == {}
    assert (gateway.calls, outcomes(), states()) == ([], [], ["sending"])


def test_lost_claim_records_its_attempt_but_no_state(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED]
    text_message(town.a, town.monday)
    (begun,), _ended = sender.start_attempts(delivery.claim(now=town.monday), town.monday)
    expire_leases()
    assert delivery.deliver_batches(now=town.monday) == {"retrying": 1}

    assert sender.finish_attempts([(begun, SendResult(AttemptOutcome.ACCEPTED))], town.monday) == {}
    assert (states(), outcomes()) == (
        ["retrying"],
        ["accepted", "failed"],
    )  # its call is recorded all the same


def test_tenants_are_alerted_in_one_order_against_deadlocks(town):
    """Each worker locks incidents until it has finished; two different orders would be a deadlock."""
    for tenant in (town.c, town.b, town.a):
        text_message(tenant, town.monday, key=str(tenant.school.pk))
    rows = deliveries()
    with scope(ALL_TENANTS):
        for order in (rows, rows[::-1]):
            SystemIncident.objects.all().delete()
            undelivered.alert_undelivered(order, DeliveryState.DEAD, town.monday)
            results = list(SystemIncident.objects.order_by("pk").values_list("county_id", "school_id", "source"))
            assert results == sorted(results, key=str)
            assert len(results) == 3


# -- many rows
def insert_deliveries(town, sent, due):
    """Insert many deliveries with their notifications."""
    with scope(ALL_TENANTS), connection.cursor() as cursor:
        cursor.execute(
            """
            WITH n AS (
                INSERT INTO notify_notification (public_id, county_id, school_id, dedupe_key, kind, urgency, audience,
                    recipient_name, title, body, variables, path, created_at, requires_acknowledgement, snooze_reason,
                    escalation_level)
                SELECT gen_random_uuid(), %s, %s, 'plan:' || i, 'test', 'reminder', 'guardian', '', 't', '', '{}', '',
                    %s, false, '', 0 FROM generate_series(1, %s) AS i RETURNING id
            )
            INSERT INTO notify_delivery (public_id, county_id, school_id, notification_id, channel, fallback_order,
                state, is_urgent, requested_at, due_at, delay_reason, attempt_count, sent_at, error, receipt)
            SELECT gen_random_uuid(), %s, %s, id, 'sms', 0, CASE WHEN i <= %s THEN 'sent' ELSE 'due' END,
                i %% 50 = 0, %s, %s, '', 0, CASE WHEN i <= %s THEN %s::timestamptz END, '', ''
            FROM (SELECT id, row_number() OVER (ORDER BY id) AS i FROM n) AS rows
            """,
            [
                *(town.county.pk, town.a.school.pk, town.monday, sent + due),
                *(town.county.pk, town.a.school.pk, sent, town.monday, town.monday, sent, town.monday),
            ],
        )


def plan_of(rows):
    def nodes(node):
        yield node
        for inner in node.get("Plans", ()):
            yield from nodes(inner)

    (plan,) = json.loads(rows.explain(format="json"))
    return list(nodes(plan["Plan"]))


@pytest.mark.parametrize("urgent", [False, True])
@pytest.mark.parametrize("hours", [0, 12])  # by day, and in the quiet hours of guardians
def test_sendable_deliveries_use_their_own_index(town, urgent, hours):
    insert_deliveries(town, sent=50_000, due=1_000)
    now = town.later(hours=hours)
    with scope(ALL_TENANTS):
        rows = claims.sendable(now).filter(~claims._died_in_call())
        rows = (rows.filter(is_urgent=True) if urgent else rows)[: claims.BATCH]
        plan = plan_of(rows)
        count = len(rows)

    assert {node["Index Name"] for node in plan if node.get("Relation Name") == "notify_delivery"} == {
        "delivery_sendable"
    }
    assert not [node for node in plan if node["Node Type"] == "Seq Scan"]
    assert count == (20 if urgent or hours else claims.BATCH)
