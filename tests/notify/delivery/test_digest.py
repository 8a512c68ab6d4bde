"""Several reminders to one person in one message, and how its members share their leader's outcome."""

from datetime import time, timedelta

import pytest

from services.notify import delivery, receipts
from services.notify.actions import inbox, resolving, retention
from services.notify.channels.receipt_parsers import ParsedReceipt
from services.notify.choices import AttemptOutcome, Channel, DelayReason, ReceiptStatus, Urgency
from services.notify.models import Delivery, DeliveryAttempt, Notification
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import (
    deliveries,
    expire_leases,
    gateway_deliveries,
    mail,
    opted_out,
    set_columns,
    text_message,
    titles_and_states,
)

pytestmark = pytest.mark.django_db
GRANDMOTHER, TEACHER = "13800000001", "wang@school.example"


def remind(tenant, now, *titles, send=text_message, **more):
    address = {"phone": GRANDMOTHER} if send is text_message else {"email": TEACHER}
    for title in titles:
        send(tenant, now, key=f"{tenant.school.pk}:{title}", title=title, **{**address, **more})


def sent_texts(gateway):
    return [(message.title, message.body) for message in gateway.messages]


def leader_and_merged():
    rows = gateway_deliveries()
    (leader,) = [row for row in rows if row.merged_into_id is None]
    assert {row.merged_into_id for row in rows if row is not leader} == {leader.pk}
    return leader, [row for row in rows if row is not leader]


def test_reminders_to_one_person_are_one_message_with_all_titles(town, gateway):
    remind(town.a, town.monday, "家长会", "联系卡待核对", "体检通知")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}

    assert sent_texts(gateway) == [("您有 3 件事", "家长会；联系卡待核对；体检通知")]
    assert titles_and_states() == [("家长会", "sent"), ("联系卡待核对", "sent"), ("体检通知", "sent")]
    leader, _merged = leader_and_merged()
    assert leader.notification.title == "家长会"
    assert {abs(row.sent_at - town.monday) < timedelta(seconds=10) for row in gateway_deliveries()} == {True}
    with scope(ALL_TENANTS):
        assert list(DeliveryAttempt.objects.values_list("delivery", "outcome")) == [(leader.pk, "accepted")]


def test_guardian_of_pupils_of_two_schools_gets_one_message(town, gateway):
    remind(town.a, town.monday, "请来中心小学参加家长会")
    remind(town.b, town.monday, "请来河西小学参加家长会")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}

    assert [message.address for message in gateway.messages] == [GRANDMOTHER]
    assert sent_texts(gateway)[0][1] == "请来中心小学参加家长会；请来河西小学参加家长会"
    for tenant in (town.a, town.b):  # each school sees its own member alone
        with tenant.inside():
            assert [row.state for row in Delivery.objects.all()] == ["sent"]
            assert Notification.objects.count() == 1


def test_digest_never_spans_two_counties(town, gateway):
    remind(town.a, town.monday, "清河的事")
    remind(town.c, town.monday, "云岭的事")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 2}
    assert sorted(sent_texts(gateway)) == [("云岭的事", ""), ("清河的事", "")]


def test_digest_never_spans_people_or_channels(town, gateway):
    remind(town.a, town.monday, "甲")
    remind(town.a, town.monday, "乙", phone="13900000002")
    remind(town.a, town.monday, "丙", send=mail)

    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}
    assert {title for title, _body in sent_texts(gateway)} == {"甲", "乙", "丙"}


@pytest.mark.parametrize("urgency", [Urgency.NORMAL, Urgency.SAFETY])
def test_only_reminders_are_merged(town, gateway, urgency):
    remind(town.a, town.monday, "家长会", "体检通知")
    remind(town.a, town.monday, "停课", "请马上联系学校", urgency=urgency)

    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}
    assert {title for title, _body in sent_texts(gateway)} == {"您有 2 件事", "停课", "请马上联系学校"}


def test_reminder_not_yet_due_is_not_merged(town, gateway):
    remind(town.a, town.monday, "今天的")
    remind(town.a, town.later(hours=2), "午前的")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert titles_and_states() == [("今天的", "sent"), ("午前的", "due")]


def test_digest_has_at_most_twenty_reminders(town, gateway):
    remind(town.a, town.monday, *(f"第{number:02}件" for number in range(45)))

    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}
    assert sorted(title for title, _body in sent_texts(gateway)) == ["您有 20 件事", "您有 20 件事", "您有 5 件事"]
    assert {state for _title, state in titles_and_states()} == {"sent"}


def test_digest_text_names_eight_titles(town, gateway):
    remind(town.a, town.monday, *(f"第{number}件" for number in range(1, 10)))

    delivery.deliver_batches(now=town.monday)

    assert sent_texts(gateway) == [("您有 9 件事", "；".join(f"第{number}件" for number in range(1, 9)) + "；等")]


def test_digest_includes_reminders_beyond_the_batch(town, gateway):
    remind(town.a, town.monday, *(f"第{number}件" for number in range(5)))

    assert delivery.deliver_batches(now=town.monday, limit=2) == {"sent": 1}
    assert sent_texts(gateway)[0][0] == "您有 5 件事"
    assert {state for _title, state in titles_and_states()} == {"sent"}


def test_digest_counts_once_for_the_daily_limit(town, gateway, settings):
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 2, "staff": 2}
    remind(town.a, town.monday, *(f"第{number}件" for number in range(5)))

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert {state for _title, state in titles_and_states()} == {"sent"}
    remind(town.a, town.monday, "第六件")
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}

    remind(town.a, town.later(hours=1), "又一件", "再一件")
    assert delivery.deliver_batches(now=town.later(hours=1)) == {}
    waiting = [row for row in gateway_deliveries() if row.state == "due"]
    assert [(row.delay_reason, row.due_at) for row in waiting] == [(DelayReason.DAILY_LIMIT, town.later(hours=23))] * 2

    assert delivery.deliver_batches(now=town.later(hours=23)) == {"sent": 1}
    assert sent_texts(gateway)[-1] == ("您有 2 件事", "又一件；再一件")


def test_retried_digest_keeps_its_text(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED]
    remind(town.a, town.monday, "家长会", "体检通知")
    assert delivery.deliver_batches(now=town.monday) == {"retrying": 1}
    remind(town.a, town.later(minutes=5), "后来的")
    expire_leases()

    assert delivery.deliver_batches(now=town.later(minutes=5)) == {"sent": 2}

    both = ("您有 2 件事", "家长会；体检通知")
    assert sent_texts(gateway)[0] == both
    assert sorted(sent_texts(gateway)[1:]) == sorted([both, ("后来的", "")])
    assert gateway.calls[0] in gateway.calls[1:]


def test_retried_single_message_stays_alone(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED]
    remind(town.a, town.monday, "家长会")
    delivery.deliver_batches(now=town.monday)
    remind(town.a, town.later(minutes=5), "后来的", "更后来的")
    expire_leases()

    assert delivery.deliver_batches(now=town.later(minutes=5)) == {"sent": 2}
    assert {title for title, _body in sent_texts(gateway)} == {"家长会", "您有 2 件事"}


def test_members_of_a_dead_digest_use_their_next_channel(town, gateway):
    gateway.answers = [AttemptOutcome.REJECTED]
    turns = {"is_sequential": True, "channels": (Channel.SMS, Channel.EMAIL)}
    remind(town.a, town.monday, "家长会", email="mother@example.test", **turns)
    remind(town.a, town.monday, "体检通知", email="father@example.test", **turns)

    assert delivery.deliver_batches(now=town.monday) == {"dead": 1}
    assert titles_and_states() == [("家长会", "dead"), ("家长会", "due"), ("体检通知", "dead"), ("体检通知", "due")]

    assert delivery.deliver_batches(now=town.later(minutes=1)) == {"sent": 2}
    assert {(message.address, message.title) for message in gateway.messages[1:]} == {
        ("mother@example.test", "家长会"),
        ("father@example.test", "体检通知"),
    }


def test_members_of_a_sent_digest_cancel_their_next_channel(town, gateway):
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


def test_uncertain_digest_alerts_each_school(town, gateway):
    gateway.answers = [AttemptOutcome.UNKNOWN]
    remind(town.a, town.monday, "中心的事", send=mail)
    remind(town.b, town.monday, "河西的事", send=mail)

    assert delivery.deliver_batches(now=town.monday) == {"uncertain": 1}

    assert titles_and_states() == [("中心的事", "uncertain"), ("河西的事", "uncertain")]
    with scope(ALL_TENANTS):
        alerted = set(Notification.objects.filter(kind="delivery.uncertain").values_list("recipient_id", flat=True))
    assert alerted == {a.user_id for a in (town.head_li, town.admin_zhao, town.admin_of_b, town.b.actors["head"])}


@pytest.mark.parametrize(("arrived", "after"), [(True, "sent"), (False, "due")])
def test_resolving_an_uncertain_digest_holds_for_all_members(town, gateway, arrived, after):
    gateway.answers = [AttemptOutcome.UNKNOWN]
    remind(town.a, town.monday, "家长会", "体检通知", send=mail)
    delivery.deliver_batches(now=town.monday)
    leader, _merged = leader_and_merged()

    with town.as_(town.head_li) as by:
        resolving.resolve_uncertain(delivery=leader, was_delivered=arrived, by=by, now=town.later(hours=1))

    assert titles_and_states() == [("家长会", after), ("体检通知", "sent" if arrived else "merged")]
    assert delivery.deliver_batches(now=town.later(hours=1)) == ({} if arrived else {"sent": 1})
    assert {state for _title, state in titles_and_states()} == {"sent"}
    repeated = ("【重复发送】您有 2 件事", "家长会；体检通知")
    assert sent_texts(gateway)[1:] == ([] if arrived else [repeated])


def test_retried_member_goes_out_alone(town, gateway):
    gateway.answers = [AttemptOutcome.REJECTED]
    remind(town.a, town.monday, "家长会", "体检通知")
    delivery.deliver_batches(now=town.monday)
    _leader, (member,) = leader_and_merged()

    with town.as_(town.head_li) as by:
        resolving.retry_delivery(delivery=member, by=by, now=town.later(hours=1))
    assert delivery.deliver_batches(now=town.later(hours=1)) == {"sent": 1}

    assert sent_texts(gateway)[1:] == [("体检通知", "")]
    assert titles_and_states() == [("家长会", "dead"), ("体检通知", "sent")]
    receipts.apply([ParsedReceipt(ReceiptStatus.UNDELIVERED, "", member.public_id)], town.later(hours=2))
    assert titles_and_states() == [("家长会", "dead"), ("体检通知", "dead")]


def test_receipt_of_a_digest_holds_for_all_members(town, gateway):
    turns = {"is_sequential": True, "channels": (Channel.SMS, Channel.CALL)}
    remind(town.a, town.monday, "家长会", "体检通知", **turns)
    delivery.deliver_batches(now=town.monday)
    leader = next(row for row in gateway_deliveries() if row.channel == "sms" and row.merged_into_id is None)

    receipts.apply([ParsedReceipt(ReceiptStatus.UNDELIVERED, "", leader.public_id)], town.later(minutes=5))

    rows = [row for row in gateway_deliveries() if row.channel == "sms"]
    assert [(row.state, row.receipt) for row in rows] == [("dead", "undelivered")] * 2
    assert [row.state for row in gateway_deliveries() if row.channel == "call"] == ["to_call"] * 2


def test_digest_of_a_dead_worker_is_sent_whole_the_next_time(town, gateway, settings):
    """Its worker dies before the call; then the daily limit is reached; the next morning more is due."""
    remind(town.a, town.monday, "家长会", "体检通知")
    delivery.claim(now=town.monday)
    expire_leases()
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 0, "staff": 0}
    assert delivery.deliver_batches(now=town.monday) == {}
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 3, "staff": 3}
    morning = town.later(hours=23)
    remind(town.a, morning, "第三件")
    with scope(ALL_TENANTS):  # this one leads by its age
        Delivery.objects.filter(notification__title="第三件").update(due_at=morning - timedelta(minutes=1))

    assert delivery.deliver_batches(now=morning) == {"sent": 1}

    assert sent_texts(gateway)[0][0] == "您有 3 件事"
    assert {state for _title, state in titles_and_states()} == {"sent"}


def test_acknowledging_the_leader_of_a_tried_digest_keeps_its_members(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED]
    mine = {"recipient_id": town.teacher_wang.user_id, "send": mail}
    remind(town.a, town.monday, "谈心到期", requires_acknowledgement=True, **mine)
    remind(town.a, town.monday, "家访到期", **mine)
    delivery.deliver_batches(now=town.monday)
    leader, _merged = leader_and_merged()

    with town.as_(town.teacher_wang) as by:
        assert inbox.acknowledge(notification=leader.notification, by=by, now=town.later(minutes=1)) == 1
    expire_leases()

    assert delivery.deliver_batches(now=town.later(minutes=2)) == {"sent": 1}
    assert titles_and_states() == [("谈心到期", "sent"), ("家访到期", "sent")]


def test_acknowledging_the_leader_of_an_untried_digest_keeps_its_members(town, gateway, settings):
    mine = {"recipient_id": town.teacher_wang.user_id, "send": mail}
    remind(town.a, town.monday, "谈心到期", requires_acknowledgement=True, **mine)
    remind(town.a, town.monday, "家访到期", **mine)
    delivery.claim(now=town.monday)
    expire_leases()
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 0, "staff": 0}
    delivery.deliver_batches(now=town.monday)
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 3, "staff": 3}

    (answered, _other) = gateway_deliveries()
    with town.as_(town.teacher_wang) as by:
        inbox.acknowledge(notification=answered.notification, by=by, now=town.later(hours=1))

    assert delivery.deliver_batches(now=town.later(hours=23)) == {"sent": 1}
    assert titles_and_states() == [("谈心到期", "cancelled"), ("家访到期", "sent")]


def test_opt_out_ends_every_member_of_a_digest(town, gateway):
    remind(town.a, town.monday, "家长会", "体检通知")
    delivery.claim(now=town.monday)
    expire_leases()
    opted_out(town.a, GRANDMOTHER, town.monday)

    assert delivery.deliver_batches(now=town.monday) == {}
    assert titles_and_states() == [("家长会", "dead"), ("体检通知", "dead")]
    assert gateway.messages == []


def test_digest_leaves_out_recipients_at_work(town, gateway):
    """Grandmother and father share a phone, and the father is at work."""
    remind(town.a, town.monday, "给奶奶的")
    remind(town.a, town.monday, "给爸爸的", works_from=time(8), works_until=time(17))
    for row in deliveries():
        set_columns(row, due_at=town.monday, delay_reason="")

    assert delivery.deliver_batches(now=town.monday, limit=1) == {"sent": 1}

    assert sent_texts(gateway) == [("给奶奶的", "")]
    (his,) = [row for row in gateway_deliveries() if row.state == "due"]
    assert (his.delay_reason, his.due_at) == (DelayReason.WORKING_HOURS, town.later(hours=8))


def test_purge_keeps_members_of_an_unfinished_digest(town, gateway):
    gateway.answers = [AttemptOutcome.FAILED]
    remind(town.a, town.monday, "家长会", "体检通知")
    delivery.deliver_batches(now=town.monday)
    assert titles_and_states() == [("家长会", "retrying"), ("体检通知", "merged")]

    with scope(ALL_TENANTS):
        assert not retention.due(town.later(days=500) - retention.KEEP).exists()
    expire_leases()
    delivery.deliver_batches(now=town.monday)
    with scope(ALL_TENANTS):
        assert retention.due(town.later(days=500) - retention.KEEP).count() == 2
