"""Who counts as left behind: the three bases, in Python and in SQL, classify alike."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.children.choices import Household, Parent, PupilState, Whereabouts
from services.children.models import Child, ParentWhereabouts, Pupil
from services.children.queries import basis
from services.children.queries.classification import ParentSituation, PupilFacts, classify, disagreement
from services.schools.models import SchoolClass
from tests.cast import Town
from tests.factories import children as make

TODAY = date(2026, 11, 23)
LONG_AGO, LATELY = date(2026, 8, 23), date(2026, 8, 24)  # three months before today, and a day less


def parents(father: ParentSituation, mother: ParentSituation, day: date = TODAY) -> dict[str, tuple[str, str]]:
    facts = PupilFacts(birth_date=date(2018, 3, 5), household=Household.RURAL, grade=3, father=father, mother=mother)
    return {name: (row.answer, row.reason) for name, row in classify(facts, day).items()}


AWAY, HOME = ParentSituation("away", LONG_AGO), ParentSituation("home")


def test_one_parent_away_counts_by_d1_and_d3_but_not_by_d2() -> None:
    assert parents(AWAY, HOME) == {
        "d1": ("yes", "father_away"),
        "d2": ("no", "other_able"),
        "d3": ("yes", "long_away"),
    }


@pytest.mark.parametrize(
    "other",
    [
        ParentSituation("deceased"),
        ParentSituation("missing"),
        ParentSituation("in_custody"),
        ParentSituation("home", is_capable_guardian=False),
    ],
)
def test_one_parent_away_and_the_other_unable_counts_by_d2(other: ParentSituation) -> None:
    assert parents(other, AWAY)["d2"] == ("yes", "other_unable")


def test_missing_records_make_the_answer_unknown() -> None:
    assert parents(ParentSituation(), HOME)["d1"] == ("unknown", "father_unknown")
    assert parents(AWAY, ParentSituation())["d2"] == ("unknown", "mother_unknown")
    assert parents(ParentSituation("away", since=LATELY), HOME)["d3"] == ("unknown", "since_unknown")


def test_d3_counts_three_months_to_the_day() -> None:
    assert parents(ParentSituation("away", LONG_AGO), HOME)["d3"] == ("yes", "long_away")
    assert parents(ParentSituation("away", LATELY), HOME)["d3"] == ("no", "not_long_away")
    last_of_may = date(2026, 5, 31)  # February has no 31st: three months before is its last day
    assert parents(ParentSituation("away", date(2026, 2, 28)), HOME, day=last_of_may)["d3"] == ("yes", "long_away")
    assert parents(ParentSituation("away", date(2026, 3, 1)), HOME, day=last_of_may)["d3"] == ("no", "not_long_away")


def test_d2_ends_on_the_sixteenth_birthday() -> None:
    sixteen = PupilFacts(birth_date=date(2010, 11, 23), household="rural", grade=9, father=AWAY, mother=AWAY)
    almost = PupilFacts(birth_date=date(2010, 11, 24), household="rural", grade=9, father=AWAY, mother=AWAY)
    assert classify(sixteen, TODAY)["d2"] == ("no", "sixteen")
    assert classify(almost, TODAY)["d2"] == ("yes", "both_away")


def test_disagreement_of_reported_status_and_d1_is_named() -> None:
    assert "非留守" in str(disagreement("none", basis.YES))
    assert disagreement("both", basis.NO)
    assert not disagreement("both", basis.UNKNOWN)


a_day = st.dates(date(2026, 5, 1), date(2027, 2, 1))
a_parent = st.none() | st.fixed_dictionaries(
    {
        "whereabouts": st.sampled_from(["", *Whereabouts.values]),
        "away_since": st.none() | a_day,
        "is_capable_guardian": st.sampled_from([None, True, False]),
        "since": a_day,
    }
)
a_pupil = st.fixed_dictionaries(
    {
        "birth_date": st.sampled_from([date(2010, 11, 22), date(2010, 11, 23), date(2010, 11, 24), date(2018, 3, 5)]),
        "household": st.sampled_from(["", "rural", "urban"]),
        "enrolled_on": st.none() | a_day,
        "state": st.sampled_from(PupilState.values),
        "left_on": st.none() | a_day,
    }
)


@given(st.lists(st.tuples(a_pupil, a_parent, a_parent, st.booleans()), min_size=8, max_size=20), a_day | st.just(TODAY))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_sql_and_python_classify_alike(town: Town, cases: list[Any], day: date) -> None:
    with town.a.inside():
        older = SchoolClass.objects.get_or_create(site=town.a.site, entry_year=2017, number=9)[0]
        Child.objects.all().delete()
        Pupil.objects.all().delete()
        for number, (columns, father, mother, is_senior) in enumerate(cases):
            pupil = make.pupil(f"学生{number}", older if is_senior else town.a.classes[0], **columns)
            for parent, situation in ((Parent.FATHER, father), (Parent.MOTHER, mother)):
                if situation:
                    make.parent(pupil, parent, **situation)
                    _add_earlier_whereabouts(pupil, parent, situation["since"])
        pupils = list(basis.annotate(Pupil.objects.select_related("school_class"), day).order_by("pk"))
        by_sql = [[getattr(pupil, name) for name in basis.BASES] for pupil in pupils]
        by_python = [
            [row.answer for row in basis.classifications_of(pupil, day, pupil.parents.all()).values()]
            for pupil in pupils
        ]
        assert by_sql == by_python
        assert len(pupils) == len(cases)


def _add_earlier_whereabouts(pupil: Pupil, parent: Parent, until: date) -> None:
    ParentWhereabouts.objects.create(
        pupil=pupil, parent=parent, whereabouts="away", since=until - timedelta(days=200), until=until
    )


def test_counts_by_class_leave_out_pupils_who_are_not_enrolled(town: Town) -> None:
    with town.a.inside():
        make.child("甲", town.a.classes[0])
        make.child("乙", town.a.classes[0], state=PupilState.LEFT, left_on=date(2026, 10, 1))
        row = basis.counts(Pupil.objects.filter(school_class=town.a.classes[0]), TODAY, "school_class_id").get()
    assert row == {
        "school_class_id": town.a.classes[0].pk, "pupils": 3,
        "d1_yes": 1, "d1_unknown": 2, "d2_yes": 1, "d2_unknown": 2, "d3_yes": 0, "d3_unknown": 3,
    }  # fmt: skip


def test_case_file_is_due_by_reported_status_or_d1_and_only_once(town: Town) -> None:
    with town.a.inside():
        by_report = make.pupil("丙", town.a.classes[0])
        make.reported_status(by_report)
        by_facts = make.pupil("丁", town.a.classes[0])
        make.parent(by_facts, Parent.MOTHER)
        denied = make.pupil("戊", town.a.classes[0])
        make.reported_status(denied, "none")
        assert set(basis.needs_case_file(Pupil.objects.all(), TODAY)) == {by_report, by_facts}
