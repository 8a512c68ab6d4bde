"""Scopes: whose rows a query reads, and that it reads none without a scope."""

import pytest
from django.db import ProgrammingError, connection

from services.children.models import Pupil
from services.notify.models import Notification
from services.schools.models import County, School
from services.schools.scope import ScopeConflict, ScopeNotSet, for_county, for_school, scope, worker_for_schools
from tests.cast import Town


def test_school_scope_reads_its_own_pupils_only(town: Town) -> None:
    with town.a.inside():
        assert {pupil.pk for pupil in Pupil.objects.all()} == {pupil.pk for pupil in town.a.pupils.values()}
        assert not Pupil.objects.filter(pk=town.b.pupils["王小明"].pk).exists()


def test_county_scope_reads_pupils_of_its_schools_only(town: Town) -> None:
    with town.county_scope():
        schools = set(Pupil.objects.values_list("school_id", flat=True))
    assert schools == {town.a.school.pk, town.b.school.pk}


def test_query_without_scope_raises_when_its_sql_is_built(town: Town) -> None:
    with pytest.raises(ScopeNotSet):
        Pupil.objects.count()


def test_raw_query_without_scope_is_denied_by_the_database(town: Town) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM children_pupil")


def test_raw_query_in_a_scope_reads_its_rows_only(town: Town) -> None:
    with town.a.inside(), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT school_id FROM children_pupil")
        assert cursor.fetchall() == [(town.a.school.pk,)]


def test_row_cannot_be_moved_to_another_school(town: Town) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), town.a.inside():
        Pupil.objects.filter(pk=town.a.pupils["张强"].pk).update(school_id=town.b.school.pk)


def test_scope_inside_another_scope_raises(town: Town) -> None:
    with town.a.inside(), pytest.raises(ScopeConflict), scope(for_county(town.county.pk)):
        School.objects.count()


def test_same_scope_can_be_nested(town: Town) -> None:
    with town.a.inside(), scope(for_school(town.a.school.pk, town.county.pk)):
        assert School.objects.get().name == "中心小学"


def test_scope_of_several_schools_reads_theirs_only(town: Town) -> None:
    with scope(worker_for_schools([town.a.school.pk], town.county.pk)):
        assert set(Pupil.objects.values_list("school_id", flat=True)) == {town.a.school.pk}
        assert [school.name for school in School.objects.all()] == ["中心小学"]
        assert [county.name for county in County.objects.all()] == ["清河县"]
    with scope(worker_for_schools([], town.county.pk)):
        assert not Pupil.objects.exists()


def test_row_written_for_several_schools_must_name_its_school(town: Town) -> None:
    with scope(worker_for_schools([town.a.school.pk, town.b.school.pk], town.county.pk)), pytest.raises(ScopeNotSet):
        Notification.objects.create(dedupe_key="whose?", kind="test", title="?")
