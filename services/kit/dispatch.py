"""Rings a worker when the transaction has committed. The row is the truth, the bell only speed."""

import logging
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


def delay_on_commit(task: str, *ids: str) -> None:
    """Send the name of a task, and public ids at most, once the rows are committed. Never raises."""
    transaction.on_commit(partial(_send, task, ids), robust=True)


def _send(task: str, ids: tuple[str, ...]) -> None:
    try:
        import_string(settings.TASK_SENDER)(task, ids)
    except Exception as error:  # noqa: BLE001  the sweep finds the row; a dead queue must not fail a page
        log.warning("doorbell_silent", extra={"task": task, "error": type(error).__name__})
