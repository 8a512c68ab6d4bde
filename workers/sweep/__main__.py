"""The sweep: `python -m workers.sweep`. One pass every two seconds, until a signal stops it."""

import argparse
import logging
import os
import signal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")
os.environ.setdefault("NUANYANG_DB_LOGIN", "worker")

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.conf import settings

from services.kit import service_manager
from services.schools import startup
from workers import metrics
from workers.sweep.passes import Sweep

log = logging.getLogger("workers.sweep")


def main(arguments: list[str] | None = None) -> int:
    """Sweep until a signal stops it; the pass and the calls under way are finished first."""
    options = argparse.ArgumentParser(prog="workers.sweep", description=__doc__)
    options.add_argument("--every", type=float, default=2.0, help="seconds between two passes")
    every = options.parse_args(arguments).every
    sweep, heartbeat_file = Sweep(), settings.DATA_DIR / "sweep.heartbeat"
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: sweep.stopping.set())
    startup.check()
    metrics.serve()
    service_manager.notify(service_manager.READY)
    log.info("sweep_started", extra={"every": every})
    while not sweep.stopping.is_set():
        sweep.run_once()
        # A watchdog restarts a sweep whose file grows old: a process that hangs still counts as running.
        heartbeat_file.touch()
        service_manager.notify(service_manager.ALIVE)
        sweep.stopping.wait(every)
    sweep.finish()
    log.info("sweep_stopped")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
