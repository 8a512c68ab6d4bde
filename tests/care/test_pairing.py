"""A pair made and ended: who sees the child, what is told, what is refused."""

from datetime import timedelta

import pytest

from services.access.models import AuditEvent
from services.care import access, queries
from services.care.actions import mentors, pairings
from services.care.models import DueWork, Pairing
from services.children import access as children
from services.children.models import CaseAssignment, ChildGrant
from services.notify.models import Notification
from tests.cast import TenantCast, Town
from tests.factories import care

pytestmark = pytest.mark.django_db


def sees(town: Town, who: str, *, tenant: TenantCast | None = None, later: timedelta = timedelta(0)) -> list[str]:
    """Names of the children a person sees, and their pairings, records and due work with them."""
    actor = (tenant or town.a).actors[who]
    now = town.monday + later
    with town.as_(actor):
        names = children.visible_to(actor, now).values_list("pupil__name", flat=True)
        pairings = access.visible_pairings(actor, now).values_list("child__pupil__name", flat=True)
        due = access.visible_due(actor, now).values_list("child__pupil__name", flat=True)
        if not actor.sees_whole_school:
            assert set(pairings) <= set(names)
            assert set(due) <= set(names)
        return sorted(names)


def test_pairing_lets_the_mentor_see_just_this_child_and_notifies_them(town: Town):
    made = care.paired(town)

    assert sees(town, "wang") == ["王小明"]
    assert sees(town, "chen") == []
    assert sees(town, "wang", tenant=town.b) == []
    assert sees(town, "nurse") == []
    with town.a.inside():
        notification = Notification.objects.get(kind="care.pairing_created")
        assert notification.recipient_id == town.teacher_wang.user_id
        assert "王小明" not in notification.title + notification.body
        assert made.assignment.staff == town.a.staff["wang"]
        given = ChildGrant.objects.values_list("user", "granted_by", "granted_at", "valid_until").distinct()
        assert list(given) == [(town.teacher_wang.user_id, town.head_li.user_id, town.monday, None)]
        assert "care.pairing_created" in care.actions(about=town.xiaoming)


def test_ending_a_pairing_hides_the_child_and_cancels_future_work(town: Town):
    made = care.paired(town)
    with town.as_(town.head_li) as head:
        ended = pairings.end_pairing(pairing=made, reason="转学", by=head, now=town.later(days=1))

        assert (ended.end_reason, ended.ended_by_id) == ("转学", head.user_id)
        assert CaseAssignment.objects.get(pk=made.assignment_id).until == town.later(days=1)
        assert not ChildGrant.objects.filter(valid_until__isnull=True).exists()
        assert not DueWork.objects.filter(state="due").exists()
        assert care.actions(about=town.xiaoming)[-1] == "care.pairing_ended"
    assert sees(town, "wang", later=timedelta(days=1)) == []


def test_ended_twice_or_without_reason_is_refused(town: Town):
    made = care.paired(town)
    with town.as_(town.head_li) as head:
        with pytest.raises(pairings.UnableToEndPairing) as refused:
            pairings.end_pairing(pairing=made, reason=" ", by=head, now=town.monday)
        assert refused.value.field == "reason"
        pairings.end_pairing(pairing=made, reason="转学", by=head, now=town.monday)
        with pytest.raises(pairings.UnableToEndPairing):
            pairings.end_pairing(pairing=made, reason="转学", by=head, now=town.monday)


def test_a_child_has_one_open_pairing_and_may_be_paired_again_after_its_end(town: Town):
    made = care.paired(town)
    with town.as_(town.head_li) as head:
        with pytest.raises(pairings.UnableToPair) as refused:
            care.pair(town, town.xiaoming, "chen")
        assert refused.value.field == "child"
        pairings.end_pairing(pairing=made, reason="换教师", by=head, now=town.monday)
        care.pair(town, town.xiaoming, "chen", at=town.later(days=1))

        assert queries.open_pairings().get().mentor.staff.name == "陈老师"
    assert sees(town, "wang", later=timedelta(days=1)) == []
    assert sees(town, "chen", later=timedelta(days=1)) == ["王小明"]


def test_a_mentor_takes_no_more_children_than_their_capacity(town: Town):
    with town.as_(town.head_li) as head:
        wang = care.mentor(town.a, "wang", head, town.monday, capacity=1)
        pairings.pair(child=town.xiaoming, mentor=wang, by=head, now=town.monday)
        with pytest.raises(pairings.UnableToPair) as refused:
            pairings.pair(child=town.xiaohong, mentor=wang, by=head, now=town.monday)

        assert refused.value.field == "staff"
        assert "王老师" in str(refused.value)
        assert CaseAssignment.objects.count() == ChildGrant.objects.values("assignment").distinct().count() == 1
        assert not AuditEvent.objects.filter(target__contains=[str(town.xiaohong.public_id)]).exists()


def test_a_capacity_above_three_is_refused_and_an_inactive_mentor_takes_nobody(town: Town):
    with town.as_(town.head_li) as head:
        with pytest.raises(mentors.UnableToAddMentor):
            care.mentor(town.a, "wang", head, town.monday, capacity=4)
        wang = care.mentor(town.a, "wang", head, town.monday)
        mentors.deactivate_mentor(staff=wang.staff, by=head, now=town.monday)
        with pytest.raises(pairings.UnableToPair):
            pairings.pair(child=town.xiaoming, mentor=wang, by=head, now=town.monday)


def test_a_closed_file_is_not_paired(town: Town):
    with town.as_(town.head_li) as head:
        town.xiaoming.closed_on = town.monday.date()
        town.xiaoming.save()
        with pytest.raises(pairings.UnableToPair):
            pairings.pair(
                child=town.xiaoming, mentor=care.mentor(town.a, "wang", head, town.monday), by=head, now=town.monday
            )
        assert not Pairing.objects.exists()


def test_missing_mentors_are_added_for_teachers_only(town: Town):
    with town.a.inside():
        assert (
            mentors.add_missing_mentors(now=town.monday) == 2
        )  # the head, the admin, the nurse and the proxy parent do not
        assert mentors.add_missing_mentors(now=town.monday) == 0
        assert sorted(queries.active_mentors().values_list("staff__name", flat=True)) == ["王老师", "陈老师"]
        town.a.classes[0].class_teacher = town.a.staff["school_admin"]
        town.a.classes[0].save()
        assert mentors.add_missing_mentors(now=town.monday) == 1  # who leads a class is a teacher too


def test_other_schools_and_counties_see_no_pairing(town: Town):
    care.paired(town)

    for actor in (
        town.admin_of_b,
        town.admin_of_c,
        town.officer_of_other,
        town.actors["leader"],
        town.actors["auditor"],
    ):
        with town.as_(actor):
            assert not access.visible_pairings(actor, town.monday).exists()
            assert not access.visible_due(actor, town.monday).exists()
    with town.as_(town.officer) as officer:
        assert access.visible_pairings(officer, town.monday).count() == 1
