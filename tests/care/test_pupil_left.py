"""A pupil who leaves school leaves every teacher's sight; what was done stays."""

from datetime import timedelta

import pytest

from services.access.actor import Actor
from services.care import access, queries
from services.care.actions import pairings
from services.care.models import DueWork, Pairing
from services.children import access as children
from services.children.actions import departures
from services.children.actions.class_teachers import assign_class_teacher
from services.children.assignments import assign
from services.children.choices import AssignmentReason, DepartureKind
from services.children.models import CaseAssignment, ChildGrant
from tests.cast import Town
from tests.factories import care

pytestmark = pytest.mark.django_db


def leaves(town: Town) -> None:
    with town.as_(town.head_li) as head:
        now = town.later(days=1)
        departures.leave(pupil=town.xiaoming.pupil, kind=DepartureKind.TRANSFERRED, on=now.date(), by=head, now=now)


def returns(town: Town) -> None:
    with town.as_(town.head_li) as head:
        now = town.later(days=1)
        departures.return_pupil(pupil=town.xiaoming.pupil, on=now.date(), by=head, now=now)


def seen_by(town: Town, actor: Actor) -> tuple[set[str], set[str], set[str]]:
    """Names of the care files, the pupils and the pairings a person sees two days after the Monday."""
    now = town.monday + timedelta(days=2)
    with town.as_(actor):
        return (
            set(children.visible_to(actor, now).values_list("pupil__name", flat=True)),
            set(children.visible_pupils(actor, now).values_list("name", flat=True)),
            set(access.visible_pairings(actor, now).values_list("child__pupil__name", flat=True)),
        )


def test_a_pupil_who_left_is_seen_by_the_head_and_no_teacher(town: Town):
    made = care.paired(town)
    with town.as_(town.head_li) as head:
        chen = town.a.staff["chen"]
        assign_class_teacher(school_class=town.xiaoming.pupil.school_class, staff=chen, by=head, now=town.monday)
        assign(child=town.xiaoming, staff=chen, reason=AssignmentReason.SHARED, by=head, now=town.monday)
    assert seen_by(town, town.teacher_wang)[0] == {"王小明"}
    assert "王小明" in seen_by(town, town.teacher_chen)[1]

    leaves(town)

    assert seen_by(town, town.teacher_wang) == (set(), set(), set())
    assert all("王小明" not in names for names in seen_by(town, town.teacher_chen))
    assert "王小明" in seen_by(town, town.head_li)[0]
    with town.a.inside():
        ended = Pairing.objects.get(pk=made.pk)
        assert (ended.end_reason, ended.ended_by_id) == ("孩子已离校", town.head_li.user_id)
        assert not CaseAssignment.objects.filter(child=town.xiaoming, until__isnull=True).exists()
        assert not ChildGrant.objects.filter(content_object=town.xiaoming, valid_until__isnull=True).exists()
        assert not DueWork.objects.filter(child=town.xiaoming, state="due", due_on__gt=town.monday.date()).exists()
        actions = care.actions(about=town.xiaoming)
        assert {"care.pairing_ended", "children.assignment_ended"} <= set(actions)


def test_pairing_of_a_pupil_who_leaves_on_a_day_to_come_ends_on_that_day_by_nobody(town: Town):
    made = care.paired(town)
    day = town.later(days=1).date()
    with town.as_(town.head_li) as head:
        departures.leave(pupil=town.xiaoming.pupil, kind=DepartureKind.TRANSFERRED, on=day, by=head, now=town.monday)
        assert Pairing.objects.get(pk=made.pk).ended_at is None

    with town.a.inside():
        departures.carry_out_departures(now=town.later(days=1))

        ended = Pairing.objects.get(pk=made.pk)
        assert (ended.ended_at, ended.ended_by_id, ended.end_reason) == (town.later(days=1), None, "孩子已离校")
    assert seen_by(town, town.teacher_wang)[2] == set()


def test_a_pupil_who_leaves_changes_nobody_elses_pairings(town: Town):
    with town.as_(town.head_li) as head:
        other = care.pair(town, town.xiaohong, "chen")
        assign(
            child=town.xiaohong, staff=town.a.staff["wang"], reason=AssignmentReason.SHARED, by=head, now=town.monday
        )

    leaves(town)

    assert seen_by(town, town.teacher_wang)[0] == {"李小红"}
    with town.a.inside():
        assert Pairing.objects.get(pk=other.pk).ended_at is None


def test_a_pupil_who_returns_is_with_the_class_teacher_and_without_a_mentor(town: Town):
    care.paired(town)
    with town.as_(town.head_li) as head:
        school_class = town.xiaoming.pupil.school_class
        assign_class_teacher(school_class=school_class, staff=town.a.staff["chen"], by=head, now=town.monday)
    leaves(town)

    returns(town)

    assert "王小明" in seen_by(town, town.teacher_chen)[0]
    assert seen_by(town, town.teacher_wang)[0] == set()
    with town.as_(town.head_li) as head:
        assert town.xiaoming in queries.children_to_pair()
        again = pairings.pair(
            child=town.xiaoming,
            mentor=queries.active_mentors().get(staff=town.a.staff["wang"]),
            by=head,
            now=town.later(days=2),
        )
        assert again.ended_at is None
    assert seen_by(town, town.teacher_wang)[0] == {"王小明"}
