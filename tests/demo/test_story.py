"""Whatever today is, the demo plays a term with work behind it, and a closed quarter that has some."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from services.demo.timeline import build_timeline
from services.kit.periods import Quarter
from services.schools.choices import Season

DAYS = {
    "2026-11-23": (Quarter(2026, 3), [(2026, Season.AUTUMN)], 2),
    "2026-10-01": (Quarter(2026, 3), [(2026, Season.AUTUMN)], 2),
    "2027-02-10": (Quarter(2026, 4), [(2026, Season.AUTUMN)], 2),  # winter break
    "2027-07-20": (Quarter(2027, 2), [(2026, Season.SPRING)], 2),  # summer break
    "2026-09-03": (Quarter(2026, 2), [(2025, Season.SPRING), (2026, Season.AUTUMN)], 3),
    "2027-03-10": (Quarter(2026, 4), [(2026, Season.AUTUMN), (2026, Season.SPRING)], 3),
}


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("day", DAYS)
def test_the_terms_played_reach_from_the_last_closed_quarter_to_today(day: str) -> None:
    quarter, played, opened = DAYS[day]

    story = build_timeline(at(day))

    assert story.quarter == quarter
    assert [(term.school_year, term.season) for term in story.played] == played
    assert len(story.terms) == opened
    assert story.terms[-1].begins > story.today


@pytest.mark.parametrize("day", DAYS)
def test_nothing_happens_later_than_now_and_work_days_are_no_weekends(day: str) -> None:
    story = build_timeline(at(day))

    assert story.at(story.terms[-1].ends) == story.now
    assert all(story.terms[0].day(number).weekday() < 5 for number in range(30))
