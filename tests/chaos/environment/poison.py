"""Work that never succeeds: jobs and a task that raise, a job that kills its process, and one that works."""

import os
import signal
from typing import Any

from django.apps import AppConfig

from tests.chaos.year import daily

FAILING_TASK = "tests.chaos.environment.failing_tasks.raises"


class PoisonConfig(AppConfig):
    name = "tests.chaos"
    label = "chaos"

    def ready(self) -> None:
        from services.jobs import registry

        daily.register_daily_kind()
        for kind, action in {"chaos.raises": _raise, "chaos.kills": _kill, "chaos.works": _work}.items():
            registry.job_handler(kind)(action)
        if os.environ.get("CHAOS_POISON"):
            self._replace_schedule()
        if os.environ.get("CHAOS_SHORT_PAUSES"):
            self._shorten_backoff()

    def _replace_schedule(self) -> None:
        from datetime import time

        from workers import schedule

        schedule.SCHEDULE[:] = [
            schedule.ScheduleEntry(FAILING_TASK, schedule.Daily(time(0, 1)), "it raises in every school but one")
        ]

    def _shorten_backoff(self) -> None:
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
