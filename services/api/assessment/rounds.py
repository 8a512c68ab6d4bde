"""`assessment-rounds`: a quarter opened, computed, confirmed, published."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.assessment import actions, queries
from services.assessment.choices import RoundState
from services.assessment.models import AssessmentRound
from services.kit.pagination import Ordering

Whole = serializers.IntegerField


class AssessmentRoundCreateSerializer(serializers.Serializer[Any]):
    year = Whole(min_value=2000, max_value=2100)
    quarter = Whole(min_value=1, max_value=4)


class AssessmentRoundSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    year = Whole()
    quarter = Whole()
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    state = serializers.ChoiceField(choices=RoundState.choices)
    rubric = serializers.UUIDField()
    job = serializers.UUIDField(allow_null=True)
    computed_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    schools = Whole()
    confirmed = Whole()


class AssessmentRoundAcceptedSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    job = serializers.UUIDField()


_ROUND = ("year", "quarter", "begins_on", "ends_on", "state", "computed_at", "published_at", "schools", "confirmed")


def round_rows() -> Any:
    return queries.rounds().values("id", "public_id", *_ROUND, "job__public_id", "rubric__public_id")


def round_answer(row: dict[str, Any]) -> dict[str, Any]:
    keys = {"id": row["public_id"], "job": row["job__public_id"], "rubric": row["rubric__public_id"]}
    return keys | {name: row[name] for name in _ROUND}


class AssessmentRoundListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_SCORES, "POST": Permission.COMPUTE_ROUND}
    name = "assessment-rounds"
    orderings = {"-begins_on": Ordering.of_columns("-begins_on"), "begins_on": Ordering.of_columns("begins_on")}

    def rows(self) -> Any:
        state = request_params.choice_param(self.request, "state", RoundState.values)
        return round_rows().filter(state=state) if state else round_rows()

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return round_answer(found)

    @extend_schema(
        responses=request_params.page_schema(AssessmentRoundSerializer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("state", str)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=AssessmentRoundCreateSerializer, responses={201: AssessmentRoundSerializer})
    def post(self, request: Request) -> Response:
        """Open a quarter's assessment of the county."""
        given = request_params.validated_body(AssessmentRoundCreateSerializer, request)

        def create() -> Response:
            opened = actions.open_round(**given, by=self.by, now=self.now)
            return Response(_round(opened.public_id), status=201)

        return idempotent(request, self.by, self.now, create)


class AssessmentRoundDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_SCORES}

    @extend_schema(responses=AssessmentRoundSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(_round(public_id))


class AssessmentRoundComputeView(BaseView):
    required_permissions = {"POST": Permission.COMPUTE_ROUND}

    @extend_schema(request=None, responses={202: AssessmentRoundAcceptedSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Let a worker compute it from the recorded work; may be asked again until it is published."""

        def create() -> Response:
            round_ = actions.request_compute(
                round_=get_or_404(AssessmentRound.objects.all(), public_id), by=self.by, now=self.now
            )
            return Response({"id": round_.public_id, "job": round_.job.public_id if round_.job else None}, status=202)

        return idempotent(request, self.by, self.now, create)


class AssessmentRoundConfirmView(BaseView):
    required_permissions = {"POST": Permission.CONFIRM_SCORES}

    @extend_schema(request=None, responses=AssessmentRoundSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """The caller's school agrees with its own results."""
        actions.confirm(round_=get_or_404(AssessmentRound.objects.all(), public_id), by=self.by, now=self.now)
        return Response(_round(public_id))


class AssessmentRoundPublishView(BaseView):
    required_permissions = {"POST": Permission.PUBLISH_ROUND}

    @extend_schema(request=None, responses=AssessmentRoundSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Make it final: nothing changes it any more (409 while a school has not confirmed)."""
        actions.publish(round_=get_or_404(AssessmentRound.objects.all(), public_id), by=self.by, now=self.now)
        return Response(_round(public_id))


def _round(public_id: UUID) -> dict[str, Any]:
    return round_answer(get_or_404(round_rows(), public_id))
