"""Work that never succeeds: jobs and a task that raise, a job that kills its process, and one that works."""

import os
import signal
from typing import Any

from django.apps import AppConfig

from tests.chaos import daily

OCCURRENCE = "tests.chaos.failing_tasks.raises"


class PoisonConfig(AppConfig):
    name = "tests.chaos"
    label = "chaos"

    def ready(self) -> None:
        from services.jobs import registry

        daily.offer()
        for kind, action in {"chaos.raises": _raise, "chaos.kills": _kill, "chaos.works": _work}.items():
            registry.job_handler(kind)(action)
        if os.environ.get("CHAOS_POISON"):
            self._put_on_the_timetable()
        if os.environ.get("CHAOS_HASTY"):
            self._shorten_pauses()

    def _put_on_the_timetable(self) -> None:
        from datetime import time

        from workers import schedule

        schedule.SCHEDULE[:] = [
            schedule.ScheduleEntry(OCCURRENCE, schedule.Daily(time(0, 1)), "it raises in every school but one")
        ]

    def _shorten_pauses(self) -> None:
        """Between two attempts at a job or a delivery, so that five do not take minutes."""
        from datetime import timedelta

        from services.jobs import runner
        from services.notify.delivery import outcomes

        runner.BACKOFF = outcomes.BACKOFF = timedelta(seconds=1)


def _raise(_run: object) -> dict[str, Any]:
    raise ValueError("never")


def _kill(_run: object) -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def _work(_run: object) -> dict[str, Any]:
    return {"done": 1}
