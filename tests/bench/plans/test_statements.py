"""No statement that derives figures, scores or due work reads a whole table of the schools."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from services.assessment import actions as assessment
from services.schools.scope import scope, worker_for_county
from services.schools.tenancy import SchoolOwned
from tests.bench.plans import explain
from tests.factories import care

SCHOOL_TABLES = {
    model._meta.db_table
    for model in apps.get_models()
    if issubclass(model, SchoolOwned) and model._meta.app_label != "dashboards"  # a row per school, not counted
}


def without_lookups() -> None:
    """Leave the planner hash joins alone: then each side of a join needs its own condition on the school."""
    with connection.cursor() as cursor:
        for method in ("seqscan", "nestloop", "mergejoin"):
            cursor.execute(f"SET LOCAL enable_{method} = off")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bases", "quarters", "work", "weeks", "scores"])
def test_a_count_names_the_school_at_every_table(town: Any, name: str) -> None:
    with town.county_scope():
        rubric = assessment.get_or_create_rubric(by=None, now=town.monday)
    with scope(worker_for_county(town.county.pk)):
        without_lookups()
        statement = explain.statements([town.a.school.pk, town.b.school.pk], rubric.pk)[name]()

        assert explain.reads_without_school(statement, SCHOOL_TABLES) == []


@pytest.mark.django_db
def test_due_work_names_the_school_at_every_table(town: Any) -> None:
    care.school_days(town)
    with town.as_(town.head_li) as head:
        plan = care.plan(town, head)
        without_lookups()

        assert explain.reads_without_school(explain.due_work_statement(plan), SCHOOL_TABLES) == []


@pytest.mark.django_db
def test_a_join_with_the_school_on_one_side_alone_is_refused(town: Any) -> None:
    """What the counts looked like before: the test would see it."""
    one_sided = """SELECT count(*) FROM children_child c
        JOIN children_pupil p ON p.school_id = c.school_id AND p.id = c.pupil_id WHERE c.school_id = ANY(%(schools)s)"""
    with scope(worker_for_county(town.county.pk)):
        without_lookups()

        statement = one_sided, {"schools": [town.a.school.pk, town.b.school.pk]}
        assert "children_pupil" in explain.reads_without_school(statement, SCHOOL_TABLES)
