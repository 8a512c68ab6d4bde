"""Another system is told again what it has lost, under the ids it knows."""

import pytest

from services.notify import delivery, outbox
from services.notify.actions import integrations
from services.notify.choices import AttemptOutcome, Channel
from tests.factories.notify import gateway_deliveries, let_leases_end, text_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook(town, gateway, settings):
    """A webhook of 中心小学."""
    settings.NOTIFY_CHANNELS = {**settings.NOTIFY_CHANNELS, "webhook": settings.NOTIFY_CHANNELS["sms"]}
    settings.NOTIFY_HOSTS = ["hooks.example.cn"]
    with town.as_(town.admin_zhao) as by:
        where = {"address": "https://hooks.example.cn/in", "secret": "a secret of sixteen"}
        return integrations.create_integration(channel="webhook", name="县平台", by=by, now=town.monday, **where)


def tell(town, key="told", **more):
    with town.a.inside():
        wanted = {"kind": "test", "title": "新的配对", "channels": (Channel.WEBHOOK,), **more}
        outbox.add(dedupe_key=key, now=town.monday, **wanted)


def replay(town, hook, minutes):
    with town.as_(town.admin_zhao) as by:
        return integrations.replay(integration=hook, since=town.monday, by=by, now=town.later(minutes=minutes))


def test_it_is_told_again_as_often_as_it_asks_under_the_same_id(town, gateway, hook):
    tell(town)
    delivery.deliver_batches(now=town.monday)

    for number in range(1, 7):
        assert replay(town, hook, number * 10) == 1
        assert delivery.deliver_batches(now=town.later(minutes=number * 10 + 1)) == {"sent": 1}

    assert len(gateway.calls) == 7
    assert len({delivery_id for delivery_id, _title in gateway.calls}) == 1


def test_what_was_given_up_is_told_with_five_tries_more(town, gateway, hook):
    gateway.answers = [AttemptOutcome.FAILED] * 4 + [AttemptOutcome.REJECTED, AttemptOutcome.FAILED]
    tell(town)
    for _time in range(5):
        delivery.deliver_batches(now=town.monday)
        let_leases_end()
    assert [row.state for row in gateway_deliveries()] == ["dead"]

    assert replay(town, hook, 10) == 1
    assert delivery.deliver_batches(now=town.later(minutes=11)) == {"retrying": 1}
    let_leases_end()
    assert delivery.deliver_batches(now=town.later(minutes=12)) == {"sent": 1}


def test_what_waits_for_an_outlet_that_is_switched_off_goes_the_next_way(town, gateway, hook):
    gateway.answers = [AttemptOutcome.FAILED]
    tell(town, phone="13800000001", channels=(Channel.WEBHOOK, Channel.SMS), is_sequential=True)
    delivery.deliver_batches(now=town.monday)
    tell(town, key="later", phone="13800000001", channels=(Channel.WEBHOOK, Channel.SMS), is_sequential=True)
    text_message(town.b, town.monday, key="of another school")
    assert [row.state for row in gateway_deliveries()] == ["retrying", "fallback", "due", "fallback", "due"]

    with town.as_(town.admin_zhao) as by:
        integrations.disable_integration(integration=hook, by=by, now=town.later(hours=1))

    assert [row.state for row in gateway_deliveries()] == ["cancelled", "due", "cancelled", "due", "due"]


def test_no_part_of_a_robot_s_message_waits_for_one_that_is_switched_off(town, gateway, settings):
    settings.NOTIFY_CHANNELS = {**settings.NOTIFY_CHANNELS, "wecom": settings.NOTIFY_CHANNELS["sms"]}
    with town.as_(town.admin_zhao) as by:
        key = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
        robot = integrations.create_integration(channel="wecom", name="年级群", address=key, by=by, now=town.monday)
    gateway.answers = [AttemptOutcome.FAILED]
    for name in ("one", "two"):
        tell(town, key=name, phone="13800000001", channels=(Channel.WECOM, Channel.SMS), is_sequential=True)
    delivery.deliver_batches(now=town.monday)
    assert [row.state for row in gateway_deliveries()] == ["retrying", "fallback", "merged", "fallback"]

    with town.as_(town.admin_zhao) as by:
        integrations.disable_integration(integration=robot, by=by, now=town.later(hours=1))

    assert [row.state for row in gateway_deliveries()] == ["cancelled", "due", "cancelled", "due"]
