"""`work-plans`: a term's goals, required frequencies and leading group."""

from collections.abc import Sequence
from typing import ClassVar, TypedDict

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.fields import CharField, DateTimeField, IntegerField, UUIDField

from services.access.permissions import Permission
from services.api.resources.fields import EnumField, ReferenceField
from services.api.resources.filters import ChoiceFilter, UuidFilter
from services.api.resources.references import staff_reference
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.objects import ActionView, DetailView, ListCreateView, ObjectView, UpdateMixin
from services.kit.pagination.keyset import Ordering
from services.plans import actions, queries
from services.plans.choices import CareActivity, GroupRole, PeriodUnit, PlanState
from services.plans.default_frequencies import DEFAULTS, FrequencyInput
from services.plans.models import MAX_COUNT, WorkPlan
from services.schools import queries as schools
from services.schools.models import Staff, Term


class RequiredFrequencySerializer(Serializer):
    activity = EnumField(CareActivity)
    count = IntegerField(min_value=1, max_value=MAX_COUNT)
    period_unit = EnumField(PeriodUnit)


class GroupMemberSerializer(Serializer):
    staff = staff_reference()
    role = EnumField(GroupRole)


class WorkPlanSummarySerializer(Resource):
    title = CharField(max_length=WorkPlan.title.field.max_length, required=False)
    state = EnumField(PlanState)
    term = ReferenceField(lambda _view: Term.objects.all(), required=False, help_text="不填为当前学期")
    school = UUIDField(source="school.public_id")
    approved_at = DateTimeField(allow_null=True)


class WorkPlanSerializer(WorkPlanSummarySerializer):
    writable: ClassVar[Sequence[str]] = ("title", "goals", "required_frequencies", "leading_group")
    goals = CharField(allow_blank=True, required=False)
    required_frequencies = RequiredFrequencySerializer(
        many=True, required=False, help_text="不填为常用要求：谈心每周、家访每月、通话每月各一次"
    )
    leading_group = GroupMemberSerializer(many=True, required=False)


class WorkPlanCreateSerializer(WorkPlanSerializer):
    writable = ("term", *WorkPlanSerializer.writable)


class FrequencyBody(TypedDict):
    activity: CareActivity
    count: int
    period_unit: PeriodUnit


class GroupMemberBody(TypedDict):
    staff: Staff
    role: GroupRole


class WorkPlanListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_PLANS, "POST": Permission.EDIT_PLANS}
    serializer = WorkPlanSummarySerializer
    create_serializer, created_serializer = WorkPlanCreateSerializer, WorkPlanSerializer
    orderings = {"-term": Ordering.of_columns("-term__begins_on"), "term": Ordering.of_columns("term__begins_on")}
    filters = {"term": UuidFilter("term__public_id"), "state": ChoiceFilter(PlanState.values, "state")}

    def get_queryset(self) -> QuerySet[WorkPlan]:
        return queries.plans()

    def create(
        self,
        *,
        term: Term | None = None,
        title: str = "",
        goals: str = "",
        required_frequencies: Sequence[FrequencyBody] | None = None,
        leading_group: Sequence[GroupMemberBody] | None = None,
    ) -> WorkPlan:
        return actions.create_plan(
            term=term or _running_term(self),
            title=title,
            goals=goals,
            required_frequencies=_frequencies(required_frequencies) or DEFAULTS,
            leading_group=_leading_group(leading_group),
            by=self.actor,
            now=self.now,
        )

    # As an instance: frequencies and leading group are rows of their own, which `values()` cannot nest.
    def represent_created(self, created: WorkPlan) -> Row:
        return self.represent(queries.plans_with_contents().get(pk=created.pk), WorkPlanSerializer)


class WorkPlanView(ObjectView[WorkPlan]):
    serializer = WorkPlanSerializer
    reads_instance = True

    def get_queryset(self) -> QuerySet[WorkPlan]:
        return queries.plans_with_contents()


class WorkPlanDetailView(WorkPlanView, DetailView[WorkPlan], UpdateMixin[WorkPlan]):
    required_permissions = {"GET": Permission.VIEW_PLANS, "PATCH": Permission.EDIT_PLANS}
    update_serializer = WorkPlanSerializer

    def update(
        self,
        plan: WorkPlan,
        /,
        *,
        title: str | None = None,
        goals: str | None = None,
        required_frequencies: Sequence[FrequencyBody] | None = None,
        leading_group: Sequence[GroupMemberBody] | None = None,
    ) -> None:
        """Change what is given. New frequencies make an approved plan a draft again."""
        actions.update_plan(
            plan=plan,
            title=title,
            goals=goals,
            required_frequencies=_frequencies(required_frequencies),
            leading_group=_leading_group(leading_group),
            by=self.actor,
            now=self.now,
        )


class WorkPlanApproveView(WorkPlanView, ActionView[WorkPlan]):
    required_permissions = {"POST": Permission.EDIT_PLANS}

    def perform(self, plan: WorkPlan, /) -> None:
        """From now on the plan's required frequencies make work due."""
        actions.approve_plan(plan=plan, by=self.actor, now=self.now)


def _running_term(view: BaseView) -> Term:
    if (term := schools.term_on(view.today)) is None:
        raise ValidationError({"term": [_("还没有设定学期。")]})
    return term


def _frequencies(body: Sequence[FrequencyBody] | None) -> list[FrequencyInput] | None:
    if body is None:
        return None
    return [FrequencyInput(item["activity"], item["count"], item["period_unit"]) for item in body]


def _leading_group(body: Sequence[GroupMemberBody] | None) -> dict[Staff, GroupRole] | None:
    return None if body is None else {member["staff"]: member["role"] for member in body}
