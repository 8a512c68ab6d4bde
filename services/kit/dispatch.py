"""Send a wake-up message to the workers after the commit. The rows are the queue; a lost message loses no work."""

import logging
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


def delay_on_commit(task: str, *ids: str) -> None:
    """Send a task name, with public ids at most, once the transaction has committed. Never raises."""
    # Robust: an error in one callback would skip those of others in the same request.
    transaction.on_commit(partial(_send, task, ids), robust=True)


def _send(task: str, ids: tuple[str, ...]) -> None:
    try:
        import_string(settings.TASK_SENDER)(task, ids)
    except Exception as error:  # noqa: BLE001  a broken queue must not fail a page; the sweep runs the task later
        log.warning("broker_unreachable", extra={"task": task, "error": type(error).__name__})
