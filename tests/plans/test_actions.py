"""A plan for a term: made with the usual norms, changed, approved."""

from datetime import UTC, datetime

import pytest

from services.access.models import TrailEntry
from services.plans import actions, queries
from services.plans.choices import Duty, GroupRole, Per, PlanState
from services.plans.models import Norm, WorkPlan
from services.plans.norms import Wanted
from tests.cast import Town

pytestmark = pytest.mark.django_db


def test_a_new_plan_is_a_draft_with_the_usual_norms(town: Town):
    with town.as_(town.head_li) as head:
        plan = actions.make_plan(
            term=town.term, by=head, now=town.monday, group={town.a.staff["head"]: GroupRole.LEADER}
        )

        assert plan.state == PlanState.DRAFT
        assert set(plan.norms.values_list("duty", "times", "per")) == {
            (Duty.TALK, 1, Per.WEEK),
            (Duty.HOME_VISIT, 1, Per.MONTH),
            (Duty.CALL, 1, Per.MONTH),
        }
        assert [member.staff.name for member in plan.leading_group.all()] == ["李校长"]
        assert TrailEntry.objects.get(deed="plans.made").about == [str(plan.public_id)]


def test_one_plan_a_term(town: Town):
    with town.as_(town.head_li) as head:
        actions.make_plan(term=town.term, by=head, now=town.monday)
        with pytest.raises(actions.UnableToPlan) as refused:
            actions.make_plan(term=town.term, by=head, now=town.monday)

        assert refused.value.field == "term"
        assert WorkPlan.objects.count() == 1


def test_changing_the_norms_of_an_approved_plan_asks_for_approval_again(town: Town):
    with town.as_(town.head_li) as head:
        plan = actions.make_plan(term=town.term, by=head, now=town.monday)
        talk = plan.norms.get(duty=Duty.TALK)
        actions.approve(plan=plan, by=head, now=town.monday)
        assert queries.plan_on(town.monday.date(), approved=True) == plan

        same = [Wanted(Duty(norm.duty), norm.times, Per(norm.per)) for norm in plan.norms.all()]
        assert (
            actions.edit(plan=plan, by=head, now=town.monday, norms=same, goals="一个不少").state == PlanState.APPROVED
        )
        plan = actions.edit(plan=plan, by=head, now=town.monday, norms=[Wanted(Duty.TALK, 2, Per.WEEK)])

        assert plan.state == PlanState.DRAFT
        assert plan.goals == "一个不少"
        assert plan.norms.get() == talk  # the row is kept, the others are gone
        assert queries.plan_on(town.monday.date(), approved=True) is None


@pytest.mark.parametrize(
    "norms", [[Wanted(Duty.TALK, 0, Per.WEEK)], [Wanted(Duty.TALK, 11, Per.WEEK)], [Wanted(Duty.CALL, 1, Per.TERM)] * 2]
)
def test_norms_are_human(town: Town, norms: list[Wanted]):
    with town.as_(town.head_li) as head, pytest.raises(actions.UnableToPlan) as refused:
        actions.make_plan(term=town.term, by=head, now=town.monday, norms=norms)

    assert refused.value.field == "norms"


def test_a_plan_without_norms_is_not_approved_and_two_leaders_are_one_too_many(town: Town):
    with town.as_(town.head_li) as head:
        plan = actions.make_plan(term=town.term, by=head, now=town.monday, norms=[])
        with pytest.raises(actions.UnableToPlan):
            actions.approve(plan=plan, by=head, now=town.monday)
        two = {town.a.staff[who]: GroupRole.LEADER for who in ("head", "wang")}
        with pytest.raises(actions.UnableToPlan):
            actions.edit(plan=plan, by=head, now=town.monday, group=two)


def test_other_schools_see_nothing_and_the_county_reads(town: Town):
    with town.as_(town.head_li) as head:
        actions.make_plan(term=town.term, by=head, now=datetime(2026, 9, 7, tzinfo=UTC))
    with town.b.inside():
        assert not WorkPlan.objects.exists()
    with town.c.inside():
        assert not Norm.objects.exists()
    with town.county_scope():
        assert WorkPlan.objects.count() == 1
