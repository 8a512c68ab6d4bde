from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.health.interpretations import FindingKind, Interpretation
from services.health.screening import MeasurementValues, ScreeningVerdict, screen
from tests.health.tables import ON, born, first_and_last_day, rows

TABLE, HEIGHTS = rows("bp_p95_7_17_cn_wst610"), rows("height_percentile_for_bp_7_17_cn_wst610")
BUCKETS = ["LT_P5", "P5", "P10", "P25", "P50", "P75", "P90", "P95"]
TENTH = Decimal("0.1")


def judged(systolic, diastolic, height, sex, birth_date) -> ScreeningVerdict:
    verdicts = screen(MeasurementValues(height, None, systolic, diastolic), sex=sex, birth_date=birth_date, day=ON)
    [verdict] = [verdict for verdict in verdicts if verdict.kind == FindingKind.BLOOD_PRESSURE]
    return verdict


def below(systolic: int, diastolic: int) -> Interpretation:
    """The grade of a pressure that is under its limit."""
    return Interpretation.HIGH_NORMAL if systolic >= 120 or diastolic >= 80 else Interpretation.NORMAL


def column_edges(row: dict[str, str]) -> list[Decimal]:
    """The lowest and the highest height (to 0.1 cm) of a row's column."""
    [heights] = [line for line in HEIGHTS if (line["sex"], line["age_years"]) == (row["sex"], row["age_years_rounded"])]
    column = BUCKETS.index(row["height_bucket"])
    lowest = Decimal(heights[BUCKETS[column].lower()]) if column else Decimal(80)
    highest = Decimal(heights[BUCKETS[column + 1].lower()]) - TENTH if column < 7 else Decimal(220)
    return [lowest, highest]


def test_the_tables_have_no_gaps():
    assert [(row["sex"], int(row["age_years_rounded"]), row["height_bucket"]) for row in TABLE] == list(
        product("MF", range(7, 18), BUCKETS)
    )
    assert [(row["sex"], int(row["age_years"])) for row in HEIGHTS] == list(product("MF", range(7, 18)))
    assert all(row["source"] for row in (*TABLE, *HEIGHTS))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: "-".join(list(row.values())[:3]))
def test_pressure_at_every_edge_of_its_row_height_column_and_age(row):
    systolic, diastolic = int(row["sbp_p95_mmHg_ge"]), int(row["dbp_p95_mmHg_ge"])
    births = first_and_last_day(int(row["age_years_rounded"]) * 12 - 6, 12)  # rounded: from six months before

    for height, birth_date in product(column_edges(row), births):
        grades = [
            judged(*pressure, height, row["sex"], birth_date).interpretation
            for pressure in [(systolic - 1, diastolic - 1), (systolic, diastolic - 1), (systolic - 1, diastolic)]
        ]
        assert grades == [
            below(systolic - 1, diastolic - 1),
            Interpretation.PRESSURE_HIGH,
            Interpretation.PRESSURE_HIGH,
        ]


def test_a_verdict_shows_the_pressure_its_limits_and_its_standard():
    verdict = judged(110, 70, Decimal("115.7"), "M", born(84))

    assert verdict == ScreeningVerdict(
        FindingKind.BLOOD_PRESSURE, Interpretation.PRESSURE_HIGH, "110/70", "≥ 110/74", "WS/T 610-2018"
    )
    assert verdict.is_abnormal


@pytest.mark.parametrize("sex", ["M", "F"])
@pytest.mark.parametrize("height", [None, Decimal(165)])
def test_from_the_rounded_age_of_18_the_limits_of_adults_hold(sex, height):
    nearly, grown = born(17 * 12 + 6), born(20 * 12)

    for birth_date in (nearly, grown):
        grades = [
            judged(*pressure, height, sex, birth_date).interpretation for pressure in [(139, 89), (140, 60), (110, 90)]
        ]
        assert grades == [Interpretation.HIGH_NORMAL, Interpretation.PRESSURE_HIGH, Interpretation.PRESSURE_HIGH]
    assert judged(119, 79, height, sex, grown).interpretation == Interpretation.NORMAL


@pytest.mark.parametrize("sex", ["M", "F"])
def test_pressure_is_judged_from_the_day_on_which_a_child_is_nearer_seven_than_six(sex):
    first, day_before = born(78), born(78, ON + timedelta(1))

    assert judged(180, 120, Decimal(120), sex, first).interpretation == Interpretation.PRESSURE_HIGH
    assert judged(180, 120, Decimal(120), sex, day_before).interpretation == Interpretation.NOT_JUDGED
    assert judged(180, 120, None, sex, day_before).interpretation == Interpretation.NOT_JUDGED


def test_without_a_height_only_verdicts_true_for_every_height_are_given():
    ten = born(120)  # boys of 10: from 111/75 (shortest) to 126/82 (tallest) in the table
    limits = [row for row in TABLE if (row["sex"], row["age_years_rounded"]) == ("M", "10")]
    shortest, tallest = ((int(row["sbp_p95_mmHg_ge"]), int(row["dbp_p95_mmHg_ge"])) for row in (limits[0], limits[-1]))

    assert judged(tallest[0], 60, None, "M", ten).interpretation == Interpretation.PRESSURE_HIGH
    assert judged(shortest[0] - 1, shortest[1] - 1, None, "M", ten).interpretation == Interpretation.NORMAL
    assert judged(shortest[0], 60, None, "M", ten).interpretation == Interpretation.NOT_JUDGED
    assert judged(tallest[0] - 1, 60, None, "M", ten).interpretation == Interpretation.NOT_JUDGED


@given(
    sex=st.sampled_from("MF"),
    age=st.integers(78, 300),
    height=st.decimals(80, 220, places=1),
    pressure=st.tuples(st.integers(60, 200), st.integers(30, 130)),
    more=st.tuples(st.integers(0, 40), st.integers(0, 40)),
)
def test_more_pressure_never_means_a_milder_verdict(sex, age, height, pressure, more):
    scale = [Interpretation.NORMAL, Interpretation.HIGH_NORMAL, Interpretation.PRESSURE_HIGH]
    higher = (pressure[0] + more[0], pressure[1] + more[1])

    grades = [judged(*values, height, sex, born(age)).interpretation for values in (pressure, higher)]

    assert scale.index(grades[0]) <= scale.index(grades[1])
