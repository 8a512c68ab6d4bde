"""Threads beside the sweep's passes: what they do may take minutes, and nobody waits for it."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connections

log = logging.getLogger("workers.background")


@dataclass
class BackgroundThreads:
    """One thread for each kind of work."""

    threads: dict[str, threading.Thread] = field(default_factory=dict)

    def submit(self, kind: str, action: Callable[..., object], *arguments: object) -> None:
        """Do it in the kind's thread, unless that is still at work."""
        helper = self.threads.get(kind)
        if helper is None or not helper.is_alive():
            self.threads[kind] = threading.Thread(target=_do, args=(action, *arguments), name=kind, daemon=True)
            self.threads[kind].start()

    def wait_for(self, *kinds: str) -> None:
        """Until these have ended what they are at."""
        for kind in kinds:
            if helper := self.threads.get(kind):
                helper.join()


def _do(action: Callable[..., object], *arguments: object) -> None:
    try:
        action(*arguments)
    except Exception as error:  # noqa: BLE001  its lease will end, and another pass will find it
        log.error("help_failed", extra={"error": type(error).__name__})
    finally:
        connections.close_all()
