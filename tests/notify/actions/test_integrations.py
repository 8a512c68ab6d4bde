"""Replay to a webhook under known ids, and what happens when an integration is disabled."""

import pytest

from services.notify import delivery, outbox
from services.notify.actions import integrations
from services.notify.choices import AttemptOutcome, Channel
from services.notify.requests import NotificationRequest
from services.schools.scope import scope, worker_for_schools
from tests.factories.notify import expire_leases, gateway_deliveries, text_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def webhook(town, gateway, settings):
    """A webhook of 中心小学."""
    settings.NOTIFY_CHANNELS = {**settings.NOTIFY_CHANNELS, "webhook": settings.NOTIFY_CHANNELS["sms"]}
    settings.NOTIFY_HOSTS = ["hooks.example.cn"]
    with town.as_(town.admin_zhao) as by:
        target = {"address": "https://hooks.example.cn/in", "secret": "a secret of sixteen"}
        return integrations.create_integration(channel="webhook", name="县平台", by=by, now=town.monday, **target)


def notify(town, key="told", **more):
    with town.a.inside():
        fields = {"kind": "test", "title": "新的配对", "channels": (Channel.WEBHOOK,), **more}
        outbox.add(dedupe_key=key, now=town.monday, **fields)


def replay(town, webhook, minutes):
    with town.as_(town.admin_zhao) as by:
        return integrations.replay(integration=webhook, since=town.monday, by=by, now=town.later(minutes=minutes))


def test_replay_sends_again_under_the_same_id(town, gateway, webhook):
    notify(town)
    delivery.deliver_batches(now=town.monday)

    for number in range(1, 7):
        assert replay(town, webhook, number * 10) == 1
        assert delivery.deliver_batches(now=town.later(minutes=number * 10 + 1)) == {"sent": 1}

    assert len(gateway.calls) == 7
    assert len({delivery_id for delivery_id, _title in gateway.calls}) == 1


def test_replayed_dead_delivery_has_five_more_attempts(town, gateway, webhook):
    gateway.answers = [AttemptOutcome.FAILED] * 4 + [AttemptOutcome.REJECTED, AttemptOutcome.FAILED]
    notify(town)
    for _time in range(5):
        delivery.deliver_batches(now=town.monday)
        expire_leases()
    assert [row.state for row in gateway_deliveries()] == ["dead"]

    assert replay(town, webhook, 10) == 1
    assert delivery.deliver_batches(now=town.later(minutes=11)) == {"retrying": 1}
    expire_leases()
    assert delivery.deliver_batches(now=town.later(minutes=12)) == {"sent": 1}


def test_message_of_one_school_never_goes_to_the_group_of_another(town, gateway, webhook):
    schools = [town.a.school.pk, town.b.school.pk]
    fields = {"kind": "test", "title": "新的配对", "channels": (Channel.WEBHOOK,), "now": town.monday}
    with scope(worker_for_schools(schools, town.county.pk)):
        outbox.add_many(
            NotificationRequest(dedupe_key=f"of {school_id}", school_id=school_id, **fields) for school_id in schools
        )

    assert [(row.school_id, row.integration_id) for row in gateway_deliveries()] == [(schools[0], webhook.pk)]


def test_disabling_an_integration_activates_next_channels(town, gateway, webhook):
    gateway.answers = [AttemptOutcome.FAILED]
    notify(town, phone="13800000001", channels=(Channel.WEBHOOK, Channel.SMS), is_sequential=True)
    delivery.deliver_batches(now=town.monday)
    notify(town, key="later", phone="13800000001", channels=(Channel.WEBHOOK, Channel.SMS), is_sequential=True)
    text_message(town.b, town.monday, key="of another school")
    assert [row.state for row in gateway_deliveries()] == ["retrying", "fallback", "due", "fallback", "due"]

    with town.as_(town.admin_zhao) as by:
        integrations.disable_integration(integration=webhook, by=by, now=town.later(hours=1))

    assert [row.state for row in gateway_deliveries()] == ["cancelled", "due", "cancelled", "due", "due"]


def test_disabling_an_integration_releases_its_digest(town, gateway, settings):
    settings.NOTIFY_CHANNELS = {**settings.NOTIFY_CHANNELS, "wecom": settings.NOTIFY_CHANNELS["sms"]}
    with town.as_(town.admin_zhao) as by:
        key = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
        robot = integrations.create_integration(channel="wecom", name="年级群", address=key, by=by, now=town.monday)
    gateway.answers = [AttemptOutcome.FAILED]
    for name in ("one", "two"):
        notify(town, key=name, phone="13800000001", channels=(Channel.WECOM, Channel.SMS), is_sequential=True)
    delivery.deliver_batches(now=town.monday)
    assert [row.state for row in gateway_deliveries()] == ["retrying", "fallback", "merged", "fallback"]

    with town.as_(town.admin_zhao) as by:
        integrations.disable_integration(integration=robot, by=by, now=town.later(hours=1))

    assert [row.state for row in gateway_deliveries()] == ["cancelled", "due", "cancelled", "due"]
