"""The timetable: when, what, why. Beat only ticks from it; a daily task writes down what it has done (each.py), and
the sweep looks up what was missed, so that two beats, or none, are harmless.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal

from celery.schedules import crontab
from celery.schedules import schedule as interval
from django.utils import timezone


@dataclass(frozen=True)
class Interval:
    """A tick that may be missed: the next one does the same work."""

    seconds: float

    def for_beat(self) -> interval:
        return interval(self.seconds)


@dataclass(frozen=True)
class Daily:
    """Once a day at a time of the county's clock, made up for on the same day when it was missed."""

    at: time

    def for_beat(self) -> crontab:
        return crontab(hour=self.at.hour, minute=self.at.minute)

    def due(self, now: datetime) -> datetime:
        """The last moment it was due."""
        local = timezone.localtime(now)
        day = local.date() - timedelta(days=int(local.time() < self.at))
        return timezone.make_aware(datetime.combine(day, self.at), local.tzinfo)


@dataclass(frozen=True)
class ScheduleEntry:
    task: str
    when: Interval | Daily
    reason: str
    tenant_level: Literal["school", "county"] = "school"  # through each_school or each_county


SCHEDULE = [
    ScheduleEntry(
        "workers.dashboards.refresh_stale",
        Interval(5),
        "figures follow the facts within seconds; the sweep drains as well",
    ),
    ScheduleEntry(
        "workers.dashboards.rebuild", Daily(time(0, 40)), "what is due today; a recount that alarms", "county"
    ),
    ScheduleEntry(
        "workers.care.refresh_due_work", Daily(time(0, 20)), "the day's new weeks and months make talks and visits due"
    ),
    ScheduleEntry(
        "workers.notify.evaluate_rules", Interval(60), "rules whose moment has come; the sweep looks as well"
    ),
    ScheduleEntry(
        "workers.notify.deliver", Interval(60), "deliveries whose quiet hours ended; the sweep looks every two seconds"
    ),
    ScheduleEntry(
        "workers.notify.poll_receipts",
        Interval(60),
        "what carriers have not told is asked for; doubtful ones are settled",
    ),
    ScheduleEntry(
        "workers.notify.purge",
        Interval(6 * 3600),
        "notices are kept 400 days; a tick that is missed is made up by the next",
    ),
    ScheduleEntry(
        "workers.jobs.purge_idempotency_keys",
        Daily(time(3, 10)),
        "answers to repeated requests are kept 24 hours",
        "county",
    ),
]


def for_beat() -> dict[str, dict[str, Any]]:
    return {entry.task: {"task": entry.task, "schedule": entry.when.for_beat()} for entry in SCHEDULE}


def due(task: str, now: datetime) -> datetime | None:
    """When a daily task was last due; None for others."""
    return next((entry.when.due(now) for entry in _daily() if entry.task == task), None)  # type: ignore[union-attr]


def today(now: datetime) -> list[tuple[ScheduleEntry, datetime]]:
    """Daily entries that have come due on this day already."""
    day = timezone.localtime(now).date()
    dues = [(entry, entry.when.due(now)) for entry in _daily()]  # type: ignore[union-attr]
    return [(entry, due) for entry, due in dues if timezone.localtime(due).date() == day]


def _daily() -> Iterator[ScheduleEntry]:
    return (entry for entry in SCHEDULE if isinstance(entry.when, Daily))
