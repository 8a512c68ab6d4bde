"""`work-plans`: a term's goals, norms and leading group."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_400, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.kit import clock
from services.kit.pagination import Ordering
from services.plans import actions, queries
from services.plans.choices import CareActivity, GroupRole, PeriodUnit, PlanState
from services.plans.default_frequencies import DEFAULTS, FrequencyInput
from services.plans.models import WorkPlan
from services.schools import queries as schools
from services.schools.models import Staff, Term

Text = serializers.CharField


class RequiredFrequencySerializer(serializers.Serializer[Any]):
    activity = serializers.ChoiceField(choices=CareActivity.choices)
    count = serializers.IntegerField(min_value=1, max_value=actions.MAX_COUNT)
    period_unit = serializers.ChoiceField(choices=PeriodUnit.choices)


class GroupMemberCreateSerializer(serializers.Serializer[Any]):
    staff = serializers.UUIDField()
    role = serializers.ChoiceField(choices=GroupRole.choices)


class GroupMemberSerializer(serializers.Serializer[Any]):
    staff = request_params.NamedReferenceSerializer()
    role = serializers.ChoiceField(choices=GroupRole.choices)


class WorkPlanSummarySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = Text()
    state = serializers.ChoiceField(choices=PlanState.choices)
    term = serializers.UUIDField()
    school = serializers.UUIDField()
    approved_at = serializers.DateTimeField(allow_null=True)


class WorkPlanSerializer(WorkPlanSummarySerializer):
    goals = Text()
    required_frequencies = RequiredFrequencySerializer(many=True)
    leading_group = GroupMemberSerializer(many=True)


class WorkPlanCreateSerializer(serializers.Serializer[Any]):
    term = serializers.UUIDField(required=False, help_text="不填为当前学期")
    title = Text(max_length=120, required=False)
    goals = Text(allow_blank=True, required=False)
    required_frequencies = RequiredFrequencySerializer(
        many=True, required=False, help_text="不填为常用要求：谈心每周、家访每月、通话每月各一次"
    )
    leading_group = GroupMemberCreateSerializer(many=True, required=False)


class WorkPlanUpdateSerializer(serializers.Serializer[Any]):
    title = Text(max_length=120, required=False)
    goals = Text(allow_blank=True, required=False)
    required_frequencies = RequiredFrequencySerializer(many=True, required=False)
    leading_group = GroupMemberCreateSerializer(many=True, required=False)


class WorkPlanListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_PLANS, "POST": Permission.EDIT_PLANS}
    name = "work-plans"
    orderings = {"-term": Ordering.of_columns("-term__begins_on"), "term": Ordering.of_columns("term__begins_on")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = queries.plans()
        if term := request_params.uuid_param(self.request, "term"):
            rows = rows.filter(term__public_id=term)
        if state := request_params.choice_param(self.request, "state", PlanState.values):
            rows = rows.filter(state=state)
        keys = ("term__public_id", "school__public_id", "term__begins_on")
        return rows.values("id", "public_id", "title", "state", "approved_at", *keys)

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": found["public_id"],
            "title": found["title"],
            "state": found["state"],
            "term": found["term__public_id"],
            "school": found["school__public_id"],
            "approved_at": found["approved_at"],
        }

    @extend_schema(
        responses=request_params.page_schema(WorkPlanSummarySerializer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("term", str), OpenApiParameter("state", str)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=WorkPlanCreateSerializer, responses={201: WorkPlanSerializer})
    def post(self, request: Request) -> Response:
        given = request_params.validated_body(WorkPlanCreateSerializer, request)
        term = _term(given.get("term"))

        def create() -> Response:
            plan = actions.create_plan(
                term=term,
                title=given.get("title", ""),
                goals=given.get("goals", ""),
                required_frequencies=_required_frequencies(given) or DEFAULTS,
                group=_group(given),
                by=self.by,
                now=self.now,
            )
            return Response(_answer(plan), status=201)

        return idempotent(request, self.by, self.now, create)


class WorkPlanDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_PLANS, "PATCH": Permission.EDIT_PLANS}

    @extend_schema(responses=WorkPlanSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(_answer(get_or_404(queries.plans(), public_id)))

    @extend_schema(request=WorkPlanUpdateSerializer, responses=WorkPlanSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change what is given. New norms make an approved plan a draft again."""
        plan = get_or_404(queries.plans(), public_id)
        given = request_params.validated_body(WorkPlanUpdateSerializer, request)
        plan = actions.update_plan(
            plan=plan,
            title=given.get("title"),
            goals=given.get("goals"),
            required_frequencies=_required_frequencies(given),
            group=_group(given),
            by=self.by,
            now=self.now,
        )
        return Response(_answer(plan))


class WorkPlanApproveView(BaseView):
    required_permissions = {"POST": Permission.EDIT_PLANS}

    @extend_schema(request=None, responses=WorkPlanSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """From now on the plan's norms make work due."""
        plan = get_or_404(queries.plans(), public_id)
        return Response(_answer(actions.approve_plan(plan=plan, by=self.by, now=self.now)))


def _answer(plan: WorkPlan) -> dict[str, Any]:
    group = plan.leading_group.select_related("staff").order_by("id")
    return {
        "id": plan.public_id,
        "title": plan.title,
        "state": plan.state,
        "term": plan.term.public_id,
        "school": plan.school.public_id,
        "approved_at": plan.approved_at,
        "goals": plan.goals,
        "required_frequencies": list(
            plan.required_frequencies.order_by("id").values("activity", "count", "period_unit")
        ),
        "leading_group": [
            {"staff": {"id": one.staff.public_id, "name": one.staff.name}, "role": one.role} for one in group
        ],
    }


def _term(public_id: UUID | None) -> Term:
    if public_id:
        term: Term = get_or_400(Term.objects.all(), public_id, "term")
        return term
    if (running := schools.term_on(clock.today())) is None:
        raise serializers.ValidationError({"term": [_("还没有设定学期。")]})
    return running


def _required_frequencies(given: dict[str, Any]) -> list[FrequencyInput] | None:
    if "required_frequencies" not in given:
        return None
    return [
        FrequencyInput(CareActivity(one["activity"]), one["times"], PeriodUnit(one["per"]))
        for one in given["required_frequencies"]
    ]


def _group(given: dict[str, Any]) -> dict[Staff, GroupRole] | None:
    if "leading_group" not in given:
        return None
    return {
        get_or_400(Staff.objects.all(), one["staff"], "leading_group"): GroupRole(one["role"])
        for one in given["leading_group"]
    }
