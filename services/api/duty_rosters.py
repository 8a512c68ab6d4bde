"""`duty-rosters`: who is on duty where and when."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_400, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.kit.pagination import Ordering
from services.plans import duty_shifts
from services.plans.models import DutyShift
from services.schools.models import Staff

SHOWN = ("public_id", "on", "begins", "ends", "place", "staff__public_id", "staff__name")


class DutyShiftSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    staff = request_params.NamedReferenceSerializer()
    date = serializers.DateField()
    start_time = serializers.TimeField(format="%H:%M")
    end_time = serializers.TimeField(format="%H:%M")
    location = serializers.CharField()


class DutyShiftCreateSerializer(serializers.Serializer[Any]):
    staff = serializers.UUIDField()
    date = serializers.DateField()
    start_time = serializers.TimeField()
    end_time = serializers.TimeField()
    location = serializers.CharField(max_length=40)


class DutyShiftListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_PLANS, "POST": Permission.MANAGE_SCHOOL}
    name = "duty-rosters"
    orderings = {"on": Ordering.of_columns("on"), "-on": Ordering.of_columns("-on")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = DutyShift.objects.all()
        if begins := request_params.date_param(self.request, "from"):
            rows = rows.filter(on__gte=begins)
        if ends := request_params.date_param(self.request, "to"):
            rows = rows.filter(on__lte=ends)
        if staff := request_params.uuid_param(self.request, "staff"):
            rows = rows.filter(staff__public_id=staff)
        return rows.values("id", *SHOWN)

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return _answer(found)

    @extend_schema(
        responses=request_params.page_schema(DutyShiftSerializer),
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("from", str),
            OpenApiParameter("to", str),
            OpenApiParameter("staff", str),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=DutyShiftCreateSerializer, responses={201: DutyShiftSerializer})
    def post(self, request: Request) -> Response:
        given = request_params.validated_body(DutyShiftCreateSerializer, request)
        given["staff"] = get_or_400(Staff.objects.all(), given["staff"], "staff")

        def create() -> Response:
            turn = duty_shifts.add_shift(**given, by=self.by, now=self.now)
            return Response(_answer(DutyShift.objects.values(*SHOWN).get(pk=turn.pk)), status=201)

        return idempotent(request, self.by, self.now, create)


class DutyShiftDetailView(BaseView):
    required_permissions = {"DELETE": Permission.MANAGE_SCHOOL}

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        turn = get_or_404(DutyShift.objects.select_related("staff"), public_id)
        duty_shifts.remove_shift(turn=turn, by=self.by, now=self.now)
        return Response(status=204)


def _answer(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": found["public_id"],
        "staff": {"id": found["staff__public_id"], "name": found["staff__name"]},
        "on": found["on"],
        "begins": f"{found['begins']:%H:%M}",
        "ends": f"{found['ends']:%H:%M}",
        "place": found["place"],
    }
