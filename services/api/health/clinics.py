"""`clinics`: where checkups are taken, how many a day."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.health.actions import clinics
from services.health.models import Clinic
from services.kit.pagination import Ordering
from services.schools.models import Region

Text = serializers.CharField


class ClinicSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Text()
    capacity = serializers.IntegerField()
    township = Text(allow_null=True)


class ClinicCreateSerializer(serializers.Serializer[Any]):
    name = Text(max_length=80)
    capacity = serializers.IntegerField(help_text="每日可体检人数")
    township = Text(max_length=60, required=False, allow_null=True, help_text="优先服务的乡镇，按名称")


CLINIC = ("public_id", "name", "capacity", "region__name")


def clinic_answer(row: dict[str, Any]) -> dict[str, Any]:
    return {"id": row["public_id"], "name": row["name"], "capacity": row["capacity"], "township": row["region__name"]}


class ClinicListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_CAMPAIGNS, "POST": Permission.MANAGE_CAMPAIGNS}
    name = "clinics"
    orderings = {"name": Ordering.of_columns("name"), "-name": Ordering.of_columns("-name")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Clinic.objects.values("id", *CLINIC)
        return rows

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return clinic_answer(found)

    @extend_schema(responses=request_params.page_schema(ClinicSerializer), parameters=LIST_PARAMETERS)
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=ClinicCreateSerializer, responses={201: ClinicSerializer})
    def post(self, request: Request) -> Response:
        given = request_params.validated_body(ClinicCreateSerializer, request)
        given["region"] = _township(given.pop("township", None))

        def create() -> Response:
            return Response(_clinic(clinics.create_clinic(**given, by=self.by, now=self.now)), status=201)

        return idempotent(request, self.by, self.now, create)


class ClinicDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_CAMPAIGNS, "PATCH": Permission.MANAGE_CAMPAIGNS}

    @extend_schema(responses=ClinicSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(_clinic(get_or_404(Clinic.objects.all(), public_id)))

    @extend_schema(request=ClinicCreateSerializer, responses=ClinicSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        clinic = get_or_404(Clinic.objects.select_related("region"), public_id)
        given = request_params.validated_body(ClinicCreateSerializer, request, partial=True)
        region = _township(given["township"]) if "township" in given else clinic.region
        wanted = {"name": clinic.name, "capacity": clinic.capacity} | given | {"region": region}
        wanted.pop("township", None)
        return Response(_clinic(clinics.update_clinic(clinic=clinic, **wanted, by=self.by, now=self.now)))


def _clinic(clinic: Clinic) -> dict[str, Any]:
    return clinic_answer(Clinic.objects.values(*CLINIC).get(pk=clinic.pk))


def _township(name: str | None) -> Region | None:
    if not name:
        return None
    try:
        return Region.objects.get(name=name)
    except Region.DoesNotExist as reason:
        raise ValidationError({"township": [_("本县没有这个乡镇。")]}) from reason
