"""`python -m tests.bench.nations.refresher SECONDS`: refresh stale figures, with a pause, as the sweep does."""

import sys
import time

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from services.dashboards import actions
from services.kit import clock


def main(pause: float) -> None:
    while True:
        actions.refresh_stale(now=clock.now(), seconds=10)
        time.sleep(pause)


if __name__ == "__main__":
    main(float(sys.argv[1]))
