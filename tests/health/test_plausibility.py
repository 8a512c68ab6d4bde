from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.health.plausibility import BOUNDS, Level, check_plausibility
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


def found(measures: MeasurementValues, **known: object) -> list[tuple[str, str, str]]:
    return [(doubt.field, doubt.level.value, doubt.code) for doubt in check_plausibility(measures, **known)]


def test_a_usual_checkup_raises_no_doubt_nor_does_an_empty_one():
    assert found(entered(), sex="M", months=108, before=entered(height_cm=Decimal("127.3"))) == []
    assert found(MeasurementValues()) == []


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
        ("vision_left", "0", "out_of_bounds", "3.0–5.3"),
        ("weight_kg", "NaN", "out_of_bounds", "8–200 kg"),
        ("height_cm", "Infinity", "out_of_bounds", "70–230 cm"),
    ],
)
def test_an_impossible_entry_is_refused_with_its_remedy(field, value, code, remedy):
    changed = Decimal(value)
    measures = entered(**{field: int(changed) if field.endswith("olic") else changed})

    [doubt] = [each for each in check_plausibility(measures) if each.field == field]

    assert (doubt.level, doubt.code) == (Level.ERROR, code)
    assert remedy in str(doubt.sentence)


def test_every_bound_itself_is_accepted_and_one_step_beyond_is_not():
    for field, bounds in BOUNDS.items():
        for inside, outside in [(bounds.lowest, -bounds.step), (bounds.highest, bounds.step)]:
            alone = [MeasurementValues(**{field: number}) for number in (inside, inside + outside)]
            levels = [[doubt.level for doubt in check_plausibility(each) if doubt.field == field] for each in alone]
            assert Level.ERROR not in levels[0], field
            assert levels[1] == [Level.ERROR], field


def test_a_rare_entry_is_a_warning_to_confirm():
    assert found(entered(height_cm=Decimal(205), weight_kg=Decimal(80))) == [("height_cm", "warning", "unusual")]
    assert found(entered(systolic=164, diastolic=100)) == [("systolic", "warning", "unusual")]
    assert found(entered(vision_left=Decimal("3.9"), vision_right=Decimal("4.0"))) == [
        ("vision_left", "warning", "unusual")
    ]


def test_jin_for_kilograms_is_suspected_with_and_without_the_age():
    duplicates = entered(weight_kg=Decimal(57))  # 28.5 kg written as 57 jin

    assert found(duplicates) == found(duplicates, sex="M", months=108) == [("weight_kg", "warning", "jin")]
    assert "28.5" in str(check_plausibility(duplicates)[0].sentence)


def test_a_heavy_child_is_not_taken_for_jin():
    assert found(entered(height_cm=Decimal(150), weight_kg=Decimal(58)), sex="F", months=150) == []


def test_weight_and_height_must_belong_together():
    assert found(entered(weight_kg=Decimal(13))) == [("weight_kg", "error", "does_not_fit")]
    assert found(entered(weight_kg=Decimal(18))) == [("weight_kg", "warning", "unusual_bmi")]


def test_pressures_come_in_pairs_in_their_order():
    assert found(entered(diastolic=None)) == [("diastolic", "error", "half_missing")]
    assert found(entered(systolic=None)) == [("systolic", "error", "half_missing")]
    assert found(entered(systolic=66, diastolic=104)) == [
        ("systolic", "warning", "unusual"),
        ("diastolic", "warning", "unusual"),
        ("systolic", "error", "pressures_swapped"),
    ]
    assert found(entered(systolic=90, diastolic=90)) == [("systolic", "error", "pressures_swapped")]
    assert found(entered(systolic=110, diastolic=100)) == [("systolic", "warning", "unusual_gap")]


def test_eyes_that_changed_places_since_the_last_checkup_are_asked_about():
    now = entered(vision_left=Decimal("5.0"), vision_right=Decimal("4.6"))
    last = entered(vision_left=Decimal("4.6"), vision_right=Decimal("5.0"))

    assert found(now, before=last) == [("vision_left", "warning", "eyes_swapped")]
    assert found(now) == []
    assert found(entered(vision_left=Decimal("5.0"), vision_right=Decimal("4.5"))) == [
        ("vision_left", "warning", "eyes_differ")
    ]


def test_a_height_of_another_age_or_below_the_last_one_is_asked_about():
    assert found(entered(), sex="M", months=190)[0] == ("height_cm", "warning", "unusual_for_age")
    assert found(entered(height_cm=Decimal(170), weight_kg=Decimal(50)), sex="F", months=96) == [
        ("height_cm", "warning", "unusual_for_age")
    ]
    assert found(entered(), before=entered(height_cm=Decimal("133.1"))) == [("height_cm", "warning", "shrunk")]
    assert found(entered(), before=entered(height_cm=Decimal("133.0"))) == []


@given(
    st.none() | st.decimals(-10, 5000, places=2),
    st.none() | st.decimals(-10, 50000, places=2),
    st.none() | st.integers(-5, 3000),
    st.none() | st.integers(-5, 3000),
    st.none() | st.decimals(-1, 100, places=2),
    st.none() | st.decimals(-1, 100, places=2),
    st.none() | st.integers(-20, 300),
)
def test_whatever_is_typed_is_answered_in_words(height, weight, systolic, diastolic, left, right, months):
    measures = MeasurementValues(height, weight, systolic, diastolic, left, right)

    for doubt in check_plausibility(measures, sex="F", months=months, before=measures):
        assert doubt.field in BOUNDS
        assert str(doubt.sentence)
        assert "{" not in str(doubt.sentence)


@pytest.mark.parametrize("typed", ["1.320", "1.3200"])
def test_a_remedy_repeats_the_number_as_people_write_it(typed: str):
    doubt = next(each for each in check_plausibility(entered(height_cm=Decimal(typed))) if each.code == "metres")

    assert str(doubt.sentence) == "身高以厘米填写：1.32 米应填 132.0。"
