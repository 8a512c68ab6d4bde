"""`scores` with the rows behind them."""

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.assessment import access, source_rows
from services.assessment.choices import AuditAction, Subject
from services.assessment.models import Score
from services.kit.pagination import Ordering

Text, Whole = serializers.CharField, serializers.IntegerField


class ScoreSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    round = serializers.UUIDField()
    school = request_params.NamedReferenceSerializer()
    subject = serializers.ChoiceField(choices=Subject.choices)
    staff = request_params.NamedReferenceSerializer(allow_null=True)
    indicator = Text()
    measure = Text()
    numerator = Whole()
    denominator = Whole()
    points = serializers.FloatField()
    out_of = serializers.FloatField()
    confirmed_at = serializers.DateTimeField(allow_null=True)


class ScoreRowSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = Text()
    name = Text()
    day = serializers.DateField(allow_null=True)
    is_met = serializers.BooleanField()


def score_rows(door: BaseView) -> QuerySet[Any, Any]:
    return access.visible_scores(door.by).values(
        "id",
        "result_id",
        "public_id",
        "numerator",
        "denominator",
        "points",
        round=F("result__round__public_id"),
        school_public=F("school__public_id"),
        school_name=F("school__name"),
        subject=F("result__subject"),
        staff_public=F("result__staff__public_id"),
        staff_name=F("result__staff__name"),
        name=F("indicator__name"),
        measure=F("indicator__measure"),
        out_of=F("indicator__points"),
        confirmed_at=F("result__confirmed_at"),
    )


def score_answer(row: dict[str, Any]) -> dict[str, Any]:
    same = ("round", "subject", "measure", "numerator", "denominator", "confirmed_at")
    return {
        "id": row["public_id"],
        "school": {"id": row["school_public"], "name": row["school_name"]},
        "staff": {"id": row["staff_public"], "name": row["staff_name"]} if row["staff_public"] else None,
        "indicator": row["name"],
        "points": float(row["points"]),
        "out_of": float(row["out_of"]),
    } | {name: row[name] for name in same}


class ScoreListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_SCORES}
    name = "scores"
    orderings = {
        "result": Ordering.of_columns("result_id")
    }  # by school and person as they were computed: nobody is ranked

    def rows(self) -> QuerySet[Any, Any]:
        rows = score_rows(self)
        for name in ("round", "school", "staff"):
            if wish := request_params.uuid_param(self.request, name):
                path = "school__public_id" if name == "school" else f"result__{name}__public_id"
                rows = rows.filter(**{path: wish})
        if subject := request_params.choice_param(self.request, "subject", Subject.values):
            rows = rows.filter(result__subject=subject)
        if measure := self.request.query_params.get("measure"):
            rows = rows.filter(indicator__measure=measure)
        return rows

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return score_answer(found)

    @extend_schema(
        responses=request_params.page_schema(ScoreSerializer),
        parameters=[
            *LIST_PARAMETERS,
            *(OpenApiParameter(name, str) for name in ("round", "school", "staff", "measure")),
            OpenApiParameter("subject", str, enum=Subject.values),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class ScoreDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_SCORES}

    @extend_schema(responses=ScoreSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(score_answer(get_or_404(score_rows(self), public_id)))


class ScoreRowListView(KeysetListView):
    """Empty for the county where the rows are about health or notes: numerator and denominator must do."""

    required_permissions = {"GET": Permission.VIEW_SCORES}
    name = "score-rows"
    orderings = {"id": Ordering.of_columns("id")}

    def rows(self) -> QuerySet[Any, Any]:
        found = access.visible_scores(self.by).select_related("indicator")
        score: Score = get_or_404(found, self.kwargs["public_id"])
        rows = source_rows.source_rows(score, met=request_params.bool_param(self.request, "met"))
        return rows if source_rows.may_open_rows(score, self.by) else rows.none()

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": found["public_id"],
            "kind": found["row_kind"],
            "name": str(found["row_name"]),
            "day": found["row_day"],
            "is_met": found["is_met"],
        }

    def log_access(self, found: Any) -> None:
        audit.log(AuditAction.SOURCE_ROWS_VIEWED, target=[row["public_id"] for row in found], by=self.by, now=self.now)

    @extend_schema(
        responses=request_params.page_schema(ScoreRowSerializer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("met", bool)],
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        return super().get(request)
