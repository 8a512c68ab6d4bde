"""What becomes of ticks that were missed: all, the latest, none; and nothing after it has expired."""

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


def terms(catch_up: CatchUp, hours: int = 168) -> Any:
    return SimpleNamespace(catch_up=catch_up, expires_after_hours=hours)


def said(catch_up: CatchUp, now: datetime, hours: int = 168) -> list[tuple[list[int], str]]:
    """(days of which it speaks, why not) of ticks due on Monday, Tuesday and Wednesday at eight."""
    its = terms(catch_up, hours)
    return [
        ([day.day for day in each.covers], each.skipped)
        for each in plan_catch_up([(at(day), its) for day in DAYS], now)
    ]


@pytest.mark.parametrize(
    ("catch_up", "expected"),
    [
        (CatchUp.ALL, [([7], ""), ([8], ""), ([9], "")]),
        (CatchUp.LATEST, [([], "newer"), ([], "newer"), ([7, 8, 9], "")]),
        (CatchUp.NONE, [([], "missed"), ([], "missed"), ([], "missed")]),
    ],
)
def test_after_three_days_of_silence(catch_up: CatchUp, expected: list[Any]):
    assert said(catch_up, at(DAYS[-1], 12)) == expected


def test_none_still_speaks_what_is_on_time():
    assert said(CatchUp.NONE, at(DAYS[-1]) + timedelta(minutes=15))[-1] == ([9], "")
    assert said(CatchUp.NONE, at(DAYS[-1]) + timedelta(minutes=15, seconds=1))[-1] == ([], "missed")


def test_what_has_expired_is_not_made_up_for_and_the_latest_does_not_speak_for_it():
    assert said(CatchUp.ALL, at(DAYS[-1], 12), hours=30) == [([], "expired"), ([8], ""), ([9], "")]
    assert said(CatchUp.LATEST, at(DAYS[-1], 12), hours=30) == [([], "expired"), ([], "newer"), ([8, 9], "")]
    assert said(CatchUp.LATEST, at(DAYS[-1] + timedelta(days=9)))[-1] == ([], "expired")
