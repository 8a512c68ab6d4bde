"""`duty-shifts`: who is on duty where and when."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.activities import actions
from services.activities.models import MAX_LOCATION_LENGTH, DutyShift
from services.api import request_params
from services.api.base import BaseView, get_or_400, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.kit.pagination import Ordering
from services.schools.models import Staff

SHOWN = ("public_id", "date", "start_time", "end_time", "location", "staff__public_id", "staff__name")


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
    location = serializers.CharField(max_length=MAX_LOCATION_LENGTH)


class DutyShiftListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_PLANS, "POST": Permission.MANAGE_SCHOOL}
    name = "duty-shifts"
    orderings = {"date": Ordering.of_columns("date"), "-date": Ordering.of_columns("-date")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = DutyShift.objects.all()
        if begins := request_params.date_param(self.request, "from"):
            rows = rows.filter(date__gte=begins)
        if ends := request_params.date_param(self.request, "to"):
            rows = rows.filter(date__lte=ends)
        if staff := request_params.uuid_param(self.request, "staff"):
            rows = rows.filter(staff__public_id=staff)
        return rows.values("id", *SHOWN)

    def to_representation(self, row: dict[str, Any]) -> dict[str, Any]:
        return _answer(row)

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
            shift = actions.add_shift(**given, by=self.by, now=self.now)
            return Response(_answer(DutyShift.objects.values(*SHOWN).get(pk=shift.pk)), status=201)

        return idempotent(request, self.by, self.now, create)


class DutyShiftDetailView(BaseView):
    required_permissions = {"DELETE": Permission.MANAGE_SCHOOL}

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        shift = get_or_404(DutyShift.objects.select_related("staff"), public_id)
        actions.remove_shift(shift=shift, by=self.by, now=self.now)
        return Response(status=204)


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        "staff": {"id": row["staff__public_id"], "name": row["staff__name"]},
        "date": row["date"],
        "start_time": f"{row['start_time']:%H:%M}",
        "end_time": f"{row['end_time']:%H:%M}",
        "location": row["location"],
    }
