from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.health.interpretations import FindingKind, Interpretation
from services.health.screening import MeasurementValues, ScreeningVerdict, screen
from tests.health.tables import DATA, HAIR, ON, born, first_and_last_day, rows

BMI, STUNTING = rows("bmi_screening_6_18_cn"), rows("stunting_height_6_18_cn")
TALL = Decimal(200)  # nobody of 200 cm is stunted, and the index is a quarter of the weight


def only(
    kind: FindingKind, measured: MeasurementValues, sex: str, birth_date: date, day: date = ON
) -> ScreeningVerdict:
    [verdict] = [item for item in screen(measured, sex=sex, birth_date=birth_date, day=day) if item.kind == kind]
    return verdict


def of_bmi(index: Decimal, sex: str, birth_date: date) -> Interpretation:
    return only(FindingKind.BMI, MeasurementValues(height_cm=TALL, weight_kg=index * 4), sex, birth_date).interpretation


def name(row: dict[str, str]) -> str:
    return f"{row['sex']}{row['age_years_half']}"


def test_the_shipped_tables_are_the_ones_that_were_compared_with_their_sources():
    sums = {path.stem: sha256(path.read_bytes()).hexdigest()[:16] for path in DATA.glob("*.csv")}

    assert sums == {
        "bmi_screening_6_18_cn": "a2350c13281ae454",
        "bp_p95_7_17_cn_wst610": "7b8b2a6445bc5384",
        "height_percentile_for_bp_7_17_cn_wst610": "283e1add556ffc42",
        "stunting_height_6_18_cn": "6f0229fdc29ca047",
    }


def test_the_tables_have_no_gaps():
    assert [name(row) for row in BMI] == [f"{sex}{half / 2}" for sex in "MF" for half in range(12, 37)]
    assert [name(row) for row in STUNTING] == [f"{sex}{half / 2}" for sex in "MF" for half in range(12, 36)]
    assert all(row["source"] for row in (*BMI, *STUNTING))


@pytest.mark.parametrize("row", BMI, ids=name)
def test_bmi_at_every_edge_of_its_row_on_the_first_and_the_last_day(row):
    severe, mild = (Decimal(row[f"wasting_{word}_max_le"]) for word in ("moderate_severe", "mild"))
    overweight, obesity = Decimal(row["overweight_ge"]), Decimal(row["obesity_ge"])
    half_tenth = Decimal("0.05")
    edges = [
        (severe, Interpretation.WASTING_SEVERE),
        (severe + half_tenth - HAIR, Interpretation.WASTING_SEVERE),
        (severe + half_tenth, Interpretation.WASTING_MILD),
        (mild, Interpretation.WASTING_MILD),
        (mild + half_tenth - HAIR, Interpretation.WASTING_MILD),
        (mild + half_tenth, Interpretation.NORMAL),
        (overweight - HAIR, Interpretation.NORMAL),
        (overweight, Interpretation.OVERWEIGHT),
        (obesity - HAIR, Interpretation.OVERWEIGHT),
        (obesity, Interpretation.OBESE),
    ]

    for birth_date in first_and_last_day(round(float(row["age_years_half"]) * 12), 6):
        assert [of_bmi(index, row["sex"], birth_date) for index, _ in edges] == [grade for _, grade in edges]


@pytest.mark.parametrize("row", STUNTING, ids=name)
def test_height_at_every_edge_of_its_row_on_the_first_and_the_last_day(row):
    limit, tenth = Decimal(row["stunting_height_cm_le"]), Decimal("0.1")

    for birth_date in first_and_last_day(round(float(row["age_years_half"]) * 12), 6):
        at, above = (
            only(FindingKind.STUNTING, MeasurementValues(height_cm=height), row["sex"], birth_date)
            for height in (limit, limit + tenth)
        )
        assert at == ScreeningVerdict(
            FindingKind.STUNTING, Interpretation.STUNTED, str(limit), f"≤ {limit}", "WS/T 456-2014"
        )
        assert (at.is_abnormal, above.interpretation, above.is_abnormal) == (True, Interpretation.NORMAL, False)


def test_the_height_table_ends_at_18_and_the_bmi_row_of_18_holds_on():
    grown, years_later = born(18 * 12), born(21 * 12)

    assert (
        only(FindingKind.STUNTING, MeasurementValues(height_cm=Decimal(120)), "M", grown).interpretation
        == Interpretation.NOT_JUDGED
    )
    assert [of_bmi(Decimal(index), "F", years_later) for index in (16, 17, 20, 24, 28)] == [
        Interpretation.WASTING_SEVERE,
        Interpretation.WASTING_MILD,
        Interpretation.NORMAL,
        Interpretation.OVERWEIGHT,
        Interpretation.OBESE,
    ]


@pytest.mark.parametrize("sex", ["M", "F"])
def test_before_six_and_before_birth_nothing_is_judged(sex):
    everything = MeasurementValues(Decimal(90), Decimal(40), 180, 120, Decimal("4.0"), Decimal("4.0"))

    for birth_date in (born(72, ON + timedelta(1)), born(36), ON + timedelta(400)):
        verdicts = screen(everything, sex=sex, birth_date=birth_date, day=ON)
        assert [verdict.kind for verdict in verdicts] == [
            FindingKind.STUNTING,
            FindingKind.BMI,
            FindingKind.BLOOD_PRESSURE,
            FindingKind.VISION,
        ]
        assert {verdict.interpretation for verdict in verdicts} == {Interpretation.NOT_JUDGED}
        assert not any(verdict.is_abnormal for verdict in verdicts)


def test_without_a_sex_only_checks_that_need_none_are_made():
    everything = MeasurementValues(Decimal(90), Decimal(40), 180, 120, Decimal("4.0"), Decimal("4.0"))

    grades = [verdict.interpretation for verdict in screen(everything, sex="", birth_date=born(120), day=ON)]

    assert grades == [
        Interpretation.NOT_JUDGED,
        Interpretation.NOT_JUDGED,
        Interpretation.NOT_JUDGED,
        Interpretation.VISION_SEVERE,
    ]


def test_a_stunted_child_is_malnourished_once_but_may_be_obese_too():
    eight = born(8 * 12)  # boys: stunted up to 115.4 cm, wasting up to 13.6, obesity from 19.7

    thin = screen(MeasurementValues(Decimal("115.4"), Decimal("16.0")), sex="M", birth_date=eight, day=ON)
    heavy = screen(MeasurementValues(Decimal("115.4"), Decimal("30.0")), sex="M", birth_date=eight, day=ON)
    taller = screen(MeasurementValues(Decimal("115.5"), Decimal("16.0")), sex="M", birth_date=eight, day=ON)

    assert [verdict.interpretation for verdict in thin] == [Interpretation.STUNTED, Interpretation.NOT_JUDGED]
    assert [verdict.interpretation for verdict in heavy] == [Interpretation.STUNTED, Interpretation.OBESE]
    assert [verdict.interpretation for verdict in taller] == [Interpretation.NORMAL, Interpretation.WASTING_SEVERE]


def test_a_verdict_shows_its_value_its_limit_and_its_standard():
    six = born(72)

    obese = only(FindingKind.BMI, MeasurementValues(Decimal("120.0"), Decimal("25.5")), "M", six)
    wasted = only(FindingKind.BMI, MeasurementValues(Decimal("120.0"), Decimal("19.2")), "M", six)
    normal = only(FindingKind.BMI, MeasurementValues(Decimal("120.0"), Decimal("22.0")), "M", six)

    assert obese == ScreeningVerdict(FindingKind.BMI, Interpretation.OBESE, "17.71", "≥ 17.7", "WS/T 586-2018")
    assert wasted == ScreeningVerdict(FindingKind.BMI, Interpretation.WASTING_MILD, "13.33", "≤ 13.4", "WS/T 456-2014")
    assert normal == ScreeningVerdict(FindingKind.BMI, Interpretation.NORMAL, "15.28", "≥ 16.4", "WS/T 586-2018")


def test_what_was_not_measured_has_no_verdict():
    assert screen(MeasurementValues(), sex="M", birth_date=born(120), day=ON) == ()
    assert screen(MeasurementValues(weight_kg=Decimal(30)), sex="M", birth_date=born(120), day=ON) == ()
    assert screen(MeasurementValues(systolic=120), sex="M", birth_date=born(120), day=ON) == ()


ACUITIES = [
    ("4.0", Interpretation.VISION_SEVERE),
    ("4.5", Interpretation.VISION_SEVERE),
    ("4.6", Interpretation.VISION_MODERATE),
    ("4.8", Interpretation.VISION_MODERATE),
    ("4.9", Interpretation.VISION_MILD),
    ("5.0", Interpretation.NORMAL),
    ("5.2", Interpretation.NORMAL),
]


@pytest.mark.parametrize(("acuity", "grade"), ACUITIES)
def test_vision_counts_the_worse_eye_whichever_it_is(acuity, grade):
    worse, good = Decimal(acuity), Decimal("5.3")

    for eyes in [(worse, good), (good, worse), (worse, None), (None, worse), (worse, worse)]:
        verdict = only(FindingKind.VISION, MeasurementValues(vision_left=eyes[0], vision_right=eyes[1]), "F", born(72))
        assert verdict == ScreeningVerdict(FindingKind.VISION, grade, acuity, "< 5.0", "GB 11533-2011")
        assert verdict.is_abnormal == (grade != Interpretation.NORMAL)


def test_a_child_born_on_the_last_of_a_month_is_older_only_on_that_day():
    measured = MeasurementValues(vision_left=Decimal("4.9"))

    grades = [
        only(FindingKind.VISION, measured, "M", date(2020, 2, 29), day).interpretation
        for day in (date(2026, 2, 28), date(2026, 3, 1))
    ]

    assert grades == [Interpretation.NOT_JUDGED, Interpretation.VISION_MILD]


@given(
    sex=st.sampled_from("MF"),
    age=st.integers(72, 250),
    height=st.decimals(80, 210, places=1),
    weight=st.decimals(8, 150, places=1),
    more=st.decimals(0, 20, places=1),
)
def test_more_weight_never_means_a_leaner_verdict(sex, age, height, weight, more):
    scale = [
        Interpretation.WASTING_SEVERE,
        Interpretation.WASTING_MILD,
        Interpretation.NORMAL,
        Interpretation.OVERWEIGHT,
        Interpretation.OBESE,
    ]
    lighter, heavier = (
        only(FindingKind.BMI, MeasurementValues(height, kilos), sex, born(age)).interpretation
        for kilos in (weight, weight + more)
    )

    if Interpretation.NOT_JUDGED not in (lighter, heavier):
        assert scale.index(lighter) <= scale.index(heavier)


@given(
    sex=st.sampled_from("MF"),
    birth_date=st.dates(date(2000, 1, 1), date(2026, 12, 31)),
    day=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    height=st.none() | st.decimals(50, 250, places=1),
    weight=st.none() | st.decimals(1, 250, places=1),
    systolic=st.none() | st.integers(40, 260),
    diastolic=st.none() | st.integers(20, 160),
    eye=st.none() | st.decimals("3.0", "5.3", places=1),
)
def test_any_checkup_is_judged_at_most_once_per_kind(sex, birth_date, day, height, weight, systolic, diastolic, eye):
    measured = MeasurementValues(height, weight, systolic, diastolic, eye, None)

    verdicts = screen(measured, sex=sex, birth_date=birth_date, day=day)

    assert len({verdict.kind for verdict in verdicts}) == len(verdicts)
    assert all(verdict.value and verdict.standard for verdict in verdicts)
    assert all(verdict.threshold for verdict in verdicts if verdict.is_abnormal)
