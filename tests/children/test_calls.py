"""Who may make a phone call: a teacher, as long as the child is assigned to them; head and admin."""

import pytest

from services.access.actor import Actor
from services.children import access, assignments
from services.children.choices import AssignmentReason
from services.notify.models import Delivery
from tests.cast import Town
from tests.factories.notify import to_call

pytestmark = pytest.mark.django_db


def pending(town: Town, by: Actor) -> list[Delivery]:
    with town.as_(by):
        return list(access.calls_of(by, town.monday))


def test_teacher_may_call_while_the_child_is_assigned(town: Town) -> None:
    row = to_call(town.a, town.monday, child=town.xiaoming.public_id)
    assert pending(town, town.teacher_wang) == []
    with town.as_(town.head_li) as by:
        staff = town.a.staff["wang"]
        assignment = assignments.assign(
            child=town.xiaoming, staff=staff, reason=AssignmentReason.SHARED, by=by, now=town.monday
        )
    assert pending(town, town.teacher_wang) == [row]
    assert pending(town, town.teacher_chen) == []

    with town.as_(town.head_li) as by:
        assignments.end_assignment(assignment=assignment, by=by, now=town.monday)
    assert pending(town, town.teacher_wang) == []


def test_call_about_no_child_is_for_head_and_admin(town: Town) -> None:
    row = to_call(town.a, town.monday)

    assert pending(town, town.head_li) == pending(town, town.admin_zhao) == [row]
    for other in (town.teacher_wang, town.nurse_sun, town.admin_of_b, town.officer, town.admin_of_c):
        assert pending(town, other) == []
