from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.health.plausibility import BOUNDS, Level, check_plausibility, shown_value
from services.health.screening import MeasurementValues

ALL_WELL = {
    "height_cm": Decimal("132.0"),
    "weight_kg": Decimal("28.5"),
    "systolic": 104,
    "diastolic": 66,
    "vision_left": Decimal("5.0"),
    "vision_right": Decimal("4.8"),
}


def entered(**changes: object) -> MeasurementValues:
    return MeasurementValues(**(ALL_WELL | changes))


def issues_of(measured: MeasurementValues, **known: object) -> list[tuple[str, str, str]]:
    return [(issue.field, issue.level.value, issue.code) for issue in check_plausibility(measured, **known)]


def test_normal_and_empty_measurements_raise_no_issue():
    assert issues_of(entered(), sex="M", months=108, before=entered(height_cm=Decimal("127.3"))) == []
    assert issues_of(MeasurementValues()) == []


@pytest.mark.parametrize(
    ("field", "value", "code", "remedy"),
    [
        ("height_cm", "1.32", "metres", "132"),
        ("height_cm", "13.2", "point_misplaced", "132"),
        ("height_cm", "1320", "millimetres", "132"),
        ("height_cm", "0", "out_of_bounds", "70–230 cm"),
        ("height_cm", "132.05", "too_fine", "0.1"),
        ("weight_kg", "6.5", "point_misplaced", "65"),
        ("weight_kg", "285", "point_misplaced", "28.5"),
        ("weight_kg", "28500", "grams", "28.5"),
        ("weight_kg", "-3", "out_of_bounds", "8–200 kg"),
        ("systolic", "16", "kilopascals", "120"),
        ("systolic", "1040", "point_misplaced", "104"),
        ("diastolic", "10", "kilopascals", "75"),
        ("diastolic", "700", "point_misplaced", "70"),
        ("vision_left", "1.0", "decimal_vision", "5.0"),
        ("vision_left", "0.8", "decimal_vision", "4.9"),
        ("vision_right", "0.5", "decimal_vision", "4.7"),
        ("vision_right", "1.5", "decimal_vision", "5.2"),
        ("vision_right", "0.1", "decimal_vision", "4.0"),
        ("vision_left", "49", "point_missing", "4.9"),
        ("vision_left", "4.95", "too_fine", "0.1"),
        ("vision_left", "2.5", "out_of_bounds", "3.0–5.3"),
        ("vision_left", "2.0", "decimal_vision", "5.3"),
        ("vision_left", "1", "decimal_vision", "光感"),
        ("vision_right", "2", "decimal_vision", "手动"),
        ("weight_kg", "NaN", "out_of_bounds", "8–200 kg"),
        ("height_cm", "Infinity", "out_of_bounds", "70–230 cm"),
    ],
)
def test_an_impossible_entry_is_refused_with_its_remedy(field, value, code, remedy):
    changed = Decimal(value)
    measured = entered(**{field: int(changed) if field.endswith("olic") else changed})

    [issue] = [item for item in check_plausibility(measured) if item.field == field]

    assert (issue.level, issue.code) == (Level.ERROR, code)
    assert remedy in str(issue.sentence)


def test_every_bound_itself_is_accepted_and_one_step_beyond_is_not():
    for field, bounds in BOUNDS.items():
        for inside, outside in [(bounds.lowest, -bounds.step), (bounds.highest, bounds.step)]:
            alone = [MeasurementValues(**{field: number}) for number in (inside, inside + outside)]
            levels = [[issue.level for issue in check_plausibility(values) if issue.field == field] for values in alone]
            assert Level.ERROR not in levels[0], field
            assert levels[1] == [Level.ERROR], field


def test_an_unusual_value_is_a_warning_to_confirm():
    assert issues_of(entered(height_cm=Decimal(205), weight_kg=Decimal(80))) == [("height_cm", "warning", "unusual")]
    assert issues_of(entered(systolic=164, diastolic=100)) == [("systolic", "warning", "unusual")]
    assert issues_of(entered(vision_left=Decimal("3.9"), vision_right=Decimal("4.0"))) == [
        ("vision_left", "warning", "unusual")
    ]


def test_jin_for_kilograms_is_suspected_with_and_without_the_age():
    duplicates = entered(weight_kg=Decimal(57))  # 28.5 kg written as 57 jin

    assert issues_of(duplicates) == issues_of(duplicates, sex="M", months=108) == [("weight_kg", "warning", "jin")]
    assert "28.5" in str(check_plausibility(duplicates)[0].sentence)


def test_an_obese_child_is_not_mistaken_for_a_weight_in_jin():
    assert issues_of(entered(height_cm=Decimal(150), weight_kg=Decimal(58)), sex="F", months=150) == []


def test_weight_and_height_must_belong_together():
    assert issues_of(entered(weight_kg=Decimal(13))) == [("weight_kg", "error", "does_not_fit")]
    assert issues_of(entered(weight_kg=Decimal(18))) == [("weight_kg", "warning", "unusual_bmi")]


def test_pressures_come_in_pairs_in_their_order():
    assert issues_of(entered(diastolic=None)) == [("diastolic", "error", "half_missing")]
    assert issues_of(entered(systolic=None)) == [("systolic", "error", "half_missing")]
    assert issues_of(entered(systolic=66, diastolic=104)) == [
        ("systolic", "warning", "unusual"),
        ("diastolic", "warning", "unusual"),
        ("systolic", "error", "pressures_swapped"),
    ]
    assert issues_of(entered(systolic=90, diastolic=90)) == [("systolic", "error", "pressures_swapped")]
    assert issues_of(entered(systolic=110, diastolic=100)) == [("systolic", "warning", "unusual_gap")]


def test_left_and_right_vision_swapped_since_the_last_checkup_is_a_warning():
    now = entered(vision_left=Decimal("5.0"), vision_right=Decimal("4.6"))
    last = entered(vision_left=Decimal("4.6"), vision_right=Decimal("5.0"))

    assert issues_of(now, before=last) == [("vision_left", "warning", "eyes_swapped")]
    assert issues_of(now) == []
    assert issues_of(entered(vision_left=Decimal("5.0"), vision_right=Decimal("4.5"))) == [
        ("vision_left", "warning", "eyes_differ")
    ]


def test_a_height_unusual_for_the_age_or_below_the_last_one_is_a_warning():
    assert issues_of(entered(), sex="M", months=190)[0] == ("height_cm", "warning", "unusual_for_age")
    assert issues_of(entered(height_cm=Decimal(170), weight_kg=Decimal(50)), sex="F", months=96) == [
        ("height_cm", "warning", "unusual_for_age")
    ]
    assert issues_of(entered(), before=entered(height_cm=Decimal("133.1"))) == [("height_cm", "warning", "shrunk")]
    assert issues_of(entered(), before=entered(height_cm=Decimal("133.0"))) == []


@given(
    st.none() | st.decimals(-10, 5000, places=2),
    st.none() | st.decimals(-10, 50000, places=2),
    st.none() | st.integers(-5, 3000),
    st.none() | st.integers(-5, 3000),
    st.none() | st.decimals(-1, 100, places=2),
    st.none() | st.decimals(-1, 100, places=2),
    st.none() | st.integers(-20, 300),
)
def test_any_number_typed_gets_a_sentence_or_nothing(height, weight, systolic, diastolic, left, right, months):
    measured = MeasurementValues(height, weight, systolic, diastolic, left, right)

    for issue in check_plausibility(measured, sex="F", months=months, before=measured):
        assert issue.field in BOUNDS
        assert str(issue.sentence)
        assert "{" not in str(issue.sentence)


@pytest.mark.parametrize("typed", ["1.320", "1.3200"])
def test_a_remedy_repeats_the_number_as_people_write_it(typed: str):
    issue = next(item for item in check_plausibility(entered(height_cm=Decimal(typed))) if item.code == "metres")

    assert str(issue.sentence) == "身高以厘米填写：1.32 米应填 132.0。"


def test_no_light_is_to_be_chosen_and_never_out_of_bounds():
    assert issues_of(entered(vision_left=Decimal(0))) == [("vision_left", "warning", "low_vision")]


@pytest.mark.parametrize("mark", ["0", "1", "2"])
def test_mark_of_low_vision_is_accepted_for_the_eye_that_is_named(mark):
    values = entered(vision_left=Decimal(mark), vision_right=Decimal(mark))

    left = {issue.field for issue in check_plausibility(values, low_vision=["vision_left"])}
    assert left == {"vision_right"}


@pytest.mark.parametrize(("height", "weight"), [("32", "130.5"), ("45.5", "152"), ("95", "190")])
def test_height_and_weight_exchanged_are_recognised(height, weight):
    (issue,) = check_plausibility(entered(height_cm=Decimal(height), weight_kg=Decimal(weight)))

    assert (issue.field, issue.code, issue.level) == ("height_cm", "swapped", "error")
    assert weight in str(issue.sentence)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ({"vision_left": Decimal("1.0")}, (("vision_left", "5.0"),)),
        ({"vision_right": Decimal("2.0")}, (("vision_right", "5.3"),)),
        ({"height_cm": Decimal("1.32")}, (("height_cm", "132.0"),)),
        (
            {"height_cm": Decimal(27), "weight_kg": Decimal("130.5")},
            (("height_cm", "130.5"), ("weight_kg", "27")),
        ),
        ({"systolic": 62, "diastolic": 100}, (("systolic", "100"), ("diastolic", "62"))),
        ({"systolic": 90, "diastolic": 90}, ()),
        ({"vision_left": Decimal(0)}, ()),
    ],
)
def test_an_issue_offers_what_was_most_likely_meant(typed: dict[str, Any], meant: tuple[tuple[str, str], ...]) -> None:
    offered = [issue.meant for issue in check_plausibility(entered(**typed)) if issue.meant]

    assert [tuple((field, shown_value(value)) for field, value in pairs) for pairs in offered] == (
        [meant] if meant else []
    )
