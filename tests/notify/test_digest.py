"""Several reminders for one person in one message, and how its parts share their leader's fate."""

from datetime import time, timedelta

import pytest

from services.notify import delivery, receipts
from services.notify.actions import inbox, resolving, retention
from services.notify.channels.receipt_parsers import ParsedReceipt
from services.notify.choices import AttemptOutcome, Channel, DelayReason, ReceiptStatus, Urgency
from services.notify.models import Delivery, DeliveryAttempt, Notification
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import (
    change,
    deliveries,
    fate,
    gateway_deliveries,
    let_leases_end,
    mail,
    opted_out,
    text_message,
)

pytestmark = pytest.mark.django_db
GRANDMOTHER, TEACHER = "13800000001", "wang@school.example"


def remind(place, now, *titles, send=text_message, **more):
    address = {"phone": GRANDMOTHER} if send is text_message else {"email": TEACHER}
    for title in titles:
        send(place, now, key=f"{place.school.pk}:{title}", title=title, **{**address, **more})


def said(gateway):
    return [(message.title, message.body) for message in gateway.messages]


def leader_and_merged():
    rows = gateway_deliveries()
    (leader,) = [row for row in rows if row.merged_into_id is None]
    assert {row.merged_into_id for row in rows if row is not leader} == {leader.pk}
    return leader, [row for row in rows if row is not leader]


def test_what_is_due_for_one_person_goes_out_as_one_message_that_names_each(town, gateway):
    remind(town.a, town.monday, "家长会", "联系卡待核对", "体检通知")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}

    assert said(gateway) == [("您有 3 件事", "家长会；联系卡待核对；体检通知")]
    assert fate() == [("家长会", "sent"), ("联系卡待核对", "sent"), ("体检通知", "sent")]
    leader, _merged = leader_and_merged()
    assert leader.notification.title == "家长会"
    assert {abs(row.sent_at - town.monday) < timedelta(seconds=10) for row in gateway_deliveries()} == {True}
    with scope(ALL_TENANTS):
        assert list(DeliveryAttempt.objects.values_list("delivery", "outcome")) == [(leader.pk, "accepted")]


def test_the_grandmother_of_two_pupils_of_two_schools_gets_one_text(town, gateway):
    remind(town.a, town.monday, "请来中心小学参加家长会")
    remind(town.b, town.monday, "请来河西小学参加家长会")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}

    assert [message.address for message in gateway.messages] == [GRANDMOTHER]
    assert said(gateway)[0][1] == "请来中心小学参加家长会；请来河西小学参加家长会"
    for place in (town.a, town.b):  # and each school sees its own part alone
        with place.inside():
            assert [row.state for row in Delivery.objects.all()] == ["sent"]
            assert Notification.objects.count() == 1


def test_two_counties_never_speak_in_one_message(town, gateway):
    remind(town.a, town.monday, "清河的事")
    remind(town.c, town.monday, "云岭的事")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 2}
    assert sorted(said(gateway)) == [("云岭的事", ""), ("清河的事", "")]


def test_two_people_and_two_channels_never_share_a_message(town, gateway):
    remind(town.a, town.monday, "甲")
    remind(town.a, town.monday, "乙", phone="13900000002")
    remind(town.a, town.monday, "丙", send=mail)

    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}
    assert {title for title, _body in said(gateway)} == {"甲", "乙", "丙"}


@pytest.mark.parametrize("urgency", [Urgency.NORMAL, Urgency.SAFETY])
def test_a_notice_and_an_alert_stand_alone(town, gateway, urgency):
    remind(town.a, town.monday, "家长会", "体检通知")
    remind(town.a, town.monday, "停课", "请马上联系学校", urgency=urgency)

    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}
    assert {title for title, _body in said(gateway)} == {"您有 2 件事", "停课", "请马上联系学校"}


def test_what_is_not_due_yet_waits_for_its_own_moment(town, gateway):
    remind(town.a, town.monday, "今天的")
    remind(town.a, town.later(hours=2), "午前的")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert fate() == [("今天的", "sent"), ("午前的", "due")]


def test_at_most_twenty_things_in_a_message_and_the_next_takes_the_rest(town, gateway):
    remind(town.a, town.monday, *(f"第{number:02}件" for number in range(45)))

    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}
    assert sorted(title for title, _body in said(gateway)) == ["您有 20 件事", "您有 20 件事", "您有 5 件事"]
    assert {state for _title, state in fate()} == {"sent"}


def test_eight_are_named_and_the_rest_is_counted(town, gateway):
    remind(town.a, town.monday, *(f"第{number}件" for number in range(1, 10)))

    delivery.deliver_batches(now=town.monday)

    assert said(gateway) == [("您有 9 件事", "；".join(f"第{number}件" for number in range(1, 9)) + "；等")]


def test_one_message_takes_along_what_is_due_beyond_the_batch(town, gateway):
    remind(town.a, town.monday, *(f"第{number}件" for number in range(5)))

    assert delivery.deliver_batches(now=town.monday, limit=2) == {"sent": 1}
    assert said(gateway)[0][0] == "您有 5 件事"
    assert {state for _title, state in fate()} == {"sent"}


def test_a_digest_counts_once_against_the_day(town, gateway, settings):
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 2, "staff": 2}
    remind(town.a, town.monday, *(f"第{number}件" for number in range(5)))

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert {state for _title, state in fate()} == {"sent"}
    remind(town.a, town.monday, "第六件")
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}

    remind(town.a, town.later(hours=1), "又一件", "再一件")
    assert delivery.deliver_batches(now=town.later(hours=1)) == {}
    waiting = [row for row in gateway_deliveries() if row.state == "due"]
    assert [(row.delay_reason, row.due_at) for row in waiting] == [(DelayReason.DAILY_LIMIT, town.later(hours=23))] * 2

    assert delivery.deliver_batches(now=town.later(hours=23)) == {"sent": 1}
    assert said(gateway)[-1] == ("您有 2 件事", "又一件；再一件")


def test_a_message_that_was_tried_says_the_same_when_it_is_tried_again(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED]
    remind(town.a, town.monday, "家长会", "体检通知")
    assert delivery.deliver_batches(now=town.monday) == {"retrying": 1}
    remind(town.a, town.later(minutes=5), "后来的")
    let_leases_end()

    assert delivery.deliver_batches(now=town.later(minutes=5)) == {"sent": 2}

    both = ("您有 2 件事", "家长会；体检通知")
    assert said(gateway)[0] == both
    assert sorted(said(gateway)[1:]) == sorted([both, ("后来的", "")])
    assert gateway.calls[0] in gateway.calls[1:]


def test_a_single_message_that_was_tried_takes_nothing_along(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED]
    remind(town.a, town.monday, "家长会")
    delivery.deliver_batches(now=town.monday)
    remind(town.a, town.later(minutes=5), "后来的", "更后来的")
    let_leases_end()

    assert delivery.deliver_batches(now=town.later(minutes=5)) == {"sent": 2}
    assert {title for title, _body in said(gateway)} == {"家长会", "您有 2 件事"}


def test_parts_of_a_dead_message_each_go_by_their_next_channel(town, gateway):
    gateway.answers = [AttemptOutcome.REJECTED]
    turns = {"is_sequential": True, "channels": (Channel.SMS, Channel.EMAIL)}
    remind(town.a, town.monday, "家长会", email="mother@example.test", **turns)
    remind(town.a, town.monday, "体检通知", email="father@example.test", **turns)

    assert delivery.deliver_batches(now=town.monday) == {"dead": 1}
    assert fate() == [("家长会", "dead"), ("家长会", "due"), ("体检通知", "dead"), ("体检通知", "due")]

    assert delivery.deliver_batches(now=town.later(minutes=1)) == {"sent": 2}
    assert {(message.address, message.title) for message in gateway.messages[1:]} == {
        ("mother@example.test", "家长会"),
        ("father@example.test", "体检通知"),
    }


def test_parts_of_a_sent_message_need_no_other_channel(town, gateway):
    remind(
        town.a,
        town.monday,
        "家长会",
        "体检通知",
        email=TEACHER,
        is_sequential=True,
        channels=(Channel.SMS, Channel.EMAIL),
    )

    delivery.deliver_batches(now=town.monday)

    assert {(row.channel, row.state) for row in gateway_deliveries()} == {("sms", "sent"), ("email", "cancelled")}


def test_each_part_of_a_doubtful_message_is_shown_to_its_own_school(town, gateway):
    gateway.answers = [AttemptOutcome.UNKNOWN]
    remind(town.a, town.monday, "中心的事", send=mail)
    remind(town.b, town.monday, "河西的事", send=mail)

    assert delivery.deliver_batches(now=town.monday) == {"uncertain": 1}

    assert fate() == [("中心的事", "uncertain"), ("河西的事", "uncertain")]
    with scope(ALL_TENANTS):
        told = set(Notification.objects.filter(kind="delivery.uncertain").values_list("recipient_id", flat=True))
    assert told == {a.user_id for a in (town.head_li, town.admin_zhao, town.admin_of_b, town.b.actors["head"])}


@pytest.mark.parametrize(("arrived", "after"), [(True, "sent"), (False, "due")])
def test_what_a_person_says_of_a_doubtful_message_holds_for_all_its_parts(town, gateway, arrived, after):
    gateway.answers = [AttemptOutcome.UNKNOWN]
    remind(town.a, town.monday, "家长会", "体检通知", send=mail)
    delivery.deliver_batches(now=town.monday)
    leader, _merged = leader_and_merged()

    with town.as_(town.head_li) as by:
        resolving.resolve_uncertain(delivery=leader, was_delivered=arrived, by=by, now=town.later(hours=1))

    assert fate() == [("家长会", after), ("体检通知", "sent" if arrived else "merged")]
    assert delivery.deliver_batches(now=town.later(hours=1)) == ({} if arrived else {"sent": 1})
    assert {state for _title, state in fate()} == {"sent"}
    again = ("【重复发送】您有 2 件事", "家长会；体检通知")
    assert said(gateway)[1:] == ([] if arrived else [again])


def test_one_part_that_is_taken_up_again_goes_out_alone(town, gateway):
    gateway.answers = [AttemptOutcome.REJECTED]
    remind(town.a, town.monday, "家长会", "体检通知")
    delivery.deliver_batches(now=town.monday)
    _leader, (part,) = leader_and_merged()

    with town.as_(town.head_li) as by:
        resolving.retry_delivery(delivery=part, by=by, now=town.later(hours=1))
    assert delivery.deliver_batches(now=town.later(hours=1)) == {"sent": 1}

    assert said(gateway)[1:] == [("体检通知", "")]
    assert fate() == [("家长会", "dead"), ("体检通知", "sent")]
    receipts.apply([ParsedReceipt(ReceiptStatus.UNDELIVERED, "", part.public_id)], town.later(hours=2))
    assert fate() == [("家长会", "dead"), ("体检通知", "dead")]


def test_a_receipt_of_the_message_is_one_of_every_part(town, gateway):
    turns = {"is_sequential": True, "channels": (Channel.SMS, Channel.CALL)}
    remind(town.a, town.monday, "家长会", "体检通知", **turns)
    delivery.deliver_batches(now=town.monday)
    leader = next(row for row in gateway_deliveries() if row.channel == "sms" and row.merged_into_id is None)

    receipts.apply([ParsedReceipt(ReceiptStatus.UNDELIVERED, "", leader.public_id)], town.later(minutes=5))

    rows = [row for row in gateway_deliveries() if row.channel == "sms"]
    assert [(row.state, row.receipt) for row in rows] == [("dead", "undelivered")] * 2
    assert [row.state for row in gateway_deliveries() if row.channel == "call"] == ["to_call"] * 2


def test_a_message_that_died_unsent_is_told_whole_the_next_time(town, gateway, settings):
    """Its worker dies before the call; by then the day is full; the next morning more is due."""
    remind(town.a, town.monday, "家长会", "体检通知")
    delivery.claim(now=town.monday)
    let_leases_end()
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 0, "staff": 0}
    assert delivery.deliver_batches(now=town.monday) == {}
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 3, "staff": 3}
    morning = town.later(hours=23)
    remind(town.a, morning, "第三件")
    with scope(ALL_TENANTS):  # the one that leads by its age
        Delivery.objects.filter(notification__title="第三件").update(due_at=morning - timedelta(minutes=1))

    assert delivery.deliver_batches(now=morning) == {"sent": 1}

    assert said(gateway)[0][0] == "您有 3 件事"
    assert {state for _title, state in fate()} == {"sent"}


def test_an_answer_to_the_first_thing_of_a_message_that_was_tried_silences_no_other(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED]
    mine = {"recipient_id": town.teacher_wang.user_id, "send": mail}
    remind(town.a, town.monday, "谈心到期", requires_acknowledgement=True, **mine)
    remind(town.a, town.monday, "家访到期", **mine)
    delivery.deliver_batches(now=town.monday)
    leader, _merged = leader_and_merged()

    with town.as_(town.teacher_wang) as by:
        assert inbox.acknowledge(notification=leader.notification, by=by, now=town.later(minutes=1)) == 1
    let_leases_end()

    assert delivery.deliver_batches(now=town.later(minutes=2)) == {"sent": 1}
    assert fate() == [("谈心到期", "sent"), ("家访到期", "sent")]


def test_what_a_message_led_that_died_unsaid_goes_out_though_its_first_thing_is_answered(town, gateway, settings):
    mine = {"recipient_id": town.teacher_wang.user_id, "send": mail}
    remind(town.a, town.monday, "谈心到期", requires_acknowledgement=True, **mine)
    remind(town.a, town.monday, "家访到期", **mine)
    delivery.claim(now=town.monday)
    let_leases_end()
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 0, "staff": 0}
    delivery.deliver_batches(now=town.monday)
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 3, "staff": 3}

    (answered, _other) = gateway_deliveries()
    with town.as_(town.teacher_wang) as by:
        inbox.acknowledge(notification=answered.notification, by=by, now=town.later(hours=1))

    assert delivery.deliver_batches(now=town.later(hours=23)) == {"sent": 1}
    assert fate() == [("谈心到期", "cancelled"), ("家访到期", "sent")]


def test_an_opt_out_ends_every_part(town, gateway):
    remind(town.a, town.monday, "家长会", "体检通知")
    delivery.claim(now=town.monday)
    let_leases_end()
    opted_out(town.a, GRANDMOTHER, town.monday)

    assert delivery.deliver_batches(now=town.monday) == {}
    assert fate() == [("家长会", "dead"), ("体检通知", "dead")]
    assert gateway.messages == []


def test_who_works_beyond_the_batch_is_not_taken_along(town, gateway):
    """One telephone in two hands: the grandmother's, and the father's who is at work."""
    remind(town.a, town.monday, "给奶奶的")
    remind(town.a, town.monday, "给爸爸的", works_from=time(8), works_until=time(17))
    for row in deliveries():
        change(row, due_at=town.monday, delay_reason="")

    assert delivery.deliver_batches(now=town.monday, limit=1) == {"sent": 1}

    assert said(gateway) == [("给奶奶的", "")]
    (his,) = [row for row in gateway_deliveries() if row.state == "due"]
    assert (his.delay_reason, his.due_at) == (DelayReason.WORKING_HOURS, town.later(hours=8))


def test_no_part_is_forgotten_while_its_message_is_under_way(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED]
    remind(town.a, town.monday, "家长会", "体检通知")
    delivery.deliver_batches(now=town.monday)
    assert fate() == [("家长会", "retrying"), ("体检通知", "merged")]

    with scope(ALL_TENANTS):
        assert retention.purge(now=town.later(days=500), keep_days=400) == 0
    let_leases_end()
    delivery.deliver_batches(now=town.monday)
    with scope(ALL_TENANTS):
        assert retention.purge(now=town.later(days=500), keep_days=400) == 2
