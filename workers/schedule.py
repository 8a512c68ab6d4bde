"""The schedule: which task, when, why.

Beat only triggers it. A daily task records each tenant it has done (per_tenant.py) and the sweep runs what was missed,
so that two beats, or none, are harmless.
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
    """Every so many seconds; a missed run is made up by the next one."""

    seconds: float

    def for_beat(self) -> interval:
        return interval(self.seconds)


@dataclass(frozen=True)
class Daily:
    """Once a day at a local time; run later on the same day when it was missed."""

    at: time

    def for_beat(self) -> crontab:
        return crontab(hour=self.at.hour, minute=self.at.minute)

    def due(self, now: datetime) -> datetime:
        """Return the last moment it was due."""
        local = timezone.localtime(now)
        # Before the time of day it is yesterday's that was due last: a service down over midnight still runs it.
        day = local.date() - timedelta(days=int(local.time() < self.at))
        return timezone.make_aware(datetime.combine(day, self.at), local.tzinfo)


@dataclass(frozen=True)
class ScheduleEntry:
    task: str
    when: Interval | Daily
    reason: str
    tenant_level: Literal["school", "county"] = "school"  # the tenants it runs for: for_each_school or for_each_county


SCHEDULE = [
    ScheduleEntry(
        "workers.dashboards.refresh_stale",
        Interval(5),
        "figures follow the rows within seconds; the sweep refreshes too",
    ),
    ScheduleEntry(
        "workers.dashboards.recount",
        # After the due work of 00:20, which it counts.
        Daily(time(0, 40)),
        "what is due changes with the day; a recount that alarms on a difference",
        "county",
    ),
    ScheduleEntry(
        "workers.children.carry_out_departures",
        # Before the due work of 00:20, which a pupil who has left no longer needs.
        Daily(time(0, 10)),
        "who leaves on a day given before is nobody's to see from that day on",
    ),
    ScheduleEntry(
        "workers.care.refresh_due_work",
        Daily(time(0, 20)),
        "a new week or month makes talks and visits due",
        "county",
    ),
    ScheduleEntry("workers.reminders.evaluate_rules", Interval(60), "rules that are due; the sweep evaluates too"),
    ScheduleEntry(
        "workers.notify.deliver", Interval(60), "deliveries whose quiet hours ended; the sweep checks every two seconds"
    ),
    ScheduleEntry(
        "workers.notify.poll_receipts",
        Interval(60),
        "receipts the carriers did not push; settles uncertain deliveries",
    ),
    ScheduleEntry(
        "workers.audit_log.seal_events",
        Interval(60),
        "an event is sealed within a minute; what was missed waits in the queue",
    ),
    ScheduleEntry(
        "workers.retention.purge",
        Daily(time(3, 10)),
        "what is over goes at night, when nobody works; services/retention/rules.py says how long each kind is kept",
        "county",
    ),
]


def for_beat() -> dict[str, dict[str, Any]]:
    return {entry.task: {"task": entry.task, "schedule": entry.when.for_beat()} for entry in SCHEDULE}


def due(task: str, now: datetime) -> datetime | None:
    """Return when a daily task was last due; None for other tasks."""
    return next((entry.when.due(now) for entry in _daily() if entry.task == task), None)  # type: ignore[union-attr]


def today(now: datetime) -> list[tuple[ScheduleEntry, datetime]]:
    """Return the daily entries already due on the local day of `now`, each with its moment."""
    day = timezone.localtime(now).date()
    dues = [(entry, entry.when.due(now)) for entry in _daily()]  # type: ignore[union-attr]
    return [(entry, due) for entry, due in dues if timezone.localtime(due).date() == day]


def _daily() -> Iterator[ScheduleEntry]:
    return (entry for entry in SCHEDULE if isinstance(entry.when, Daily))
