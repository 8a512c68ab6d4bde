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

from services.access.may import May
from services.api import asked
from services.api.base import Door, find
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.api.once import once
from services.health.actions import clinics
from services.health.models import Clinic
from services.kit.paging import Order
from services.schools.models import Region

Text = serializers.CharField


class ClinicAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Text()
    capacity = serializers.IntegerField()
    township = Text(allow_null=True)


class NewClinic(serializers.Serializer[Any]):
    name = Text(max_length=80)
    capacity = serializers.IntegerField(help_text="每日可体检人数")
    township = Text(max_length=60, required=False, allow_null=True, help_text="优先服务的乡镇，按名称")


CLINIC = ("public_id", "name", "capacity", "region__name")


def clinic_answer(row: dict[str, Any]) -> dict[str, Any]:
    return {"id": row["public_id"], "name": row["name"], "capacity": row["capacity"], "township": row["region__name"]}


class ClinicsDoor(ListDoor):
    may = {"GET": May.VIEW_CAMPAIGNS, "POST": May.MANAGE_CAMPAIGNS}
    name = "clinics"
    orderings = {"name": Order.by("name"), "-name": Order.by("-name")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Clinic.objects.values("id", *CLINIC)
        return rows

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return clinic_answer(found)

    @extend_schema(responses=asked.page_of(ClinicAnswer), parameters=LIST_PARAMETERS)
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=NewClinic, responses={201: ClinicAnswer})
    def post(self, request: Request) -> Response:
        given = asked.body(NewClinic, request)
        given["region"] = _township(given.pop("township", None))

        def create() -> Response:
            return Response(_clinic(clinics.make_clinic(**given, by=self.by, now=self.now)), status=201)

        return once(request, self.by, self.now, create)


class ClinicDoor(Door):
    may = {"GET": May.VIEW_CAMPAIGNS, "PATCH": May.MANAGE_CAMPAIGNS}

    @extend_schema(responses=ClinicAnswer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(_clinic(find(Clinic.objects.all(), public_id)))

    @extend_schema(request=NewClinic, responses=ClinicAnswer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        clinic = find(Clinic.objects.select_related("region"), public_id)
        given = asked.body(NewClinic, request, partial=True)
        region = _township(given["township"]) if "township" in given else clinic.region
        wanted = {"name": clinic.name, "capacity": clinic.capacity} | given | {"region": region}
        wanted.pop("township", None)
        return Response(_clinic(clinics.change_clinic(clinic=clinic, **wanted, by=self.by, now=self.now)))


def _clinic(clinic: Clinic) -> dict[str, Any]:
    return clinic_answer(Clinic.objects.values(*CLINIC).get(pk=clinic.pk))


def _township(name: str | None) -> Region | None:
    if not name:
        return None
    try:
        return Region.objects.get(name=name)
    except Region.DoesNotExist as reason:
        raise ValidationError({"township": [_("本县没有这个乡镇。")]}) from reason
