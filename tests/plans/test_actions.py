"""A plan for a term: made with the usual norms, changed, approved."""

from datetime import UTC, datetime

import pytest

from services.access.models import AuditEvent
from services.plans import actions, queries
from services.plans.choices import CareActivity, GroupRole, PeriodUnit, PlanState
from services.plans.default_frequencies import FrequencyInput
from services.plans.models import RequiredFrequency, WorkPlan
from tests.cast import Town

pytestmark = pytest.mark.django_db


def leaders(town: Town, *who: str) -> list[actions.GroupMemberInput]:
    return [actions.GroupMemberInput(town.a.staff[key], GroupRole.LEADER) for key in who]


def test_a_new_plan_is_a_draft_with_the_default_frequencies(town: Town):
    with town.as_(town.head_li) as head:
        plan = actions.create_plan(term=town.term, by=head, now=town.monday, leading_group=leaders(town, "head"))

        assert plan.state == PlanState.DRAFT
        assert set(plan.required_frequencies.values_list("activity", "count", "period_unit")) == {
            (CareActivity.TALK, 1, PeriodUnit.WEEK),
            (CareActivity.HOME_VISIT, 1, PeriodUnit.MONTH),
            (CareActivity.CALL, 1, PeriodUnit.MONTH),
        }
        assert [member.staff.name for member in plan.leading_group.all()] == ["李校长"]
        assert AuditEvent.objects.get(action="plans.plan_created").target == [str(plan.public_id)]


def test_a_term_has_one_plan(town: Town):
    with town.as_(town.head_li) as head:
        actions.create_plan(term=town.term, by=head, now=town.monday)
        with pytest.raises(actions.UnableToSavePlan) as refused:
            actions.create_plan(term=town.term, by=head, now=town.monday)

        assert refused.value.field == "term"
        assert WorkPlan.objects.count() == 1


def test_changed_frequencies_of_an_approved_plan_need_approval_again(town: Town):
    with town.as_(town.head_li) as head:
        plan = actions.create_plan(term=town.term, by=head, now=town.monday)
        talk = plan.required_frequencies.get(activity=CareActivity.TALK)
        actions.approve_plan(plan=plan, by=head, now=town.monday)
        assert queries.plan_on(town.monday.date(), approved=True) == plan

        same = [
            FrequencyInput(CareActivity(frequency.activity), frequency.count, PeriodUnit(frequency.period_unit))
            for frequency in plan.required_frequencies.all()
        ]
        assert (
            actions.update_plan(plan=plan, by=head, now=town.monday, required_frequencies=same, goals="一个不少").state
            == PlanState.APPROVED
        )
        plan = actions.update_plan(
            plan=plan,
            by=head,
            now=town.monday,
            required_frequencies=[FrequencyInput(CareActivity.TALK, 2, PeriodUnit.WEEK)],
        )

        assert plan.state == PlanState.DRAFT
        assert plan.goals == "一个不少"
        assert plan.required_frequencies.get() == talk  # the row is kept, the others are gone
        assert queries.plan_on(town.monday.date(), approved=True) is None


@pytest.mark.parametrize(
    "required_frequencies",
    [
        [FrequencyInput(CareActivity.TALK, 0, PeriodUnit.WEEK)],
        [FrequencyInput(CareActivity.TALK, 11, PeriodUnit.WEEK)],
        [FrequencyInput(CareActivity.CALL, 1, PeriodUnit.TERM)] * 2,
    ],
)
def test_impossible_frequencies_are_refused(town: Town, required_frequencies: list[FrequencyInput]):
    with town.as_(town.head_li) as head, pytest.raises(actions.UnableToSavePlan) as refused:
        actions.create_plan(term=town.term, by=head, now=town.monday, required_frequencies=required_frequencies)

    assert refused.value.field == "required_frequencies"


def test_a_plan_needs_frequencies_to_be_approved_and_has_one_leader_at_most(town: Town):
    with town.as_(town.head_li) as head:
        plan = actions.create_plan(term=town.term, by=head, now=town.monday, required_frequencies=[])
        with pytest.raises(actions.UnableToSavePlan):
            actions.approve_plan(plan=plan, by=head, now=town.monday)
        with pytest.raises(actions.UnableToSavePlan):
            actions.update_plan(plan=plan, by=head, now=town.monday, leading_group=leaders(town, "head", "wang"))


def test_other_schools_see_nothing_and_the_county_reads(town: Town):
    with town.as_(town.head_li) as head:
        actions.create_plan(term=town.term, by=head, now=datetime(2026, 9, 7, tzinfo=UTC))
    with town.b.inside():
        assert not WorkPlan.objects.exists()
    with town.c.inside():
        assert not RequiredFrequency.objects.exists()
    with town.county_scope():
        assert WorkPlan.objects.count() == 1
