"""`pairing-plans`: pairs proposed by the optimiser, seen, approved."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.care import access, queries
from services.care.actions import pairing_plans
from services.care.choices import AuditAction, PairingPlanState
from services.care.models import PairingPlan
from services.kit.pagination import Ordering

Text = serializers.CharField
Moment = serializers.DateTimeField


class PairingPlanAcceptedSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    job = serializers.UUIDField()


class PairingPlanSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=PairingPlanState.choices)
    message = Text()
    job = serializers.UUIDField(allow_null=True)
    school = serializers.UUIDField()
    proposed_at = Moment()
    approved_at = Moment(allow_null=True)
    pairs = serializers.IntegerField()
    unpaired = serializers.IntegerField()


class ReasonSerializer(serializers.Serializer[Any]):
    code = Text()
    text = Text()


class ProposedPairSerializer(serializers.Serializer[Any]):
    child = request_params.NamedReferenceSerializer()
    staff = request_params.NamedReferenceSerializer(allow_null=True)
    reasons = ReasonSerializer(many=True)


def plan_rows(door: BaseView) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = access.visible_plans(door.by).annotate(
        pairs=Count("rows", filter=Q(rows__mentor__isnull=False)), unpaired=Count("rows", filter=Q(rows__mentor=None))
    )
    own = ("id", "public_id", "state", "message", "proposed_at", "approved_at", "pairs", "unpaired")
    return counted.values(*own, "job__public_id", "school__public_id")


def plan_answer(row: dict[str, Any]) -> dict[str, Any]:
    same = ("state", "message", "proposed_at", "approved_at", "pairs", "unpaired")
    keys = {"id": row["public_id"], "job": row["job__public_id"], "school": row["school__public_id"]}
    return keys | {name: row[name] for name in same}


class PairingPlanListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_PAIRING, "POST": Permission.PROPOSE_PAIRING}
    name = "pairing-plans"
    orderings = {"-proposed_at": Ordering.of_columns("-proposed_at")}

    def rows(self) -> QuerySet[Any, Any]:
        state = request_params.choice_param(self.request, "state", PairingPlanState.values)
        return plan_rows(self).filter(state=state) if state else plan_rows(self)

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return plan_answer(found)

    @extend_schema(
        responses=request_params.page_schema(PairingPlanSerializer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("state", str)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=None, responses={202: PairingPlanAcceptedSerializer})
    def post(self, request: Request) -> Response:
        """Ask the optimiser for pairs for all children without a carer."""

        def create() -> Response:
            plan = pairing_plans.request_plan(by=self.by, now=self.now)
            return Response({"id": plan.public_id, "job": plan.job.public_id if plan.job else None}, status=202)

        return idempotent(request, self.by, self.now, create)


class PairingPlanDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_PAIRING}

    @extend_schema(responses=PairingPlanSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(plan_answer(get_or_404(plan_rows(self), public_id)))


class ProposedPairListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_PAIRING}
    name = "pairing-plan-rows"
    orderings = {"child": Ordering.of_columns("child__pupil__pinyin")}

    def rows(self) -> QuerySet[Any, Any]:
        plan: PairingPlan = get_or_404(access.visible_plans(self.by), self.kwargs["public_id"])
        names = ("child__public_id", "child__pupil__name", "child__pupil__pinyin")
        rows: QuerySet[Any, Any] = plan.rows.all()
        return rows.values("id", "reasons", *names, "mentor__staff__public_id", "mentor__staff__name")

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        staff = {"id": found["mentor__staff__public_id"], "name": found["mentor__staff__name"]}
        return {
            "child": {"id": found["child__public_id"], "name": found["child__pupil__name"]},
            "staff": staff if staff["id"] else None,
            "reasons": [{"code": code, "text": queries.reason_label(code)} for code in found["reasons"]],
        }

    def log_access(self, found: Any) -> None:
        ids = [row["child__public_id"] for row in found]
        audit.log(AuditAction.PAIRING_PLAN_VIEWED, target=ids, by=self.by, now=self.now)

    @extend_schema(responses=request_params.page_schema(ProposedPairSerializer), parameters=LIST_PARAMETERS)
    def get(self, request: Request, public_id: UUID) -> Response:
        return super().get(request)


class PairingPlanApproveView(BaseView):
    required_permissions = {"POST": Permission.APPROVE_PAIRING}

    @extend_schema(request=None, responses=PairingPlanSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Make all proposed pairs, or none (409 says what has changed since)."""
        plan = get_or_404(access.visible_plans(self.by), public_id)
        pairing_plans.approve_plan(plan=plan, by=self.by, now=self.now)
        return Response(plan_answer(get_or_404(plan_rows(self), public_id)))
