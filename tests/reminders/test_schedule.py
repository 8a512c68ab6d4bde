"""When rules run: days counted in an independent way, holidays, rules that change within a day."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from services.reminders.choices import DayCounting
from services.reminders.models import ReminderRule
from services.reminders.schedule import CalendarDays, anchor_range, days_since, due_times, matches, timeline
from services.schools.calendar import days as national

BEGINS, ENDS = date(2026, 9, 1), date(2026, 12, 31)
OPEN = tuple(day.date for day in national(BEGINS, ENDS) if day.kind in {"lessons", "makeup", "exam"})
AUTUMN = CalendarDays(BEGINS, ENDS, OPEN)
ONE_DAY = timedelta(days=1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def settings(**given: Any) -> ReminderRule:
    """An unsaved rule at 08:00, in effect since before the term."""
    usual = {
        "kind": "t",
        "send_at": time(8),
        "effective_from": at(date(2026, 8, 1), 0),
        "channels": ["inbox"],
        "county_id": 1,
    }
    return ReminderRule(**{**usual, **given})


def on_school_days(anchor: date, count: int) -> date | None:
    """The day `count` school days from a date, counted one by one: a date without school counts as the next with."""
    day = anchor
    while day not in OPEN:
        day += ONE_DAY
        if day > ENDS:
            return None
    step = ONE_DAY if count > 0 else -ONE_DAY
    for _step in range(abs(count)):
        day += step
        while day not in OPEN:
            day += step
            if not BEGINS <= day <= ENDS:
                return None
        if not BEGINS <= day <= ENDS:
            return None
    return day


@given(
    anchor=st.dates(BEGINS + timedelta(days=21), ENDS - timedelta(days=40)),
    first=st.integers(-5, 8),
    every=st.integers(0, 6),
    more=st.integers(0, 12),
)
def test_matches_counts_school_days_like_a_calendar(anchor: date, first: int, every: int, more: int):
    rule = settings(
        offset_days=first,
        repeat_every_days=every,
        repeat_until_days=first + more if every else first,
        day_counting=DayCounting.SCHOOL,
    )
    matched = {day for day in OPEN if matches(rule, AUTUMN, anchor, day)}

    counts = range(first, first + more + 1, every) if every else [first]
    assert matched == {on_school_days(anchor, count) for count in counts}


@given(
    anchor=st.dates(BEGINS, ENDS),
    day=st.dates(BEGINS, ENDS),
    first=st.integers(-9, 20),
    every=st.integers(0, 9),
    more=st.integers(0, 30),
    days=st.sampled_from([DayCounting.SCHOOL, DayCounting.CALENDAR]),
)
def test_matching_items_lie_in_the_window(anchor: date, day: date, first: int, every: int, more: int, days: str):
    """Items outside the window are not read from the database, so none of them may match."""
    rule = settings(offset_days=first, repeat_every_days=every, repeat_until_days=first + more, day_counting=days)
    if matches(rule, AUTUMN, anchor, day):
        anchors = anchor_range(rule, AUTUMN, day)
        assert anchors
        assert anchors[0] <= anchor <= anchors[1]


def test_rule_in_school_days_does_not_run_without_school():
    assert days_since(settings(day_counting=DayCounting.SCHOOL), AUTUMN, date(2026, 9, 11), date(2026, 9, 12)) is None
    assert days_since(settings(day_counting=DayCounting.CALENDAR), AUTUMN, date(2026, 9, 11), date(2026, 9, 12)) == 1
    assert anchor_range(settings(day_counting=DayCounting.SCHOOL), AUTUMN, date(2026, 10, 3)) is None


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (DayCounting.SCHOOL, [18, 20, 21, 22, 23, 24, 28]),  # a Sunday made up for; 25 to 27 are 中秋
        (DayCounting.CALENDAR, list(range(18, 29))),
    ],
)
def test_due_times_around_a_holiday(days: str, expected: list[int]):
    effective = timeline([settings(day_counting=days)])
    moments = due_times(effective, AUTUMN, at(date(2026, 9, 17), 12), at(date(2026, 9, 28), 8))

    assert [timezone.localtime(moment).day for moment, _settings in moments] == expected


def test_rule_has_no_due_times_before_it_took_effect_or_disabled():
    monday, tuesday = date(2026, 9, 7), date(2026, 9, 8)
    first = settings(effective_from=at(monday, 9), superseded_at=at(tuesday, 12))
    off = settings(effective_from=at(tuesday, 12), superseded_at=at(date(2026, 9, 10), 12), is_enabled=False)
    day = settings(effective_from=at(date(2026, 9, 10), 12))
    moments = due_times(timeline([first, off, day]), AUTUMN, at(date(2026, 9, 1), 0), at(date(2026, 9, 11), 23))

    assert [timezone.localtime(moment).day for moment, _settings in moments] == [8, 11]


def test_school_rule_replaces_the_county_rule_while_it_exists():
    county = settings(send_at=time(8))
    own = settings(send_at=time(9), effective_from=at(date(2026, 9, 8), 0), superseded_at=at(date(2026, 9, 9), 0))
    moments = due_times(timeline([county], [own]), AUTUMN, at(date(2026, 9, 6), 23), at(date(2026, 9, 10), 23))

    assert [(timezone.localtime(moment).day, timezone.localtime(moment).hour) for moment, _settings in moments] == [
        (7, 8),
        (8, 9),
        (9, 8),
        (10, 8),
    ]


def test_earlier_time_of_day_runs_at_once_and_later_one_later():
    day = date(2026, 9, 8)
    before, after = (
        settings(send_at=time(10), superseded_at=at(day, 9)),
        settings(send_at=time(8), effective_from=at(day, 9)),
    )
    moments = due_times(timeline([before, after]), AUTUMN, at(day, 0), at(day, 23))
    assert [moment for moment, _settings in moments] == [at(day, 9)], "ten o'clock has not come, eight has passed"

    before, after = (
        settings(send_at=time(8), superseded_at=at(day, 9)),
        settings(send_at=time(10), effective_from=at(day, 9)),
    )
    moments = due_times(timeline([before, after]), AUTUMN, at(day, 0), at(day, 23))
    assert [moment for moment, _settings in moments] == [at(day, 8), at(day, 10)]
