"""What one recipient is spared: moved, never dropped, and every delay says why."""

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
    change,
    deliveries,
    fate,
    gateway_deliveries,
    let_leases_end,
    mail,
    opted_out,
    states,
    text_message,
    tried,
)

pytestmark = pytest.mark.django_db
MOTHER = "13800000001"


def notify(place, now, *titles, **more):
    """Notices for one person: never merged, so that each counts."""
    for title in titles:
        text_message(place, now, key=title, title=title, phone=MOTHER, **{"urgency": Urgency.NORMAL, **more})


def delays():
    """(title, why, due at) of what waits."""
    waiting = [DeliveryState.DUE, DeliveryState.RETRYING, DeliveryState.SENDING]
    return [(row.notification.title, row.delay_reason, row.due_at) for row in deliveries() if row.state in waiting]


# -- so many in a day
def test_more_than_a_person_can_read_waits_for_the_next_morning(town, gateway):
    notify(town.a, town.monday, "一", "二", "三", "四", "五")
    morning = town.later(hours=23)  # 08:00

    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}
    assert delays() == [("四", DelayReason.DAILY_LIMIT, morning), ("五", DelayReason.DAILY_LIMIT, morning)]

    assert delivery.deliver_batches(now=morning - timedelta(seconds=1)) == {}
    assert delivery.deliver_batches(now=morning) == {"sent": 2}
    assert states() == ["sent"] * 5


def test_the_day_is_the_countys_and_what_went_out_earlier_in_it_counts(town, gateway):
    for hour, title in enumerate(("一", "二", "三", "四")):
        notify(town.a, town.later(hours=hour), title)
        delivery.deliver_batches(now=town.later(hours=hour))

    assert delays() == [("四", DelayReason.DAILY_LIMIT, town.later(hours=23))]


def test_a_colleague_reads_more_than_a_carer_and_each_has_a_count_of_their_own(town, gateway):
    notify(town.a, town.monday, *"一二三四五六七八九", audience=Audience.STAFF)
    text_message(town.a, town.monday, key="other", title="别人", phone="13900000002")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 9}
    assert delays() == [("九", DelayReason.DAILY_LIMIT, town.later(hours=22, minutes=30))]


def test_an_alert_goes_out_however_many_there_were_and_counts_for_nothing(town, gateway):
    notify(town.a, town.monday, "一", "二", "三")
    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}
    notify(town.a, town.monday, *"四五六七八", urgency=Urgency.SAFETY)
    assert delivery.deliver_batches(now=town.monday) == {"sent": 5}


def test_alerts_take_nothing_of_the_days_count(town, gateway):
    notify(town.a, town.monday, *"一二三四五", urgency=Urgency.SAFETY)
    notify(town.a, town.monday, "六", "七")
    assert delivery.deliver_batches(now=town.monday) == {"sent": 7}

    notify(town.a, town.monday, "八")
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}


def test_a_message_in_whose_call_a_worker_died_does_not_count_itself(town, gateway, settings):
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 1, "staff": 1}
    notify(town.a, town.monday, "一")
    sender.start_attempts(delivery.claim(now=town.monday), town.monday)  # and here it dies
    let_leases_end()

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}


def test_what_may_have_arrived_counts_and_what_surely_did_not_does_not(town, gateway, settings):
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


def test_a_person_has_one_count_in_all_counties(town, gateway):
    notify(town.a, town.monday, "一", "二")
    notify(town.c, town.monday, "三", "四")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}
    assert delays() == [("四", DelayReason.DAILY_LIMIT, town.later(hours=23))]


def test_a_crowd_for_one_person_does_not_hold_up_who_stands_behind(town, gateway):
    notify(town.a, town.monday, *(f"第{number}条" for number in range(12)))
    text_message(town.a, town.monday, key="last", title="排在后面", phone="13900000002")

    assert delivery.deliver_batches(now=town.monday, limit=3) == {"sent": 3}
    assert delivery.deliver_batches(now=town.monday, limit=3) == {"sent": 1}
    assert fate()[-1] == ("排在后面", "sent")


# -- so many to one number
def test_more_than_a_gateway_gives_a_number_waits_and_says_so(town, gateway, settings):
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 99, "staff": 99}
    gateway.limits = (Limit(2, 600, "number"),)
    notify(town.a, town.monday, "一", "二", "三")
    notify(town.a, town.monday, "警报", urgency=Urgency.SAFETY)
    text_message(town.a, town.monday, key="other", title="别人", phone="13900000002")

    assert delivery.deliver_batches(now=town.monday) == {"sent": 3}  # the alert, one more, and the other's
    pause = town.later(minutes=5)
    assert delays() == [("二", DelayReason.RATE_LIMIT, pause), ("三", DelayReason.RATE_LIMIT, pause)]
    notify(town.a, town.monday, "第二个警报", "第三个警报", urgency=Urgency.SAFETY)
    assert delivery.deliver_batches(now=town.monday) == {"sent": 2}

    assert delivery.deliver_batches(now=pause) == {}  # both calls lie within ten minutes
    assert delivery.deliver_batches(now=town.later(minutes=11)) == {"sent": 2}


def test_a_retry_is_a_call_too(town, gateway):
    gateway.limits = (Limit(2, 600, "number"),)
    gateway.answers = [AttemptOutcome.FAILED, AttemptOutcome.FAILED]
    notify(town.a, town.monday, "一")
    for minute in range(3):
        delivery.deliver_batches(now=town.later(minutes=minute))
        let_leases_end()

    assert len(gateway.calls) == 2
    assert [(row.state, row.delay_reason) for row in deliveries()] == [("retrying", DelayReason.RATE_LIMIT)]


def test_calls_that_another_worker_has_claimed_are_counted(town, gateway):
    gateway.limits = (Limit(2, 600, "number"),)
    notify(town.a, town.monday, "一", "二")
    delivery.claim(now=town.monday)  # and nothing is begun yet
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


def test_each_gateway_keeps_the_figures_its_makers_publish_and_each_figure_has_its_source():
    made = [import_string(path) for path in {**gateways.SMS, **gateways.CHANNELS}.values()]

    assert {each.name: list(each.limits) for each in made if each.limits} == FIGURES
    assert all(each.limits == limits_of(each.name) for each in made)
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["source"] for row in rows)
    # A line about a gateway we have is either kept or no figure of messages: registration, length, codes we never send.
    unkept = {row["scope"] for row in rows if row["channel"] in FIGURES and not row["count"]}
    assert unkept == {"验证码 same signature+number", "length", "signature"}


# -- shifts
def at_work(works_from, works_until):
    return {"works_from": works_from, "works_until": works_until}


def test_a_mother_on_the_night_shift_is_reached_when_she_wakes(town, gateway):
    """She works 22:00–06:00 and it is evening; then quiet hours hold until eight."""
    evening = town.later(hours=13, minutes=30)  # 22:30
    notify(town.a, evening, "家长会", **at_work(time(22), time(6)))

    assert delays() == [("家长会", DelayReason.QUIET_HOURS, town.later(hours=23))]
    assert delivery.deliver_batches(now=town.later(hours=23)) == {"sent": 1}


def test_what_comes_due_in_a_shift_waits_for_its_end(town, gateway):
    notify(town.a, town.monday, "家长会", **at_work(time(7), time(15)))
    notify(town.a, town.monday, "警报", urgency=Urgency.SAFETY, **at_work(time(7), time(15)))

    assert delays() == [("家长会", DelayReason.WORKING_HOURS, town.later(hours=6)), ("警报", "", town.monday)]
    assert delivery.deliver_batches(now=town.later(hours=5)) == {"sent": 1}
    assert delivery.deliver_batches(now=town.later(hours=6)) == {"sent": 1}


def test_what_was_due_before_the_shift_and_is_late_waits_for_its_end(town, gateway):
    notify(town.a, town.monday, "家长会", **at_work(time(10), time(15)))

    assert delivery.deliver_batches(now=town.later(hours=1)) == {}
    assert delays() == [("家长会", DelayReason.WORKING_HOURS, town.later(hours=6))]
    assert delivery.deliver_batches(now=town.later(hours=6)) == {"sent": 1}


def test_who_works_all_day_is_told_all_the_same(town, gateway):
    notify(town.a, town.monday, "家长会", **at_work(time(7), time(21)))

    assert delays() == [("家长会", "", town.monday)]
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}


# -- quiet hours
@pytest.mark.parametrize(
    ("audience", "came_due", "looked_at", "ends"),
    [
        (Audience.GUARDIAN, 11, 11.5, 23),  # 20:30 to 08:00
        (Audience.STAFF, 11.9, 12, 22.5),  # 21:00 to 07:30
        (Audience.STAFF, 3, 3.5, 5),  # 12:30 to 14:00
    ],
)
def test_what_came_due_before_quiet_hours_waits_in_them_and_says_so(town, gateway, audience, came_due, looked_at, ends):
    due, now, end = (town.later(hours=hours) for hours in (came_due, looked_at, ends))
    notify(town.a, due, "一", audience=audience)
    notify(town.a, due, "警报", audience=audience, urgency=Urgency.SAFETY)
    notify(town.a, due, "二", audience=audience)
    tried(deliveries()[-1], AttemptOutcome.FAILED, at=due)
    change(deliveries()[-1], state=DeliveryState.RETRYING)

    assert delivery.deliver_batches(now=now) == {"sent": 1}
    assert delays() == [("一", DelayReason.QUIET_HOURS, end), ("二", DelayReason.QUIET_HOURS, end)]
    assert delivery.deliver_batches(now=end - timedelta(seconds=1)) == {}
    assert delivery.deliver_batches(now=end) == {"sent": 2}


@pytest.mark.parametrize(
    ("audience", "last_moment"), [(Audience.GUARDIAN, 11.5), (Audience.STAFF, 12), (Audience.STAFF, 3.5)]
)
def test_a_second_before_quiet_hours_it_still_goes_out(town, gateway, audience, last_moment):
    notify(town.a, town.monday, "一", audience=audience)

    assert delivery.deliver_batches(now=town.later(hours=last_moment) - timedelta(seconds=1)) == {"sent": 1}


def test_carers_asleep_do_not_hold_up_colleagues(town, gateway):
    evening = town.later(hours=11, minutes=45)  # 20:45
    notify(town.a, town.monday, "给家长")
    text_message(town.a, town.monday, key="t", title="给老师", phone="13900000002", audience=Audience.STAFF)

    assert delivery.deliver_batches(now=evening) == {"sent": 1}
    assert delays() == [("给家长", DelayReason.QUIET_HOURS, town.later(hours=23))]


# -- who does not want it any more
def test_an_opt_out_ends_the_channel_and_the_next_in_turn_is_tried(town, gateway):
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
        ).exists()  # nobody is alarmed: it was wished


def test_an_alert_goes_to_who_has_opted_out(town, gateway):
    opted_out(town.a, MOTHER, town.monday)
    notify(town.a, town.monday, "警报", urgency=Urgency.SAFETY)

    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}


def test_an_opt_out_holds_in_its_county_for_its_channel_until_it_is_taken_back(town, gateway):
    opted_out(town.a, MOTHER, town.monday)
    notify(town.b, town.monday, "同县")
    notify(town.c, town.monday, "外县")
    mail(town.a, town.monday, title="电子邮件")
    delivery.deliver_batches(now=town.monday)
    assert fate() == [("同县", "dead"), ("外县", "sent"), ("电子邮件", "sent")]

    with town.as_(town.admin_zhao) as by:
        opt_outs.opt_in(address=MOTHER, channel=Channel.SMS, by=by, now=town.monday)
    notify(town.b, town.later(hours=1), "又要了")
    assert delivery.deliver_batches(now=town.later(hours=1)) == {"sent": 1}


def test_who_opted_out_does_not_hold_up_who_stands_behind(town, gateway):
    opted_out(town.a, MOTHER, town.monday)
    notify(town.a, town.monday, "一", "二", "三")
    text_message(town.a, town.monday, key="last", title="排在后面", phone="13900000002")

    assert delivery.deliver_batches(now=town.monday, limit=2) == {"sent": 1}
    assert fate()[-1] == ("排在后面", "sent")


# -- suspects
def test_a_message_in_whose_call_a_worker_died_stays_apart_when_it_is_moved(town, gateway, settings):
    notify(town.a, town.monday, "毒")
    (row,) = deliveries()
    tried(row, "", at=town.monday)
    change(row, state=DeliveryState.SENDING)
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 0, "staff": 0}

    assert delivery.deliver_batches(now=town.monday) == {}
    assert delays() == [("毒", DelayReason.DAILY_LIMIT, town.later(hours=23))]
    assert delivery.claim(now=town.later(hours=24)) == []
    settings.NOTIFY_DAILY_LIMIT = {"guardian": 3, "staff": 3}
    assert len(delivery.claim(now=town.later(hours=24), suspects=True)) == 1
