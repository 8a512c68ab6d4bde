"""What keeps the ledger true: tries are counted, doubts are shown, leases are held, the index is used."""

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
    change,
    deliveries,
    gateway_deliveries,
    let_leases_end,
    mail,
    states,
    text_message,
    tried,
)

pytestmark = pytest.mark.django_db


def the_row():
    (row,) = gateway_deliveries()
    return row


def outcomes():
    with scope(ALL_TENANTS):
        return list(DeliveryAttempt.objects.order_by("number").values_list("outcome", flat=True))


def deliver_until_it_rests(now, times):
    told = []
    for _time in range(times):
        told += [*delivery.deliver_batches(now=now)]
        let_leases_end()
    return told


# -- what somebody sends again
def decide_that_it_did_not_arrive(town):
    doubtful = the_row()
    with town.as_(town.head_li) as by:
        resolving.resolve_uncertain(delivery=doubtful, was_delivered=False, by=by, now=town.later(hours=1))


def test_a_doubtful_message_that_did_not_arrive_really_goes_out_again_and_says_so(town, gateway):
    gateway.answers = [AttemptOutcome.UNKNOWN]
    mail(town.a, town.monday)
    delivery.deliver_batches(now=town.monday)

    decide_that_it_did_not_arrive(town)

    assert delivery.deliver_batches(now=town.later(hours=1, minutes=1)) == {"sent": 1}
    assert [title for _id, title in gateway.calls] == ["本周家访提醒", "【重复发送】本周家访提醒"]


def test_a_doubt_about_the_second_message_is_one_more_for_a_person(town, gateway):
    gateway.answers = [AttemptOutcome.UNKNOWN, AttemptOutcome.UNKNOWN]
    mail(town.a, town.monday)
    delivery.deliver_batches(now=town.monday)
    decide_that_it_did_not_arrive(town)

    assert delivery.deliver_batches(now=town.later(hours=2)) == {"uncertain": 1}
    assert delivery.deliver_batches(now=town.later(hours=3)) == {}


def test_a_dead_message_that_is_taken_up_again_has_five_tries_more(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED] * 10
    text_message(town.a, town.monday)
    assert deliver_until_it_rests(town.monday, 7) == ["retrying"] * 4 + ["dead"]

    dead = the_row()
    with town.as_(town.head_li) as by:
        resolving.retry_delivery(delivery=dead, by=by, now=town.later(hours=1))

    with scope(ALL_TENANTS):  # the channel has rested meanwhile
        ChannelBreaker.objects.all().delete()
    assert deliver_until_it_rests(town.later(hours=2), 4) == ["retrying"] * 4
    with scope(ALL_TENANTS):
        ChannelBreaker.objects.all().delete()
    assert deliver_until_it_rests(town.later(hours=2), 2) == ["dead"]
    assert len(gateway.calls) == 10


def test_what_a_carrier_took_and_did_not_bring_goes_out_again_under_a_key_that_is_new_to_it(town, gateway):
    """Under the old one it would say "known", and nothing would go out."""
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


def test_what_it_refused_keeps_its_key(town, gateway):
    gateway.answers = [AttemptOutcome.REJECTED]
    text_message(town.a, town.monday)
    delivery.deliver_batches(now=town.monday)
    dead = the_row()
    with town.as_(town.head_li) as by:
        resolving.retry_delivery(delivery=dead, by=by, now=town.later(hours=1))

    assert delivery.deliver_batches(now=town.later(hours=2)) == {"sent": 1}
    assert {delivery_id for delivery_id, _title in gateway.calls} == {dead.public_id}


# -- at most five tries
@pytest.mark.parametrize(
    ("put", "urgency", "state"),
    [
        (text_message, Urgency.REMINDER, "dead"),
        (mail, Urgency.REMINDER, "uncertain"),
        (text_message, Urgency.SAFETY, "dead"),
        (mail, Urgency.SAFETY, "uncertain"),
    ],
    ids=["reminder, key", "reminder, no key", "alert, key", "alert, no key"],
)
def test_a_message_that_kills_its_worker_is_tried_five_times_at_most(town, gateway, put, urgency, state):
    put(town.a, town.monday, urgency=urgency)
    for _death in range(7):
        claims = delivery.claim(now=town.monday) + delivery.claim(now=town.monday, suspects=True)
        sender.start_attempts(claims, town.monday)  # and here it dies
        let_leases_end()

    assert the_row().state == state
    assert outcomes() == [""] * (1 if (put, urgency) == (mail, Urgency.REMINDER) else 5)


def test_an_alert_of_which_one_call_is_doubtful_does_not_end_as_surely_lost(town, gateway):
    gateway.answers = [AttemptOutcome.UNKNOWN, *[AttemptOutcome.FAILED] * 3]
    mail(town.a, town.monday, urgency=Urgency.SAFETY)
    told = deliver_until_it_rests(town.monday, 4)
    gateway.answers = [AttemptOutcome.FAILED]

    assert told == ["retrying"] * 4
    assert deliver_until_it_rests(town.monday, 1) == ["uncertain"]


def test_suspects_are_taken_one_by_one_and_never_with_others(town, gateway):
    for key in ("poison", "another", "healthy"):
        text_message(town.a, town.monday, key=key)
    poison, another, healthy = deliveries()
    for row in (poison, another):
        tried(row, "", at=town.monday)
        change(row, state=DeliveryState.SENDING)

    assert [claim.delivery.pk for claim in delivery.claim(now=town.monday)] == [healthy.pk]
    assert [claim.delivery.pk for claim in delivery.claim(now=town.monday, limit=1, suspects=True)] == [poison.pk]
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}  # the other one


def test_an_address_that_cannot_be_opened_keeps_no_other_from_going_out(town, gateway):
    for key in ("broken", "healthy"):
        text_message(town.a, town.monday, key=key, title=key)
    broken, _healthy = deliveries()
    with scope(ALL_TENANTS):
        RecipientAddress.objects.filter(delivery=broken).update(address=b"no envelope")

    assert delivery.deliver_batches(now=town.monday) == {"retrying": 1, "sent": 1}
    let_leases_end()
    assert deliver_until_it_rests(town.monday, 5) == ["retrying"] * 3 + ["dead"]
    assert [title for _id, title in gateway.calls] == ["healthy"]


# -- the attempt first, and only while the lease is mine
def test_the_attempt_stands_before_the_call(town, gateway, monkeypatch):
    seen = []
    monkeypatch.setattr(
        gateway, "send", lambda _self, _message: seen.append(True) or SendResult(AttemptOutcome.ACCEPTED)
    )
    text_message(town.a, town.monday)
    begun, _ended = sender.start_attempts(delivery.claim(now=town.monday), town.monday)

    assert (outcomes(), seen) == ([""], [])
    assert the_row().attempt_count == 1
    assert sender.finish_attempts([(begun[0], SendResult(AttemptOutcome.ACCEPTED))], town.monday) == {"sent": 1}


def test_a_lease_that_is_over_begins_nothing(town, gateway):
    text_message(town.a, town.monday)
    claims = delivery.claim(now=town.monday)
    let_leases_end()

    assert delivery.send_claims(claims, town.monday) == {}
    assert (gateway.calls, outcomes(), states()) == ([], [], ["sending"])


def test_who_comes_back_after_another_has_taken_it_writes_no_state(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED]
    text_message(town.a, town.monday)
    (begun,), _ended = sender.start_attempts(delivery.claim(now=town.monday), town.monday)
    let_leases_end()
    assert delivery.deliver_batches(now=town.monday) == {"retrying": 1}

    assert sender.finish_attempts([(begun, SendResult(AttemptOutcome.ACCEPTED))], town.monday) == {}
    assert (states(), outcomes()) == (
        ["retrying"],
        ["accepted", "failed"],
    )  # but that its call was made is written down


def test_places_are_told_in_one_order_so_that_two_workers_never_wait_for_each_other(town):
    """Each holds its incident's row until it is through; the same rows the other way round would be a deadlock."""
    for place in (town.c, town.b, town.a):
        text_message(place, town.monday, key=str(place.school.pk))
    rows = deliveries()
    with scope(ALL_TENANTS):
        for order in (rows, rows[::-1]):
            SystemIncident.objects.all().delete()
            undelivered.alert_undelivered(order, DeliveryState.DEAD, town.monday)
            told = list(SystemIncident.objects.order_by("pk").values_list("county_id", "school_id", "source"))
            assert told == sorted(told, key=str)
            assert len(told) == 3


# -- a busy ledger
def filled(town, sent, due):
    """Many deliveries, with their notices, written by the database itself."""
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

    (found,) = json.loads(rows.explain(format="json"))
    return list(nodes(found["Plan"]))


@pytest.mark.parametrize("urgent", [False, True])
@pytest.mark.parametrize("hours", [0, 12])  # by day, and in the carers' quiet hours
def test_what_is_to_do_is_found_by_its_own_index_among_all_that_is_done(town, urgent, hours):
    filled(town, sent=50_000, due=1_000)
    now = town.later(hours=hours)
    with scope(ALL_TENANTS):
        rows = claims.sendable(now).filter(~claims._died_in_call())
        rows = (rows.filter(is_urgent=True) if urgent else rows)[: claims.BATCH]
        plan = plan_of(rows)
        found = len(rows)

    assert {node["Index Name"] for node in plan if node.get("Relation Name") == "notify_delivery"} == {
        "delivery_sendable"
    }
    assert not [node for node in plan if node["Node Type"] == "Seq Scan"]
    assert found == (20 if urgent or hours else claims.BATCH)
