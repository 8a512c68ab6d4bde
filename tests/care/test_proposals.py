"""A proposal is computed, shown with its reasons, approved whole or not at all."""

import pytest

from services.care import queries
from services.care.actions import pairing_plans, pairings
from services.care.choices import JobKind, PairingPlanState
from services.care.jobs import propose
from services.care.models import DueWork, Pairing, PairingPlan
from services.jobs.models import Job
from services.jobs.registry import JobContext
from services.kit.exceptions import ApplicationError
from services.notify.models import Notification
from services.schools.choices import SiteKind
from services.schools.models import Site
from tests.cast import Town
from tests.factories import care

pytestmark = pytest.mark.django_db


def proposed(town: Town) -> PairingPlan:
    """Asked for by the head and computed by the job's handler, outside any scope."""
    with town.as_(town.head_li) as head:
        plan = pairing_plans.request_plan(by=head, now=town.monday)
    compute(town, plan)
    with town.as_(town.head_li):
        return PairingPlan.objects.get(pk=plan.pk)


def compute(town: Town, plan: PairingPlan) -> dict[str, int]:
    head = town.head_li
    return propose(JobContext(plan.public_id, JobKind.PROPOSE_PAIRINGS, plan.public_id, head, town.monday, head.scope))


def test_every_child_gets_a_teacher_with_a_reason(town: Town):
    plan = proposed(town)
    with town.a.inside():
        rows = list(queries.proposed_pairs(plan))

        assert plan.state == PairingPlanState.PROPOSED
        assert {row.child.pupil.name for row in rows} == {"王小明", "李小红", "张强"}  # 刘芳 has no care file
        assert {row.mentor.staff.name for row in rows if row.mentor} == {"王老师"} or len(rows) == 3
        assert all(row.reasons for row in rows)
        assert not Pairing.objects.exists()
        assert Job.objects.get(kind=JobKind.PROPOSE_PAIRINGS).target_id == plan.public_id


def test_the_class_teacher_is_preferred(town: Town):
    with town.a.inside():
        town.a.classes[0].class_teacher = town.a.staff["chen"]
        town.a.classes[0].save()
    plan = proposed(town)
    with town.a.inside():
        chosen = {row.child.pupil.name: row for row in queries.proposed_pairs(plan)}
        assert chosen["王小明"].mentor.staff.name == "陈老师"  # type: ignore[union-attr]
        assert chosen["王小明"].reasons == ["class_teacher"]


def test_the_handler_run_again_writes_nothing_new(town: Town):
    plan = proposed(town)
    compute(town, plan)
    with town.a.inside():
        assert plan.rows.count() == 3


def test_approval_creates_pairings_grants_notifications_and_due_work_together(town: Town):
    care.school_days(town)
    with town.as_(town.head_li) as head:
        care.plan(town, head, required_frequencies=care.WEEKLY_TALK)
    plan = proposed(town)
    with town.as_(town.admin_zhao) as admin:
        made = pairing_plans.approve_plan(plan=plan, by=admin, now=town.monday)

        assert len(made) == queries.open_pairings().count() == DueWork.objects.count() == 3
        assert not queries.children_to_pair().exists()
        assert Notification.objects.filter(kind="care.pairing_created").count() == len(
            {pair.mentor_id for pair in made}
        )
        assert care.actions(about=plan) == ["care.pairing_plan_requested", "care.pairing_plan_approved"]
        with pytest.raises(pairing_plans.UnableToApprove):
            pairing_plans.approve_plan(plan=plan, by=admin, now=town.monday)


def test_approval_creates_nothing_when_one_pair_is_no_longer_possible(town: Town):
    plan = proposed(town)
    with town.as_(town.head_li) as head:
        care.pair(town, town.xiaohong, "chen")
        with pytest.raises(pairing_plans.UnableToApprove, match="李小红"):
            pairing_plans.approve_plan(plan=plan, by=head, now=town.monday)

        assert queries.open_pairings().count() == 1
        assert PairingPlan.objects.get().state == PairingPlanState.PROPOSED


def test_approval_names_a_mentor_who_has_become_full_since_the_plan(town: Town):
    plan = proposed(town)
    with town.as_(town.head_li) as head:
        for mentor in queries.active_mentors():
            mentor.capacity = 1
            mentor.save()
        with pytest.raises(pairing_plans.UnableToApprove, match="名额不够"):
            pairing_plans.approve_plan(plan=plan, by=head, now=town.monday)
        assert not Pairing.objects.exists()


def test_children_nobody_can_take_are_named_with_the_reason(town: Town):
    with town.a.inside():
        point = Site.objects.create(name="王庄教学点", kind=SiteKind.TEACHING_POINT)
        town.a.classes[1].site = point
        town.a.classes[1].save()
    plan = proposed(town)
    with town.a.inside():
        first = queries.proposed_pairs(plan)[0]
        assert (first.child.pupil.name, first.mentor, first.reasons) == ("张强", None, ["no_mentor_at_site"])
        assert plan.message.startswith("王庄教学点：有 1 名孩子待结对")


def test_a_new_request_discards_the_older_plan_and_its_late_result(town: Town):
    older = proposed(town)
    with town.as_(town.head_li) as head:
        waiting = pairing_plans.request_plan(by=head, now=town.monday)
        newer = pairing_plans.request_plan(by=head, now=town.monday)
    compute(town, waiting)
    with town.as_(town.head_li) as head:
        assert {plan.pk: plan.state for plan in PairingPlan.objects.all()} == {
            older.pk: PairingPlanState.DISCARDED,
            waiting.pk: PairingPlanState.DISCARDED,
            newer.pk: PairingPlanState.COMPUTING,
        }
        assert not waiting.rows.exists()
        with pytest.raises(pairing_plans.UnableToApprove, match="已作废"):
            pairing_plans.approve_plan(plan=older, by=head, now=town.monday)


def test_previous_mentors_are_kept_and_paired_children_are_left_out(town: Town):
    with town.as_(town.head_li) as head:
        before = care.pair(town, town.xiaoming, "chen")
        care.pair(town, town.xiaohong, "chen")
        pairings.end_pairing(pairing=before, reason="学期结束", by=head, now=town.later(days=1))
    plan = proposed(town)
    with town.a.inside():
        rows = {row.child.pupil.name: row for row in queries.proposed_pairs(plan)}
        assert set(rows) == {"王小明", "张强"}
        assert rows["王小明"].mentor.staff.name == "陈老师"  # type: ignore[union-attr]
        assert "continues" in rows["王小明"].reasons


def test_a_plan_request_without_unpaired_children_is_refused(town: Town):
    with town.as_(town.head_li) as head:
        for child in town.a.children.values():
            care.pair(town, child)
        with pytest.raises(ApplicationError, match="没有待结对的孩子"):
            pairing_plans.request_plan(by=head, now=town.monday)


def test_a_proposal_stays_in_its_school(town: Town):
    plan = proposed(town)
    with town.b.inside():
        assert not PairingPlan.objects.exists()
        assert not queries.proposed_pairs(plan).exists()
    with town.county_scope():
        assert PairingPlan.objects.count() == 1
