"""Quarters, months and weeks: neighbours, texts, labels, invalid values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.periods import InvalidPeriod, Month, Quarter, Week

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
kinds = st.sampled_from([Quarter, Month, Week])


@given(days, kinds)
def test_day_lies_in_one_period_only(day, kind):
    period = kind.of(day)

    assert period.begins <= day <= period.ends
    assert day in period
    assert day not in period.next
    assert day not in period.previous
    assert period.ends + timedelta(1) == period.next.begins
    assert period.previous.next == period == period.next.previous
    assert period.previous < period < period.next


@given(days, kinds)
def test_period_is_parsed_from_its_text(day, kind):
    assert kind.parse(str(kind.of(day))) == kind.of(day)


@given(days)
def test_days_of_a_quarter_are_the_days_of_its_months(day):
    quarter = Quarter.of(day)
    listed = list(quarter.days())

    assert listed == [day for month in quarter.months for day in month.days()]
    assert (listed[0], listed[-1]) == (quarter.begins, quarter.ends)


def test_fourth_quarter_of_2026():
    quarter = Quarter.parse("2026Q4")

    assert (quarter.begins, quarter.ends) == (date(2026, 10, 1), date(2026, 12, 31))
    assert quarter.label == "2026年第四季度"
    assert quarter == Quarter.parse("2026-q4") == Quarter.parse("2026年第四季度") == Quarter.parse("2026年第4季度")
    assert quarter.next == Quarter(2027, 1)


def test_labels_and_codes():
    assert (Month.of(date(2026, 11, 23)).label, str(Month(2026, 3))) == ("2026年11月", "2026-03")
    assert (Week.of(date(2026, 11, 23)).label, str(Week(2027, 1))) == ("2026年第48周", "2027-W01")


def test_first_days_of_a_year_can_lie_in_the_last_week_before():
    assert Week.of(date(2027, 1, 3)) == Week(2026, 53)
    assert Week(2026, 53).next == Week(2027, 1)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Quarter, "2026Q5"),
        (Quarter, "2026Q0"),
        (Quarter, "26Q1"),
        (Quarter, "２０２６Q1"),
        (Quarter, "0000Q1"),
        (Quarter, ""),
        (Month, "2026-13"),
        (Month, "2026-00"),
        (Week, "2025-W53"),
        (Week, "2026-W00"),
    ],
)
def test_invalid_period_raises(kind, text):
    with pytest.raises(InvalidPeriod):
        kind.parse(text)
