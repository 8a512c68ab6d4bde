from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.care.pairing_solver import SolverFailed, solve
from services.care.pairing_types import (
    ChildInput,
    MentorInput,
    PairingReason,
    SolverResult,
    SolverStatus,
    UnpairedReason,
    Weights,
)

MAIN, VILLAGE = 1, 2
CLASS_3, CLASS_5 = 30, 50


def boy(number: int, site: int = MAIN, class_id: int = CLASS_3, **more) -> ChildInput:
    return ChildInput(number, site, class_id, sex="M", grade=class_id // 10, **more)


def girl(number: int, site: int = MAIN, class_id: int = CLASS_5, **more) -> ChildInput:
    return replace(boy(number, site, class_id, **more), sex="F")


def woman(number: int, site: int = MAIN, **more) -> MentorInput:
    return MentorInput(number, site, sex="F", **more)


def man(number: int, site: int = MAIN, **more) -> MentorInput:
    return MentorInput(number, site, sex="M", **more)


def mentors_of(made: SolverResult) -> dict[int, int]:
    return {pair.child_id: pair.mentor_id for pair in made.pairs}


def because(made: SolverResult) -> dict[int, tuple[PairingReason, ...]]:
    return {pair.child_id: pair.reasons for pair in made.pairs}


def test_children_go_to_mentors_who_know_them_and_each_pair_has_its_reasons():
    class_teacher = woman(91, class_teacher_of=frozenset({CLASS_5}), class_ids=frozenset({CLASS_5}))
    subject_teacher = man(92, class_ids=frozenset({CLASS_3}), subjects=frozenset({"数学"}))
    children = [girl(1), boy(2, class_id=CLASS_5), boy(3, needs=frozenset({"数学"})), boy(4, previous_mentor_id=92)]

    made = solve(children, [class_teacher, subject_teacher])

    assert because(made) == {
        1: (PairingReason.CLASS_TEACHER, PairingReason.GIRL_WITH_WOMAN),
        2: (PairingReason.CLASS_TEACHER,),
        3: (PairingReason.TEACHES_CLASS, PairingReason.TEACHES_SUBJECT),
        4: (PairingReason.CONTINUES, PairingReason.TEACHES_CLASS),
    }
    assert mentors_of(made) == {1: 91, 2: 91, 3: 92, 4: 92}
    assert [pair.score for pair in made.pairs] == [90, 60, 35, 125]
    assert (made.objective, made.bound, made.gap, made.status) == (310, 310, 0, SolverStatus.OPTIMAL)
    assert (made.unpaired, made.shortages) == ((), ())


def test_a_class_teacher_may_also_be_given_per_child():
    made = solve([boy(1, class_teacher_id=92), boy(2, class_teacher_id=92)], [woman(91), man(92)])

    assert because(made) == {1: (PairingReason.CLASS_TEACHER,), 2: (PairingReason.CLASS_TEACHER,)}


def test_girls_go_to_women_from_the_fourth_grade_on_and_not_before():
    small = [girl(1, class_id=CLASS_3), girl(2, class_id=CLASS_3)]
    big = [girl(3), girl(4)]

    made = solve([*small, *big], [man(91), woman(92)])

    assert mentors_of(made) == {1: 91, 2: 91, 3: 92, 4: 92}
    assert because(made)[1] == (PairingReason.SAME_SITE,)
    assert because(made)[3] == (PairingReason.GIRL_WITH_WOMAN,)


def test_a_mentor_takes_two_or_three_children():
    teachers = [man(90 + number) for number in range(4)]
    made = [solve([boy(n) for n in range(count)], teachers) for count in range(1, 13)]
    loads = [sorted(Counter(mentors_of(result).values()).values()) for result in made]

    assert loads[:4] == [[1], [2], [3], [2, 2]]
    assert all(set(load) <= {2, 3} for load in loads[1:])
    assert loads[8:] == [[2, 2, 2, 3], [2, 2, 3, 3], [2, 3, 3, 3], [3, 3, 3, 3]]


def test_children_a_mentor_already_has_count():
    made = solve(
        [boy(1), boy(2)],
        [man(91, paired_count=2), man(92, paired_count=1), man(93, paired_count=3), man(94, paired_count=1)],
    )

    assert sorted(mentors_of(made).values()) == [92, 94]


def test_unwilling_and_full_mentors_get_no_child():
    mentors = [man(91, is_willing=False), man(92, paired_count=3), man(93, capacity=2), man(94, paired_count=5)]

    made = solve([boy(n, previous_mentor_id=91) for n in range(3)], mentors)

    assert Counter(mentors_of(made).values()) == {93: 2}
    assert [reason for _, reason in made.unpaired] == [UnpairedReason.MENTORS_FULL]


def test_keeping_a_previous_pair_outweighs_every_other_criterion():
    made = solve([girl(1, previous_mentor_id=91), girl(2)], [man(91, paired_count=1), woman(92, paired_count=1)])

    assert mentors_of(made) == {1: 91, 2: 92}


def test_missing_mentors_are_counted_per_site():
    children = [boy(n) for n in range(5)] + [boy(10 + n, VILLAGE) for n in range(4)] + [boy(20, 3), boy(21, 3)]

    made = solve(children, [man(91), man(92, VILLAGE, is_willing=False), man(93, 3)])

    assert Counter(reason for _, reason in made.unpaired) == {
        UnpairedReason.MENTORS_FULL: 2,
        UnpairedReason.NO_MENTOR_AT_SITE: 4,
    }
    assert [(row.site_id, row.children, row.free_slots, row.mentors_missing) for row in made.shortages] == [
        (MAIN, 5, 3, 1),
        (VILLAGE, 4, 0, 2),
    ]
    assert all(word in str(made.shortages[1].text) for word in ("4", "0", "2"))
    assert mentors_of(made)[20] == mentors_of(made)[21] == 93


def test_without_unpaired_children_the_proposal_is_empty():
    for made in (solve([], [man(91)]), solve([], [])):
        assert (made.pairs, made.unpaired, made.objective, made.status) == ((), (), 0, SolverStatus.OPTIMAL)


def test_a_child_given_twice_raises_value_error():
    with pytest.raises(ValueError, match="twice"):
        solve([boy(1), boy(1)], [man(91)])
    with pytest.raises(ValueError, match="twice"):
        solve([boy(1)], [man(91), woman(91)])


def test_a_school_may_change_the_weights():
    question = [girl(1, class_teacher_id=91), girl(2, class_teacher_id=91)], [man(91), woman(92)]

    assert set(mentors_of(solve(*question)).values()) == {91}
    assert set(mentors_of(solve(*question, weights=Weights(girl_with_woman=70))).values()) == {92}


def a_school(children: int, mentors: int, *, sites: int, seed: int) -> tuple[list[ChildInput], list[MentorInput]]:
    """A school as schools are: classes at sites, each teacher in some of them, some with children already."""
    dice = Random(seed)  # noqa: S311
    classes = [(number, dice.randrange(sites)) for number in range(max(6, children // 8))]
    staff = []
    for number in range(mentors):
        site = dice.randrange(sites)
        taught = [class_id for class_id, at in classes if at == site and dice.random() < 0.3]
        own = frozenset({number}) if (number, site) in classes else frozenset()
        held, willing = dice.choice([0, 0, 0, 1, 2, 3]), dice.random() < 0.9
        staff.append(MentorInput(number, site, dice.choice("MFF"), frozenset(taught), frozenset(), own, held, willing))
    pupils = []
    for number in range(children):
        class_id, site = dice.choice(classes)
        previous = dice.randrange(mentors) if dice.random() < 0.3 else None
        pupils.append(
            ChildInput(1000 + number, site, class_id, dice.choice("MF"), class_id % 9 + 1, previous_mentor_id=previous)
        )
    return pupils, staff


# The limits are seconds of the solver's own clock, a few times slower than a free processor's.
@pytest.mark.parametrize(
    ("children", "mentors", "sites", "seconds"), [(60, 30, 1, 0.25), (200, 100, 1, 1), (200, 100, 4, 1)]
)
def test_a_whole_school_is_solved_to_the_end_within_its_time(children, mentors, sites, seconds):
    question = a_school(children, mentors, sites=sites, seed=3)

    made = solve(*question, seconds=seconds)

    assert (made.status, made.gap) == (SolverStatus.OPTIMAL, 0)
    assert_rules_hold(*question, made)


def test_the_solution_does_not_depend_on_the_order_of_input_or_the_seed():
    children, mentors = a_school(40, 20, sites=2, seed=5)

    made = solve(children, mentors, seed=1)

    assert solve(children[::-1], mentors[::-1], seed=1) == made
    assert solve(children, mentors, seed=2).objective == made.objective


def test_a_solver_without_time_fails_with_a_message():
    with pytest.raises(SolverFailed):
        solve(*a_school(200, 100, sites=1, seed=3), seconds=0)


def free_slots(mentor: MentorInput) -> int:
    return (
        max(0, min(3, 3 if mentor.capacity is None else mentor.capacity) - mentor.paired_count)
        if mentor.is_willing
        else 0
    )


def assert_rules_hold(children: list[ChildInput], mentors: list[MentorInput], made: SolverResult) -> None:
    child, mentor = {item.id: item for item in children}, {item.id: item for item in mentors}
    assert sorted([*mentors_of(made), *(left for left, _ in made.unpaired)]) == sorted(child)
    assert len(made.pairs) == len(mentors_of(made))
    assert all(child[pair.child_id].site_id == mentor[pair.mentor_id].site_id for pair in made.pairs)
    assert all(
        number <= free_slots(mentor[mentor_id]) for mentor_id, number in Counter(mentors_of(made).values()).items()
    )
    for site in {item.site_id for item in children}:
        at_site = [item for item in children if item.site_id == site]
        slots = sum(free_slots(item) for item in mentors if item.site_id == site)
        assert sum(item.id in mentors_of(made) for item in at_site) == min(len(at_site), slots)
    assert all(pair.reasons for pair in made.pairs)
    assert made.objective <= made.bound


small_schools = st.tuples(
    st.lists(
        st.builds(
            ChildInput,
            id=st.integers(1, 20),
            site_id=st.sampled_from([MAIN, MAIN, VILLAGE]),
            class_id=st.sampled_from([CLASS_3, CLASS_5]),
            sex=st.sampled_from("MF"),
            grade=st.integers(3, 5),
            class_teacher_id=st.none() | st.integers(101, 105),
            previous_mentor_id=st.none() | st.integers(101, 105),
            needs=st.frozensets(st.sampled_from(["语文", "数学"])),
        ),
        max_size=5,
        unique_by=lambda child: child.id,
    ),
    st.lists(
        st.builds(
            MentorInput,
            id=st.integers(101, 105),
            site_id=st.sampled_from([MAIN, MAIN, VILLAGE]),
            sex=st.sampled_from("MF"),
            class_ids=st.frozensets(st.sampled_from([CLASS_3, CLASS_5])),
            subjects=st.frozensets(st.sampled_from(["语文", "数学"])),
            class_teacher_of=st.frozensets(st.sampled_from([CLASS_3, CLASS_5]), max_size=1),
            paired_count=st.integers(0, 3),
            is_willing=st.sampled_from([True, True, False]),
            capacity=st.none() | st.integers(1, 3),
        ),
        max_size=4,
        unique_by=lambda mentor: mentor.id,
    ),
)
some_weights = st.builds(
    Weights,
    continues=st.integers(0, 100),
    class_teacher=st.integers(0, 60),
    girl_with_woman=st.integers(0, 30),
    teaches_class=st.integers(0, 30),
    teaches_subject=st.integers(0, 20),
    below_minimum=st.integers(0, 1000),
    above_minimum=st.integers(0, 40),
)


def points(child: ChildInput, mentor: MentorInput, weights: Weights) -> int:
    score = weights.continues * (child.previous_mentor_id == mentor.id)
    if child.class_teacher_id == mentor.id or child.class_id in mentor.class_teacher_of:
        score += weights.class_teacher
    elif child.class_id in mentor.class_ids:
        score += weights.teaches_class
    score += weights.girl_with_woman * (child.sex == mentor.sex == "F" and child.grade >= 4)
    return score + weights.teaches_subject * bool(child.needs & mentor.subjects)


def points_off(load: int, weights: Weights) -> int:
    return {0: 0, 1: weights.below_minimum, 2: 0, 3: weights.above_minimum}[load]


def best_by_trying_everything(children: list[ChildInput], mentors: list[MentorInput], weights: Weights) -> int:
    """The best worth among the assignments that pair the most children."""
    sites = {child.site_id for child in children}
    candidates = [mentor for mentor in mentors if free_slots(mentor) and mentor.site_id in sites]
    best = (0, -sum(points_off(mentor.paired_count, weights) for mentor in candidates))
    for choice in product([None, *candidates], repeat=len(children)):
        taken = Counter(mentor.id for mentor in choice if mentor)
        if any(mentor and mentor.site_id != child.site_id for child, mentor in zip(children, choice, strict=True)):
            continue
        if any(taken[mentor.id] > free_slots(mentor) for mentor in candidates):
            continue
        worth = sum(points(child, mentor, weights) for child, mentor in zip(children, choice, strict=True) if mentor)
        worth -= sum(points_off(mentor.paired_count + taken[mentor.id], weights) for mentor in candidates)
        best = max(best, (taken.total(), worth))
    return best[1]


@settings(deadline=None, max_examples=150)
@given(small_schools, some_weights)
def test_no_assignment_is_better_than_the_proposal(school, weights):
    children, mentors = school

    made = solve(children, mentors, weights=weights)

    assert_rules_hold(children, mentors, made)
    assert made.status == SolverStatus.OPTIMAL
    assert made.objective == made.bound == best_by_trying_everything(children, mentors, weights)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 30), st.integers(1, 15), st.integers(1, 4))
def test_every_proposal_keeps_the_rules(seed, children, mentors, sites):
    question = a_school(children, mentors, sites=sites, seed=seed)

    assert_rules_hold(*question, solve(*question))
