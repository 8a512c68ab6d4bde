"""Limits of one recipient: messages are delayed with a reason, never dropped."""

import csv
from datetime import time, timedelta

import pytest
from django.utils.module_loading import import_string

from services.config import gateways
from services.notify import delivery
from services.notify.actions import opt_outs
from services.notify.choices import AttemptOutcome, Audience, Channel, DelayReason, DeliveryState, Urgency
from services.notify.delivery import sender
from services.notify.gateway_limits import TABLE, Limit, limits_of
from services.notify.models import Notification
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import (
    add_attempts,
    deliveries,
    expire_leases,
    gateway_deliveries,
    mail,
    opted_out,
    set_columns,
    states,
    text_message,
    titles_and_states,
)

pytestmark = pytest.mark.django_db
MOTHER = "13800000001"


def notify(tenant, now, *titles, **more):
    """Notifications to one person, never merged, so that each counts."""
    for title in titles:
        text_message(tenant, now, key=title, title=title, phone=MOTHER, **{"urgency": Urgency.NORMAL, **more})


def delays():
    """(title, reason, due at) of what waits."""
    waiting = [DeliveryState.DUE, DeliveryState.RETRYING, DeliveryState.SENDING]
    return [(row.notification.title, row.delay_reason, row.due_at) for row in deliveries() if row.state in waiting]


# -- daily limit
def test_messages_over_the_daily_limit_wait_for_next_morning(town, gateway):
    notify(town.a, town.monday, "一", "二", "三", "四", "五")
    morning = town.later(hours=23)  # 08:00

    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}
    assert delays() == [("四", DelayReason.DAILY_LIMIT, morning), ("五", DelayReason.DAILY_LIMIT, morning)]

    assert delivery.deliver_batches(now=morning - timedelta(seconds=1)) == {}
    assert delivery.deliver_batches(now=morning) == {"sent": 2}
    assert states() == ["sent"] * 5


def test_daily_limit_counts_the_county_day(town, gateway):
    for hour, title in enumerate(("一", "二", "三", "四")):
        notify(town.a, town.later(hours=hour), title)
        delivery.deliver_batches(now=town.later(hours=hour))

    assert delays() == [("四", DelayReason.DAILY_LIMIT, town.later(hours=23))]


def test_daily_limit_is_per_person_and_audience(town, gateway):
    notify(town.a, town.monday, *"一二三四五六七八九", audience=Audience.STAFF)
    text_message(town.a, town.monday, key="other", title="别人", phone="13900000002")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 9}
    assert delays() == [("九", DelayReason.DAILY_LIMIT, town.later(hours=22, minutes=30))]


def test_alerts_ignore_the_daily_limit(town, gateway):
    notify(town.a, town.monday, "一", "二", "三")
    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}
    notify(town.a, town.monday, *"四五六七八", urgency=Urgency.SAFETY)
    assert delivery.deliver_batches(now=town.monday) == {"sent": 5}


def test_alerts_do_not_count_for_the_daily_limit(town, gateway):
    notify(town.a, town.monday, *"一二三四五", urgency=Urgency.SAFETY)
    notify(town.a, town.monday, "六", "七")
    assert delivery.deliver_batches(now=town.monday) == {"sent": 7}

    notify(town.a, town.monday, "八")
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}


def test_suspect_does_not_count_itself(town, gateway, settings):
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 1, "staff": 1}
    notify(town.a, town.monday, "一")
    sender.start_attempts(delivery.claim(now=town.monday), town.monday)  # the worker dies here
    expire_leases()

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}


def test_uncertain_counts_for_the_daily_limit_and_dead_does_not(town, gateway, settings):
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 1, "staff": 1}
    gateway.answers = [AttemptOutcome.UNKNOWN, AttemptOutcome.REJECTED]
    mail(town.a, town.monday, key="a", title="不明", email="x@a.example", urgency=Urgency.NORMAL)
    delivery.deliver_batches(now=town.monday)
    mail(town.a, town.monday, key="b", title="又一封", email="x@a.example", urgency=Urgency.NORMAL)
    assert delivery.deliver_batches(now=town.later(minutes=1)) == {}
    assert delays() == [("又一封", DelayReason.DAILY_LIMIT, town.later(hours=22, minutes=30))]

    notify(town.a, town.monday, "空号")
    assert delivery.deliver_batches(now=town.later(minutes=2)) == {"dead": 1}
    notify(town.a, town.monday, "改好了")
    assert delivery.deliver_batches(now=town.later(minutes=3)) == {"sent": 1}


def test_daily_limit_is_shared_by_all_counties(town, gateway):
    notify(town.a, town.monday, "一", "二")
    notify(town.c, town.monday, "三", "四")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}
    assert delays() == [("四", DelayReason.DAILY_LIMIT, town.later(hours=23))]


def test_limited_recipient_does_not_block_others(town, gateway):
    notify(town.a, town.monday, *(f"第{number}条" for number in range(12)))
    text_message(town.a, town.monday, key="last", title="排在后面", phone="13900000002")

    assert delivery.deliver_batches(now=town.monday, limit=3) == {"sent": 3}
    assert delivery.deliver_batches(now=town.monday, limit=3) == {"sent": 1}
    assert titles_and_states()[-1] == ("排在后面", "sent")


# -- limit of a number
def test_calls_over_the_limit_of_a_number_wait_with_reason(town, gateway, settings):
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 99, "staff": 99}
    gateway.limits = (Limit(2, 600, "number"),)
    notify(town.a, town.monday, "一", "二", "三")
    notify(town.a, town.monday, "警报", urgency=Urgency.SAFETY)
    text_message(town.a, town.monday, key="other", title="别人", phone="13900000002")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}  # the alert, one more, and the other person's
    pause = town.later(minutes=5)
    assert delays() == [("二", DelayReason.RATE_LIMIT, pause), ("三", DelayReason.RATE_LIMIT, pause)]
    notify(town.a, town.monday, "第二个警报", "第三个警报", urgency=Urgency.SAFETY)
    assert delivery.deliver_batches(now=town.monday) == {"sent": 2}

    assert delivery.deliver_batches(now=pause) == {}  # both calls lie within ten minutes
    assert delivery.deliver_batches(now=town.later(minutes=11)) == {"sent": 2}


def test_retries_count_for_the_limit_of_a_number(town, gateway):
    gateway.limits = (Limit(2, 600, "number"),)
    gateway.answers = [AttemptOutcome.FAILED, AttemptOutcome.FAILED]
    notify(town.a, town.monday, "一")
    for minute in range(3):
        delivery.deliver_batches(now=town.later(minutes=minute))
        expire_leases()

    assert len(gateway.calls) == 2
    assert [(row.state, row.delay_reason) for row in deliveries()] == [("retrying", DelayReason.RATE_LIMIT)]


def test_claims_of_other_workers_count_for_the_limit_of_a_number(town, gateway):
    gateway.limits = (Limit(2, 600, "number"),)
    notify(town.a, town.monday, "一", "二")
    delivery.claim(now=town.monday)  # nothing is started yet
    notify(town.a, town.monday, "三")

    assert delivery.claim(now=town.monday) == []
    assert delays()[-1] == ("三", DelayReason.RATE_LIMIT, town.later(minutes=5))


DAY = 86400
FIGURES = {
    "aliyun_sms": [Limit(50, DAY, "number")],
    "tencent_sms": [Limit(1, 30, "number"), Limit(50, DAY, "number")],
    "wecom_robot": [Limit(20, 60, "number")],
    "dingtalk_robot": [Limit(20, 60, "number")],
}


def test_gateway_limits_are_those_published_with_a_source():
    made = [import_string(path) for path in {**gateways.SMS, **gateways.CHANNELS}.values()]

    assert {gateway_class.name: list(gateway_class.limits) for gateway_class in made if gateway_class.limits} == FIGURES
    assert all(gateway_class.limits == limits_of(gateway_class.name) for gateway_class in made)
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["source"] for row in rows)
    # A row about a gateway we have is either applied or no limit of messages: registration, length, unused codes.
    not_applied = {row["scope"] for row in rows if row["channel"] in FIGURES and not row["count"]}
    assert not_applied == {"验证码 same signature+number", "length", "signature"}


# -- working hours
def at_work(works_from, works_until):
    return {"works_from": works_from, "works_until": works_until}


def test_working_hours_at_night_end_in_quiet_hours(town, gateway):
    """She works 22:00–06:00 and it is evening; then there are quiet hours until eight."""
    evening = town.later(hours=13, minutes=30)  # 22:30
    notify(town.a, evening, "家长会", **at_work(time(22), time(6)))

    assert delays() == [("家长会", DelayReason.QUIET_HOURS, town.later(hours=23))]
    assert delivery.deliver_batches(now=town.later(hours=23)) == {"sent": 1}


def test_delivery_due_in_working_hours_waits_for_their_end(town, gateway):
    notify(town.a, town.monday, "家长会", **at_work(time(7), time(15)))
    notify(town.a, town.monday, "警报", urgency=Urgency.SAFETY, **at_work(time(7), time(15)))

    assert delays() == [("家长会", DelayReason.WORKING_HOURS, town.later(hours=6)), ("警报", "", town.monday)]
    assert delivery.deliver_batches(now=town.later(hours=5)) == {"sent": 1}
    assert delivery.deliver_batches(now=town.later(hours=6)) == {"sent": 1}


def test_late_delivery_waits_for_the_end_of_working_hours(town, gateway):
    notify(town.a, town.monday, "家长会", **at_work(time(10), time(15)))

    assert delivery.deliver_batches(now=town.later(hours=1)) == {}
    assert delays() == [("家长会", DelayReason.WORKING_HOURS, town.later(hours=6))]
    assert delivery.deliver_batches(now=town.later(hours=6)) == {"sent": 1}


def test_recipient_who_works_all_day_gets_the_message(town, gateway):
    notify(town.a, town.monday, "家长会", **at_work(time(7), time(21)))

    assert delays() == [("家长会", "", town.monday)]
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}


# -- quiet hours
@pytest.mark.parametrize(
    ("audience", "due_hour", "now_hour", "end_hour"),
    [
        (Audience.GUARDIAN, 11, 11.5, 23),  # 20:30 to 08:00
        (Audience.STAFF, 11.9, 12, 22.5),  # 21:00 to 07:30
        (Audience.STAFF, 3, 3.5, 5),  # 12:30 to 14:00
    ],
)
def test_delivery_waits_in_quiet_hours_with_reason(town, gateway, audience, due_hour, now_hour, end_hour):
    due, now, end = (town.later(hours=hours) for hours in (due_hour, now_hour, end_hour))
    notify(town.a, due, "一", audience=audience)
    notify(town.a, due, "警报", audience=audience, urgency=Urgency.SAFETY)
    notify(town.a, due, "二", audience=audience)
    add_attempts(deliveries()[-1], AttemptOutcome.FAILED, at=due)
    set_columns(deliveries()[-1], state=DeliveryState.RETRYING)

    assert delivery.deliver_batches(now=now) == {"sent": 1}
    assert delays() == [("一", DelayReason.QUIET_HOURS, end), ("二", DelayReason.QUIET_HOURS, end)]
    assert delivery.deliver_batches(now=end - timedelta(seconds=1)) == {}
    assert delivery.deliver_batches(now=end) == {"sent": 2}


@pytest.mark.parametrize(
    ("audience", "last_moment"), [(Audience.GUARDIAN, 11.5), (Audience.STAFF, 12), (Audience.STAFF, 3.5)]
)
def test_delivery_goes_out_until_quiet_hours_begin(town, gateway, audience, last_moment):
    notify(town.a, town.monday, "一", audience=audience)

    assert delivery.deliver_batches(now=town.later(hours=last_moment) - timedelta(seconds=1)) == {"sent": 1}


def test_quiet_hours_of_guardians_do_not_delay_staff(town, gateway):
    evening = town.later(hours=11, minutes=45)  # 20:45
    notify(town.a, town.monday, "给家长")
    text_message(town.a, town.monday, key="t", title="给老师", phone="13900000002", audience=Audience.STAFF)

    assert delivery.deliver_batches(now=evening) == {"sent": 1}
    assert delays() == [("给家长", DelayReason.QUIET_HOURS, town.later(hours=23))]


# -- opt-outs
def test_opt_out_ends_the_channel_and_activates_the_next(town, gateway):
    turns = {"channels": (Channel.SMS, Channel.EMAIL), "is_sequential": True, "email": "m@a.example"}
    notify(town.a, town.monday, "家长会", **turns)
    opted_out(town.a, MOTHER, town.monday)

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    sms, email = gateway_deliveries()
    assert (sms.state, sms.error, sms.attempt_count) == ("dead", "对方已退订这一渠道。", 0)
    assert (email.state, email.delay_reason) == ("sent", DelayReason.RETRY)
    assert [message.address for message in gateway.messages] == ["m@a.example"]
    with scope(ALL_TENANTS):
        assert not Notification.objects.filter(
            kind__startswith="delivery."
        ).exists()  # no alert: the recipient asked for it


def test_alert_ignores_opt_out(town, gateway):
    opted_out(town.a, MOTHER, town.monday)
    notify(town.a, town.monday, "警报", urgency=Urgency.SAFETY)

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}


def test_opt_out_holds_for_its_county_and_channel_until_taken_back(town, gateway):
    opted_out(town.a, MOTHER, town.monday)
    notify(town.b, town.monday, "同县")
    notify(town.c, town.monday, "外县")
    mail(town.a, town.monday, title="电子邮件")
    delivery.deliver_batches(now=town.monday)
    assert titles_and_states() == [("同县", "dead"), ("外县", "sent"), ("电子邮件", "sent")]

    with town.as_(town.admin_zhao) as by:
        opt_outs.opt_in(address=MOTHER, channel=Channel.SMS, by=by, now=town.monday)
    notify(town.b, town.later(hours=1), "又要了")
    assert delivery.deliver_batches(now=town.later(hours=1)) == {"sent": 1}


def test_opted_out_recipient_does_not_block_others(town, gateway):
    opted_out(town.a, MOTHER, town.monday)
    notify(town.a, town.monday, "一", "二", "三")
    text_message(town.a, town.monday, key="last", title="排在后面", phone="13900000002")

    assert delivery.deliver_batches(now=town.monday, limit=2) == {"sent": 1}
    assert titles_and_states()[-1] == ("排在后面", "sent")


# -- suspects
def test_delayed_suspect_stays_a_suspect(town, gateway, settings):
    notify(town.a, town.monday, "毒")
    (row,) = deliveries()
    add_attempts(row, "", at=town.monday)
    set_columns(row, state=DeliveryState.SENDING)
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 0, "staff": 0}

    assert delivery.deliver_batches(now=town.monday) == {}
    assert delays() == [("毒", DelayReason.DAILY_LIMIT, town.later(hours=23))]
    assert delivery.claim(now=town.later(hours=24)) == []
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 3, "staff": 3}
    assert len(delivery.claim(now=town.later(hours=24), suspects=True)) == 1
