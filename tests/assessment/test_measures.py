"""Each measure counts what its sentence says; the rubric's lines come from the CSV with their points."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from services.assessment import measures, rubric, sql
from services.assessment.choices import Assessee, Band, band
from services.children.models import ParentWhereabouts, Pupil
from services.children.queries import basis
from services.health.models import Checkup
from services.kit.periods import Quarter
from services.plans.models import RequiredFrequency
from tests.factories import assessment as work
from tests.factories import children as people

QUARTER, TODAY = Quarter(2026, 4), date(2026, 11, 23)


def counted(code: str, school_id: int, today: date = TODAY) -> tuple[int, int]:
    statement = f"""SELECT m.numerator, m.denominator FROM schools_school s
        CROSS JOIN LATERAL ({sql.measure_counts([code])}) m WHERE s.id = ANY(%(schools)s)"""
    with connection.cursor() as cursor:
        cursor.execute(statement, measures.parameters([school_id], measures.quarter_to_date(QUARTER, today)))
        return cursor.fetchone()


def test_version_one_has_ten_indicators_of_a_school_and_four_of_a_teacher() -> None:
    lines = rubric.lines()

    assert len([line for line in lines if line.assessee == Assessee.SCHOOL]) == 15
    assert [line.measure for line in lines if line.assessee == Assessee.TEACHER] == [
        "talks",
        "visits",
        "calls",
        "records_complete",
    ]
    assert {line.measure for line in lines} == set(measures.BY_CODE)
    for code in {line.code for line in lines}:
        for assessee in Assessee:
            worth = sum(line.points for line in lines if line.code == code and line.assessee == assessee)
            assert worth in {0, Decimal(rubric.source_lines()[code]["proposed_default_points"])}


def test_bands_begin_at_seventy_eighty_and_ninety_percent() -> None:
    at = [band(Decimal(points), Decimal(50)) for points in ("45", "44.99", "40", "35", "34.99")]

    assert at == [Band.FIRST, Band.SECOND, Band.SECOND, Band.THIRD, Band.NONE]
    assert band(Decimal(0), Decimal(0)) == Band.NONE


def test_a_quarter_seen_today_ends_today_and_a_past_one_at_its_end() -> None:
    assert measures.quarter_to_date(QUARTER, TODAY).until == TODAY
    assert measures.quarter_to_date(QUARTER, date(2027, 2, 1)).until == date(2026, 12, 31)
    assert measures.quarter_to_date(QUARTER, TODAY).cutoff.isoformat() == "2026-11-24T00:00:00+08:00"


@pytest.mark.django_db
def test_work_counts_when_due_in_the_quarter_and_done_before_its_end(town: Any) -> None:
    with town.a.inside():
        plan = work.plan(town.term, town.a.staff["head"], town.monday)
        talk = RequiredFrequency.objects.get(plan=plan, activity="talk")
        pair = work.pairing(town.xiaoming, town.a.staff["wang"], town.monday)
        work.due(pair, talk, date(2026, 9, 30), done=False)  # last quarter's
        work.due(pair, talk, date(2026, 10, 1), done=True)
        work.due(pair, talk, date(2026, 11, 23), done=False)
        work.due(pair, talk, date(2026, 11, 24), done=True)  # due tomorrow: not yet
        late = work.due(pair, talk, date(2026, 11, 2), done=True)
        late.record.happened_on = date(2027, 1, 4)  # done only after the quarter
        late.record.save()

        assert counted("talks", town.a.school.pk) == (1, 3)
        assert counted("visits", town.a.school.pk) == (0, 0)
        assert counted("plan_approved", town.a.school.pk) == (1, 1)
        assert counted("leading_group", town.a.school.pk) == (1, 1)
        assert counted("paired", town.a.school.pk) == (1, 3)
        assert counted("responsible", town.a.school.pk) == (1, 3)
        assert counted("records_complete", town.a.school.pk) == (1, 1)


@pytest.mark.django_db
def test_case_files_are_due_by_report_or_d1_and_complete_with_parents_and_guardian(town: Any) -> None:
    with town.a.inside():
        claimed = people.pupil("赵一", town.a.classes[0])
        people.reported_status(claimed)
        by_fact = people.pupil("钱二", town.a.classes[0])
        people.parent(by_fact, "father")
        gone = people.pupil("孙三", town.a.classes[0], state="left", left_on=date(2026, 10, 8))
        people.reported_status(gone)
        for parent in ("father", "mother"):
            people.parent(town.xiaoming.pupil, parent)
        town.xiaoming.pupil.guardians.create(name="王奶奶", since=date(2026, 9, 1))

        assert counted("case_files", town.a.school.pk) == (3, 5)
        assert counted("case_files_complete", town.a.school.pk) == (1, 3)
        assert counted("surveyed", town.a.school.pk) == (2, 6)


@pytest.mark.django_db
def test_d1_of_the_case_file_measure_is_the_d1_of_the_counting_bases(town: Any) -> None:
    states = ["", "home", "away", "dead", "custody"]
    with town.b.inside():
        for number, (father, mother) in enumerate((f, m) for f in states for m in states):
            who = people.pupil(f"学生{number}", town.b.classes[0])
            ParentWhereabouts.objects.create(pupil=who, parent="father", whereabouts=father, since=date(2026, 9, 1))
            ParentWhereabouts.objects.create(pupil=who, parent="mother", whereabouts=mother, since=date(2026, 9, 1))
        by_basis = basis.annotate(Pupil.objects.filter(child=None), TODAY).filter(d1="yes").count()

        done, entitled = counted("case_files", town.b.school.pk)

    assert by_basis == entitled - done == 9


@pytest.mark.django_db
def test_checkups_are_due_from_their_appointments_day(town: Any) -> None:
    from services.health.models import Appointment, Campaign, Clinic

    with town.county_scope():
        clinic = Clinic.objects.create(name="卫生院", capacity=200)
        campaign = Campaign.objects.create(
            title="秋季体检", term=town.term, begins_on=TODAY, ends_on=TODAY, opened_by_id=town.officer.user_id
        )
    with town.a.inside():
        for school_class, day, state in zip(
            town.a.classes, (TODAY, date(2026, 12, 1)), ("done", "expected"), strict=True
        ):
            visit = Appointment.objects.create(
                campaign=campaign, clinic=clinic, school_class=school_class, date=day, expected=2
            )
            for who in Pupil.objects.filter(school_class=school_class):
                Checkup.objects.create(campaign=campaign, appointment=visit, pupil=who, state=state)

        assert counted("checkups", town.a.school.pk) == (2, 2)
        assert counted("checkups", town.a.school.pk, date(2026, 12, 1)) == (2, 4)
        assert counted("findings_closed", town.a.school.pk) == (0, 0)
