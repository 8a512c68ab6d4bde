"""`rubrics`: the versions of what is counted, with their lines."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.assessment.choices import RubricState, Subject
from services.assessment.models import Indicator, Rubric
from services.kit.pagination import Ordering

Text, Whole = serializers.CharField, serializers.IntegerField


class IndicatorSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    code = Text()
    group = Text()
    name = Text()
    subject = serializers.ChoiceField(choices=Subject.choices)
    measure = Text()
    points = serializers.FloatField()


class RubricSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = Text()
    version = Whole()
    state = serializers.ChoiceField(choices=RubricState.choices)
    indicators = IndicatorSerializer(many=True)


class RubricListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_SCORES}
    name = "rubrics"
    orderings = {"-version": Ordering.of_columns("-version")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Rubric.objects.values("id", "public_id", "title", "version", "state")
        return rows

    def log_access(self, found: Any) -> None:
        self.lines: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in found}
        for line in Indicator.objects.filter(rubric_id__in=self.lines).order_by("id"):
            self.lines[line.rubric_id].append(
                {
                    "id": line.public_id,
                    "code": line.code,
                    "group": line.group,
                    "name": line.name,
                    "subject": line.subject,
                    "measure": line.measure,
                    "points": float(line.points),
                }
            )

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        same = {name: found[name] for name in ("title", "version", "state")}
        return {"id": found["public_id"], **same, "indicators": self.lines[found["id"]]}

    @extend_schema(responses=request_params.page_schema(RubricSerializer), parameters=LIST_PARAMETERS)
    def get(self, request: Request) -> Response:
        return super().get(request)
