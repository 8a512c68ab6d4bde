"""Reads of plans, inside the reader's scope."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from services.plans.choices import PlanState
from services.plans.models import LeadingGroupMember, RequiredFrequency, WorkPlan
from services.schools import queries as schools
from services.schools.models import School


def plans() -> QuerySet[WorkPlan]:
    """Plans in scope, newest term first."""
    return WorkPlan.objects.select_related("term").order_by("-term__begins_on", "-id")


def plans_with_contents() -> QuerySet[WorkPlan]:
    """Plans in scope with their required frequencies and leading group, each in the order they were written."""
    return (
        plans()
        .select_related("school")
        .prefetch_related(
            Prefetch("required_frequencies", RequiredFrequency.objects.order_by("id")),
            Prefetch("leading_group", LeadingGroupMember.objects.select_related("staff").order_by("id")),
        )
    )


def plan_on(day: date, *, approved: bool = False) -> WorkPlan | None:
    """The plan of the scope's school for the term of a day.

    In the scope of a county or worker several schools have one: call it once per school.
    """
    # In the holidays it is the term that has ended, so that its plan can still be read.
    term = schools.term_on(day)
    if term is None:
        return None
    rows = WorkPlan.objects.filter(term=term)
    return (rows.filter(state=PlanState.APPROVED) if approved else rows).first()


def schools_without_plan(day: date) -> QuerySet[School]:
    """Open schools of the scope whose plan for the term of a day is not approved; none in holidays."""
    term = schools.current_term(day)
    if term is None:
        return School.objects.none()
    approved = WorkPlan.objects.filter(school=OuterRef("pk"), term=term, state=PlanState.APPROVED)
    return School.objects.filter(~Exists(approved), is_open=True)
