"""`work-plans`: a term's goals, required frequencies and leading group."""

from collections.abc import Sequence
from typing import Any, ClassVar

from rest_framework.fields import CharField, DateTimeField, IntegerField, UUIDField

from services.access.permissions import Permission
from services.api.resources.fields import EnumField, ReferenceField
from services.api.resources.filters import ChoiceFilter, UuidFilter
from services.api.resources.references import staff_reference
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource, Serializer
from services.api.views.objects import DetailView, ListCreateView, UpdateMixin, action
from services.kit.pagination.keyset import Ordering
from services.plans import actions, queries
from services.plans.choices import CareActivity, GroupRole, PeriodUnit, PlanState
from services.plans.default_frequencies import FrequencyInput
from services.plans.models import MAX_COUNT, WorkPlan
from services.schools.models import Term


class RequiredFrequencySerializer(Serializer):
    becomes = FrequencyInput
    activity = EnumField(CareActivity)
    count = IntegerField(min_value=1, max_value=MAX_COUNT)
    period_unit = EnumField(PeriodUnit)


class GroupMemberSerializer(Serializer):
    becomes = actions.GroupMemberInput
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


class WorkPlanListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_PLANS, "POST": Permission.EDIT_PLANS}
    queryset = queries.plans()
    serializer = WorkPlanSummarySerializer
    create_serializer, created_serializer = WorkPlanCreateSerializer, WorkPlanSerializer
    orderings = {"-term": Ordering.of_columns("-term__begins_on"), "term": Ordering.of_columns("term__begins_on")}
    filters = {"term": UuidFilter("term__public_id"), "state": ChoiceFilter(PlanState.values, "state")}

    def create(self, **body: Any) -> WorkPlan:
        return actions.create_plan(**body, by=self.actor, now=self.now)

    # As an instance: frequencies and leading group are rows of their own, which `values()` cannot nest.
    def represent_created(self, created: WorkPlan) -> Row:
        return self.represent(queries.plans_with_contents().get(pk=created.pk), WorkPlanSerializer)


class WorkPlanDetailView(DetailView[WorkPlan], UpdateMixin[WorkPlan]):
    required_permissions = {"GET": Permission.VIEW_PLANS, "PATCH": Permission.EDIT_PLANS}
    queryset = queries.plans_with_contents()
    serializer = update_serializer = WorkPlanSerializer
    reads_instance = True

    def update(self, plan: WorkPlan, /, **changes: Any) -> None:
        """Change what is given. New frequencies make an approved plan a draft again."""
        actions.update_plan(plan=plan, **changes, by=self.actor, now=self.now)

    @action(Permission.EDIT_PLANS)
    def approve(self, plan: WorkPlan, /) -> None:
        """From now on the plan's required frequencies make work due."""
        actions.approve_plan(plan=plan, by=self.actor, now=self.now)
