"""`vettings`: until when somebody made sure that an adult may be near children."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import get_or_400
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.care.actions import background_checks
from services.care.models import BackgroundCheck
from services.kit.pagination import Ordering
from services.schools.models import Staff

SHOWN = ("public_id", "checked_on", "valid_until", "staff__public_id", "staff__name")


class BackgroundCheckSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    staff = request_params.NamedReferenceSerializer()
    checked_on = serializers.DateField()
    valid_until = serializers.DateField()


class BackgroundCheckCreateSerializer(serializers.Serializer[Any]):
    staff = serializers.UUIDField()
    checked_on = serializers.DateField()
    valid_until = serializers.DateField()


class BackgroundCheckListView(KeysetListView):
    required_permissions = {"GET": Permission.MANAGE_SCHOOL, "POST": Permission.MANAGE_SCHOOL}
    name = "background_checks"
    orderings = {"valid_until": Ordering.of_columns("valid_until"), "-valid_until": Ordering.of_columns("-valid_until")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = BackgroundCheck.objects.all()
        if staff := request_params.uuid_param(self.request, "staff"):
            rows = rows.filter(staff__public_id=staff)
        return rows.values("id", *SHOWN)

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return _answer(found)

    @extend_schema(
        responses=request_params.page_schema(BackgroundCheckSerializer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("staff", str)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=BackgroundCheckCreateSerializer, responses={201: BackgroundCheckSerializer})
    def post(self, request: Request) -> Response:
        given = request_params.validated_body(BackgroundCheckCreateSerializer, request)
        given["staff"] = get_or_400(Staff.objects.all(), given["staff"], "staff")

        def create() -> Response:
            made = background_checks.record_background_check(**given, by=self.by, now=self.now)
            return Response(_answer(BackgroundCheck.objects.values(*SHOWN).get(pk=made.pk)), status=201)

        return idempotent(request, self.by, self.now, create)


def _answer(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": found["public_id"],
        "staff": {"id": found["staff__public_id"], "name": found["staff__name"]},
        "checked_on": found["checked_on"],
        "valid_until": found["valid_until"],
    }
