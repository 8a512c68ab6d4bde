"""Background threads of the sweep, for work that may take minutes while its passes go on."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connections

log = logging.getLogger("workers.background")


@dataclass
class BackgroundThreads:
    """At most one thread per kind of work."""

    threads: dict[str, threading.Thread] = field(default_factory=dict)

    def submit(self, kind: str, action: Callable[..., object], *arguments: object) -> None:
        """Start the action in a thread of its kind; do nothing while that thread is still running."""
        thread = self.threads.get(kind)
        # Not queued: the next pass finds what is still to do.
        if thread is None or not thread.is_alive():
            self.threads[kind] = threading.Thread(target=_run, args=(action, *arguments), name=kind, daemon=True)
            self.threads[kind].start()

    def wait_for(self, *kinds: str) -> None:
        """Block until the threads of these kinds have ended."""
        for kind in kinds:
            if thread := self.threads.get(kind):
                thread.join()


def _run(action: Callable[..., object], *arguments: object) -> None:
    try:
        action(*arguments)
    except Exception as error:  # noqa: BLE001  the lease expires and a later pass retries
        log.error("background_thread_failed", extra={"error": type(error).__name__})
    # A thread that ends would leave its connections open until the process does.
    finally:
        connections.close_all()
