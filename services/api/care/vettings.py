"""`vettings`: until when somebody made sure that an adult may be near children."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.may import May
from services.api import asked
from services.api.base import named
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.api.once import once
from services.care.actions import vetting
from services.care.models import Vetting
from services.kit.paging import Order
from services.schools.models import Staff

SHOWN = ("public_id", "checked_on", "valid_until", "staff__public_id", "staff__name")


class VettingAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    staff = asked.Named()
    checked_on = serializers.DateField()
    valid_until = serializers.DateField()


class NewVetting(serializers.Serializer[Any]):
    staff = serializers.UUIDField()
    checked_on = serializers.DateField()
    valid_until = serializers.DateField()


class VettingsDoor(ListDoor):
    may = {"GET": May.MANAGE_SCHOOL, "POST": May.MANAGE_SCHOOL}
    name = "vettings"
    orderings = {"valid_until": Order.by("valid_until"), "-valid_until": Order.by("-valid_until")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Vetting.objects.all()
        if staff := asked.public_id(self.request, "staff"):
            rows = rows.filter(staff__public_id=staff)
        return rows.values("id", *SHOWN)

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return _answer(found)

    @extend_schema(
        responses=asked.page_of(VettingAnswer), parameters=[*LIST_PARAMETERS, OpenApiParameter("staff", str)]
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=NewVetting, responses={201: VettingAnswer})
    def post(self, request: Request) -> Response:
        given = asked.body(NewVetting, request)
        given["staff"] = named(Staff.objects.all(), given["staff"], "staff")

        def create() -> Response:
            made = vetting.vet(**given, by=self.by, now=self.now)
            return Response(_answer(Vetting.objects.values(*SHOWN).get(pk=made.pk)), status=201)

        return once(request, self.by, self.now, create)


def _answer(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": found["public_id"],
        "staff": {"id": found["staff__public_id"], "name": found["staff__name"]},
        "checked_on": found["checked_on"],
        "valid_until": found["valid_until"],
    }
