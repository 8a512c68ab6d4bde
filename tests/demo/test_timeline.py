"""Whatever today is, the demo has a term with work in it, and a closed quarter with some."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from services.demo.timeline import build_timeline
from services.kit.periods import Quarter
from services.schools.choices import Season

# Today: the closed quarter, the terms that have begun, and the count of terms with the next one.
DAYS = {
    "2026-11-23": (Quarter(2026, 3), [(2026, Season.AUTUMN)], 2),
    "2026-10-01": (Quarter(2026, 3), [(2026, Season.AUTUMN)], 2),
    "2027-02-10": (Quarter(2026, 4), [(2026, Season.AUTUMN)], 2),  # winter break
    "2027-07-20": (Quarter(2027, 2), [(2026, Season.SPRING)], 2),  # summer break
    "2026-09-03": (Quarter(2026, 2), [(2025, Season.SPRING), (2026, Season.AUTUMN)], 3),
    "2027-03-10": (Quarter(2026, 4), [(2026, Season.AUTUMN), (2026, Season.SPRING)], 3),
}


def moment(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("day", DAYS)
def test_the_terms_reach_from_the_closed_quarter_to_the_next_term(day: str) -> None:
    quarter, begun_terms, term_count = DAYS[day]

    timeline = build_timeline(moment(day))

    assert timeline.quarter == quarter
    assert [(term.school_year, term.season) for term in timeline.begun_terms] == begun_terms
    assert len(timeline.terms) == term_count
    assert timeline.terms[-1].begins_on > timeline.today


@pytest.mark.parametrize("day", DAYS)
def test_no_moment_is_later_than_now_and_no_workday_is_a_weekend(day: str) -> None:
    timeline = build_timeline(moment(day))

    assert timeline.moment(timeline.terms[-1].ends_on) == timeline.now
    assert all(timeline.terms[0].workday(number).weekday() < 5 for number in range(30))
