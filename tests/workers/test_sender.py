"""A bell that nobody hears must not hold up a page."""

import os
import signal
import time
from pathlib import Path

import pytest
from django.db import transaction

from deploy.local.valkey import Valkey
from services.kit import dispatch
from workers import sender
from workers.broker import broker_url

LIMIT = sender.SEND_TIMEOUT * 2  # one round trip, on a busy machine


@pytest.mark.parametrize(
    ("redis", "celery"),
    [
        ("redis://queue:6379/1", "redis://queue:6379/1"),
        ("unix:///tmp/a/valkey.sock?db=0", "redis+socket:///tmp/a/valkey.sock?virtual_host=0"),
        ("unix:///tmp/a%20b/v.sock?db=3", "redis+socket:///tmp/a b/v.sock?virtual_host=3"),
        ("unix:///tmp/v.sock", "redis+socket:///tmp/v.sock?virtual_host=0"),
    ],
)
def test_an_address_is_spelled_as_celery_wants_it(redis, celery):
    assert broker_url(redis) == celery


@pytest.fixture
def queue(tmp_path_factory, settings):
    folder = Path(tmp_path_factory.mktemp("q", numbered=True))
    queue = Valkey(folder / "data", folder / "q.sock", folder / "log")
    queue.start()
    settings.REDIS_URL = queue.url
    sender.sender.cache_clear()
    sender._bell.retry_at = 0.0
    sender.send_task("workers.notify.deliver")  # the first one also imports
    yield queue
    if queue.child:
        os.kill(queue.child.pid, signal.SIGCONT)
        queue.stop()
    sender.sender.cache_clear()
    sender._bell.retry_at = 0.0


def seconds_of(action):
    began = time.perf_counter()
    with pytest.raises(Exception):  # noqa: B017, PT011
        action()
    return time.perf_counter() - began


def test_a_hanging_queue_costs_half_a_second_once_and_then_nothing(queue):
    os.kill(queue.child.pid, signal.SIGSTOP)

    assert seconds_of(lambda: sender.send_task("workers.notify.deliver")) < LIMIT
    with pytest.raises(sender.BrokerUnavailable):
        sender.send_task("workers.notify.deliver")


def test_a_queue_that_is_gone_is_noticed_at_once(queue):
    queue.stop()

    assert seconds_of(lambda: sender.send_task("workers.notify.deliver")) < LIMIT


@pytest.mark.django_db(transaction=True)
def test_the_doorbell_never_raises_and_rings_only_what_was_committed(queue):
    with transaction.atomic():
        dispatch.delay_on_commit("workers.notify.deliver")
        assert length(queue) == 1  # the fixture's own
    assert length(queue) == 2
    queue.stop()
    with transaction.atomic():
        dispatch.delay_on_commit("workers.notify.deliver")


def length(queue):
    from redis import Redis

    with Redis(unix_socket_path=str(queue.socket)) as line:
        return line.llen("quick")
