"""The wall and the scope: whose rows are seen, and that nothing is seen without saying whose."""

import pytest
from django.db import ProgrammingError, connection

from services.children.models import Pupil
from services.schools.models import School
from services.schools.scope import ScopeNotSet, for_county, for_school, scope
from tests.cast import Town


def test_a_school_sees_its_own_pupils_and_nobody_elses(town: Town) -> None:
    with town.a.inside():
        assert {pupil.pk for pupil in Pupil.objects.all()} == {pupil.pk for pupil in town.a.pupils.values()}
        assert not Pupil.objects.filter(pk=town.b.pupils["王小明"].pk).exists()


def test_a_county_sees_its_schools_pupils_and_not_the_other_countys(town: Town) -> None:
    with town.county_scope():
        schools = set(Pupil.objects.values_list("school_id", flat=True))
    assert schools == {town.a.school.pk, town.b.school.pk}


def test_without_a_scope_a_query_is_refused_when_its_sql_is_written(town: Town) -> None:
    with pytest.raises(ScopeNotSet):
        Pupil.objects.count()


def test_without_a_scope_the_database_itself_refuses(town: Town) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM children_pupil")


def test_a_raw_query_inside_a_school_gets_that_schools_rows_only(town: Town) -> None:
    with town.a.inside(), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT school_id FROM children_pupil")
        assert cursor.fetchall() == [(town.a.school.pk,)]


def test_a_row_cannot_be_written_for_another_school(town: Town) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), town.a.inside():
        Pupil.objects.filter(pk=town.a.pupils["张强"].pk).update(school_id=town.b.school.pk)


def test_a_scope_inside_another_scope_is_refused(town: Town) -> None:
    with town.a.inside(), pytest.raises(ScopeNotSet), scope(for_county(town.county.pk)):
        School.objects.count()


def test_the_same_scope_again_is_nothing_new(town: Town) -> None:
    with town.a.inside(), scope(for_school(town.a.school.pk, town.county.pk)):
        assert School.objects.get().name == "中心小学"
