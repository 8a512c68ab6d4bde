"""Beat or sweep of a simulated year: `python -m tests.chaos.year.schedulers beat|sweep SECONDS`.

Each line it reads is the true time; its own clock is SECONDS wrong. It does what is due by its clock, as the worker
that a beat wakes, or as the sweep that finds the queue gone, and prints "done".
"""

import os
import sys
from datetime import datetime, timedelta

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from workers import reminders
from workers.sweep import passes


def main(process: str, clock_error: int) -> int:
    sweep = passes.Sweep()
    for line in sys.stdin:
        moment = datetime.fromisoformat(line.strip()) + timedelta(seconds=clock_error)
        os.environ["NUANYANG_CLOCK"] = moment.isoformat()
        if process == "beat":
            reminders.evaluate_rules()
        else:
            sweep._rules(moment.timestamp())
            sweep.threads.wait_for("rules")
        print("done", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], int(sys.argv[2])))
