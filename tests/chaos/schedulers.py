"""Beat or sweep of a simulated year: `python -m tests.chaos.schedulers beat|sweep SECONDS`.

Each line it reads is the true time; its own clock is wrong by so many seconds. It does what is owed by its clock, as
the worker whom a beat wakes, or as the sweep that finds the queue gone, and says "done".
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


def main(process: str, wrong: int) -> int:
    own = passes.Sweep()
    for record in sys.stdin:
        moment = datetime.fromisoformat(record.strip()) + timedelta(seconds=wrong)
        os.environ["NUANYANG_CLOCK"] = moment.isoformat()
        if process == "beat":
            reminders.evaluate_rules()
        else:
            own._rules(moment.timestamp())
            own.threads.wait_for("rules")
        print("done", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], int(sys.argv[2])))
