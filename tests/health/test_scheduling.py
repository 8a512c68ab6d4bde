from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.health.scheduling import ClassGroup, UnplacedReason, plan

MONDAY = date(2026, 11, 2)
WEEK = [MONDAY + timedelta(n) for n in range(5)]
NEXT_WEEK = [day + timedelta(7) for day in WEEK]


def reasons(made) -> dict[int, UnplacedReason]:
    return {unplaced.class_id: unplaced.reason for unplaced in made.unplaced}


def test_a_school_that_fits_goes_on_one_day_and_the_next_school_fills_what_is_left():
    baiyang = [
        ClassGroup(1, school_id=1, size=60),
        ClassGroup(2, school_id=1, size=50),
        ClassGroup(3, school_id=1, size=40),
    ]
    zhangqiao = [ClassGroup(4, school_id=2, size=30), ClassGroup(5, school_id=2, size=20)]

    made = plan([*zhangqiao, *baiyang], WEEK, 200)

    assert made.assigned == dict.fromkeys([1, 2, 3, 4, 5], WEEK[0])
    assert made.unplaced == ()


def test_a_school_too_big_for_a_day_takes_following_days():
    groups = [ClassGroup(n, school_id=1, size=40) for n in range(1, 6)]

    made = plan(groups, WEEK, 100)

    assert sorted(Counter(made.assigned.values()).items()) == [(WEEK[0], 2), (WEEK[1], 2), (WEEK[2], 1)]


def test_a_school_gets_consecutive_days_rather_than_earlier_scattered_ones():
    # Tuesday is nearly full: two days in a row with room begin on Wednesday.
    made = plan([ClassGroup(1, 1, 60), ClassGroup(2, 1, 60)], WEEK, 100, booked={WEEK[1]: 90})

    assert made.assigned == {1: WEEK[2], 2: WEEK[3]}


def test_exam_weeks_holidays_and_the_schools_own_days_off_stay_free():
    sports_day = ClassGroup(2, school_id=2, size=30, closed_days=frozenset({NEXT_WEEK[0]}))

    made = plan([ClassGroup(1, school_id=1, size=30), sports_day], [*WEEK, *NEXT_WEEK], 100, excluded=WEEK)

    assert made.assigned == {1: NEXT_WEEK[0], 2: NEXT_WEEK[1]}


def test_days_on_either_side_of_a_weekend_or_an_exam_follow_one_another():
    made = plan([ClassGroup(1, 1, 80), ClassGroup(2, 1, 80)], [WEEK[4], *NEXT_WEEK], 100, excluded=[NEXT_WEEK[0]])

    assert made.assigned == {1: WEEK[4], 2: NEXT_WEEK[1]}


def test_classes_without_a_day_are_named_with_their_reason():
    groups = [
        ClassGroup(1, 1, 101),
        ClassGroup(2, 1, 90),
        ClassGroup(3, 1, 90),
        ClassGroup(4, 2, 0),
        ClassGroup(5, 3, 10, frozenset(WEEK[:1])),
    ]

    made = plan(groups, WEEK[:1], 100)

    assert made.assigned == {2: WEEK[0]}
    assert reasons(made) == {
        1: UnplacedReason.TOO_LARGE,
        3: UnplacedReason.NO_CAPACITY,
        4: UnplacedReason.EMPTY,
        5: UnplacedReason.NO_SCHOOL_DAY,
    }
    assert "101" in str(made.unplaced[0].sentence)
    assert "100" in str(made.unplaced[0].sentence)


def test_classes_of_a_school_that_fits_no_run_of_days_are_scheduled_one_by_one():
    groups = [ClassGroup(1, 1, 60), ClassGroup(2, 1, 60), ClassGroup(3, 1, 60)]

    made = plan(groups, WEEK[:3], 100, booked={WEEK[1]: 50})

    assert made.assigned == {1: WEEK[0], 2: WEEK[2]}
    assert reasons(made) == {3: UnplacedReason.NO_CAPACITY}


def test_without_days_or_without_classes_there_is_an_empty_plan():
    assert reasons(plan([ClassGroup(1, 1, 10)], [], 100)) == {1: UnplacedReason.NO_SCHOOL_DAY}
    assert reasons(plan([ClassGroup(1, 1, 10)], WEEK, 100, excluded=WEEK)) == {1: UnplacedReason.NO_SCHOOL_DAY}
    assert plan([], WEEK, 100).assigned == {}


def test_a_class_given_twice_raises_value_error():
    with pytest.raises(ValueError, match="twice"):
        plan([ClassGroup(1, 1, 10), ClassGroup(1, 2, 20)], WEEK, 100)


def test_every_class_of_a_large_county_has_a_day_and_no_school_more_than_three():
    groups = [
        ClassGroup(school * 100 + n, school, 25 + (school * 7 + n * 5) % 30) for school in range(84) for n in range(18)
    ]
    days = [MONDAY + timedelta(n) for n in range(120) if (MONDAY + timedelta(n)).weekday() < 5]

    made = plan(groups, days, 800)

    assert len(made.assigned) == len(groups)
    spans = [len({made.assigned[group.id] for group in groups if group.school_id == school}) for school in range(84)]
    assert max(spans) <= 3


all_days = [MONDAY + timedelta(n) for n in range(14)]
groups_of_a_county = st.lists(
    st.builds(
        ClassGroup,
        id=st.integers(1, 40),
        school_id=st.integers(1, 5),
        size=st.integers(0, 70),
        closed_days=st.frozensets(st.sampled_from(all_days), max_size=3),
    ),
    max_size=25,
    unique_by=lambda group: group.id,
)


@given(
    groups=groups_of_a_county,
    days=st.lists(st.sampled_from(all_days)),
    excluded=st.sets(st.sampled_from(all_days), max_size=4),
    capacity=st.integers(1, 150),
    booked=st.dictionaries(st.sampled_from(all_days), st.integers(0, 200), max_size=4),
)
def test_no_plan_breaks_the_clinic_the_calendar_or_a_class(groups, days, excluded, capacity, booked):
    made = plan(groups, days, capacity, excluded=excluded, booked=booked)

    by_id = {group.id: group for group in groups}
    load = Counter(booked)
    for group_id, day in made.assigned.items():
        assert day in days
        assert day not in excluded
        assert day not in by_id[group_id].closed_days
        load[day] += by_id[group_id].size
    assert all(load[day] <= capacity for day in set(made.assigned.values()))
    assert sorted([*made.assigned, *reasons(made)]) == sorted(by_id)
    assert made == plan(
        list(groups), sorted(days, reverse=True), capacity, excluded=sorted(excluded), booked=dict(booked)
    )


@given(groups_of_a_county, st.integers(1, 150))
def test_a_class_is_left_over_only_when_no_day_has_capacity_for_it(groups, capacity):
    made = plan(groups, all_days, capacity)

    load = Counter(dict.fromkeys(all_days, 0))
    for group in groups:
        if group.id in made.assigned:
            load[made.assigned[group.id]] += group.size
    for group in groups:
        if reasons(made).get(group.id) == UnplacedReason.NO_CAPACITY:
            assert all(load[day] + group.size > capacity for day in all_days if day not in group.closed_days)
