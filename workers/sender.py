"""The bell: sends the name of a task to the queue and gives up within half a second. settings.TASK_SENDER names `ring`."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from celery import Celery
from django.conf import settings

from workers.broker import broker_url
from workers.queues import QUICK, ROUTES

SEND_TIMEOUT = 0.5  # seconds
RETRY_AFTER = 5.0  # seconds for which a queue that did not answer is not tried again


class BrokerUnavailable(ConnectionError):
    """The queue did not answer a moment ago."""


@cache
def sender() -> Celery:
    """A Celery that only sends, with short patience; the worker's own connection must be patient."""
    sender = Celery("bell", broker=broker_url(settings.REDIS_URL), set_as_current=False, fixups=[])
    sender.conf.update(
        task_routes=ROUTES,
        task_default_queue=QUICK,
        task_ignore_result=True,
        task_publish_retry=False,
        broker_connection_timeout=SEND_TIMEOUT,
        broker_transport_options={
            "socket_connect_timeout": SEND_TIMEOUT,
            "socket_timeout": SEND_TIMEOUT,
            "retry_on_timeout": False,
            "max_retries": 0,
            "connect_retries_timeout": SEND_TIMEOUT,
        },
    )
    return sender


@dataclass
class TaskSender:
    """Remembers that the queue did not answer, so that a busy page pays for it once in a while only."""

    retry_at: float = 0.0

    def send(self, task: str, ids: Sequence[str]) -> None:
        if time.monotonic() < self.retry_at:
            raise BrokerUnavailable(task)
        try:
            sender().send_task(task, args=list(ids), retry=False)
        except Exception:
            self.retry_at = time.monotonic() + RETRY_AFTER
            raise


_bell = TaskSender()


def send_task(task: str, ids: Sequence[str] = ()) -> None:
    """Send a task's name, with public ids at most. Raises when the queue does not take it: the sweep finds the row."""
    _bell.send(task, ids)
