"""What happens to missed occurrences: all, the latest, none; and expired ones."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from services.reminders.choices import CatchUp
from services.reminders.evaluation.catch_up import plan_catch_up

MONDAY = date(2026, 9, 7)
DAYS = [MONDAY + timedelta(days=n) for n in range(3)]


def at(day: date, hour: int = 8) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def settings(catch_up: CatchUp, hours: int = 168) -> Any:
    return SimpleNamespace(catch_up=catch_up, expires_after_hours=hours)


def decisions(catch_up: CatchUp, now: datetime, hours: int = 168) -> list[tuple[list[int], str]]:
    """(covered days, skip reason) of occurrences due on Monday, Tuesday and Wednesday at eight."""
    rule = settings(catch_up, hours)
    return [
        ([day.day for day in decision.covers], decision.skip_reason)
        for decision in plan_catch_up([(at(day), rule) for day in DAYS], now)
    ]


@pytest.mark.parametrize(
    ("catch_up", "expected"),
    [
        (CatchUp.ALL, [([7], ""), ([8], ""), ([9], "")]),
        (CatchUp.LATEST, [([], "newer"), ([], "newer"), ([7, 8, 9], "")]),
        (CatchUp.NONE, [([], "missed"), ([], "missed"), ([], "missed")]),
    ],
)
def test_catch_up_after_three_missed_days(catch_up: CatchUp, expected: list[Any]):
    assert decisions(catch_up, at(DAYS[-1], 12)) == expected


def test_catch_up_none_still_runs_what_is_on_time():
    assert decisions(CatchUp.NONE, at(DAYS[-1]) + timedelta(minutes=15))[-1] == ([9], "")
    assert decisions(CatchUp.NONE, at(DAYS[-1]) + timedelta(minutes=15, seconds=1))[-1] == ([], "missed")


def test_expired_occurrences_are_skipped_and_not_covered():
    assert decisions(CatchUp.ALL, at(DAYS[-1], 12), hours=30) == [([], "expired"), ([8], ""), ([9], "")]
    assert decisions(CatchUp.LATEST, at(DAYS[-1], 12), hours=30) == [([], "expired"), ([], "newer"), ([8, 9], "")]
    assert decisions(CatchUp.LATEST, at(DAYS[-1] + timedelta(days=9)))[-1] == ([], "expired")
