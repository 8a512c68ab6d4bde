"""A wake-up message to an unreachable broker must not hold up a page."""

import os
import signal
import time
from pathlib import Path

import pytest
from django.db import transaction

from deploy.local.valkey import Valkey
from services.kit import dispatch
from workers.broker import sender
from workers.broker.connection import broker_url

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
def test_broker_url_has_the_form_celery_expects(redis, celery):
    assert broker_url(redis) == celery


@pytest.fixture
def queue(tmp_path_factory, settings):
    folder = Path(tmp_path_factory.mktemp("q", numbered=True))
    queue = Valkey(folder / "data", folder / "q.sock", folder / "log")
    queue.start()
    settings.REDIS_URL = queue.url
    sender.sender.cache_clear()
    sender._sender.retry_at = 0.0
    sender.send_task("workers.notify.deliver")  # the first call also imports
    yield queue
    if queue.child:
        os.kill(queue.child.pid, signal.SIGCONT)
        queue.stop()
    sender.sender.cache_clear()
    sender._sender.retry_at = 0.0


def seconds_of(action):
    started = time.perf_counter()
    with pytest.raises(Exception):  # noqa: B017, PT011
        action()
    return time.perf_counter() - started


def test_hanging_broker_costs_half_a_second_once(queue):
    os.kill(queue.child.pid, signal.SIGSTOP)

    assert seconds_of(lambda: sender.send_task("workers.notify.deliver")) < LIMIT
    with pytest.raises(sender.BrokerUnavailable):
        sender.send_task("workers.notify.deliver")


def test_missing_broker_is_detected_at_once(queue):
    queue.stop()

    assert seconds_of(lambda: sender.send_task("workers.notify.deliver")) < LIMIT


@pytest.mark.django_db(transaction=True)
def test_dispatch_never_raises_and_sends_only_after_commit(queue):
    with transaction.atomic():
        dispatch.delay_on_commit("workers.notify.deliver")
        assert length(queue) == 1  # sent by the fixture
    assert length(queue) == 2
    queue.stop()
    with transaction.atomic():
        dispatch.delay_on_commit("workers.notify.deliver")


def length(queue):
    from redis import Redis

    with Redis(unix_socket_path=str(queue.socket)) as client:
        return client.llen("quick")
