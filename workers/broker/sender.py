"""Wake-up messages: send a task's name to the queue, give up after half a second. `settings.TASK_SENDER` names it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from celery import Celery
from django.conf import settings

from workers.broker.connection import broker_url
from workers.queues import QUICK, ROUTES

SEND_TIMEOUT = 0.5  # seconds
RETRY_AFTER = 5.0  # seconds without another try after the broker did not answer


class BrokerUnavailable(ConnectionError):
    """The broker did not answer a moment ago; it is not tried again yet."""


@cache
def sender() -> Celery:
    """Return a send-only Celery app with short time-outs; the worker's own connection needs long ones."""
    app = Celery("sender", broker=broker_url(settings.REDIS_URL), set_as_current=False, fixups=[])
    app.conf.update(
        task_routes=ROUTES,
        task_default_queue=QUICK,
        task_ignore_result=True,
        task_publish_retry=False,
        broker_connection_timeout=SEND_TIMEOUT,
        # Every wait is bounded: a page that has committed must not hang because the broker does.
        broker_transport_options={
            "socket_connect_timeout": SEND_TIMEOUT,
            "socket_timeout": SEND_TIMEOUT,
            "retry_on_timeout": False,
            "max_retries": 0,
            "connect_retries_timeout": SEND_TIMEOUT,
        },
    )
    return app


@dataclass
class TaskSender:
    """Sends, and remembers that the broker did not answer, so that a busy page waits for it only once in a while."""

    retry_at: float = 0.0

    def send(self, task: str, ids: Sequence[str]) -> None:
        if time.monotonic() < self.retry_at:
            raise BrokerUnavailable(task)
        try:
            sender().send_task(task, args=list(ids), retry=False)
        except Exception:
            self.retry_at = time.monotonic() + RETRY_AFTER
            raise


_sender = TaskSender()


def send_task(task: str, ids: Sequence[str] = ()) -> None:
    """Send a task's name with public ids. Raises when the broker is unreachable: the sweep finds the row later."""
    _sender.send(task, ids)
