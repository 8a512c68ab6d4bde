"""`duty-rosters`: who is on duty where and when."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.may import May
from services.api import asked
from services.api.base import Door, find, named
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.api.once import once
from services.kit.paging import Order
from services.plans import duty_turns
from services.plans.models import DutyTurn
from services.schools.models import Staff

SHOWN = ("public_id", "on", "begins", "ends", "place", "staff__public_id", "staff__name")


class TurnAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    staff = asked.Named()
    on = serializers.DateField()
    begins = serializers.TimeField(format="%H:%M")
    ends = serializers.TimeField(format="%H:%M")
    place = serializers.CharField()


class NewTurn(serializers.Serializer[Any]):
    staff = serializers.UUIDField()
    on = serializers.DateField()
    begins = serializers.TimeField()
    ends = serializers.TimeField()
    place = serializers.CharField(max_length=40)


class DutyRostersDoor(ListDoor):
    may = {"GET": May.VIEW_PLANS, "POST": May.MANAGE_SCHOOL}
    name = "duty-rosters"
    orderings = {"on": Order.by("on"), "-on": Order.by("-on")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = DutyTurn.objects.all()
        if begins := asked.day(self.request, "from"):
            rows = rows.filter(on__gte=begins)
        if ends := asked.day(self.request, "to"):
            rows = rows.filter(on__lte=ends)
        if staff := asked.public_id(self.request, "staff"):
            rows = rows.filter(staff__public_id=staff)
        return rows.values("id", *SHOWN)

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return _answer(found)

    @extend_schema(
        responses=asked.page_of(TurnAnswer),
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("from", str),
            OpenApiParameter("to", str),
            OpenApiParameter("staff", str),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=NewTurn, responses={201: TurnAnswer})
    def post(self, request: Request) -> Response:
        given = asked.body(NewTurn, request)
        given["staff"] = named(Staff.objects.all(), given["staff"], "staff")

        def create() -> Response:
            turn = duty_turns.give_turn(**given, by=self.by, now=self.now)
            return Response(_answer(DutyTurn.objects.values(*SHOWN).get(pk=turn.pk)), status=201)

        return once(request, self.by, self.now, create)


class DutyTurnDoor(Door):
    may = {"DELETE": May.MANAGE_SCHOOL}

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        turn = find(DutyTurn.objects.select_related("staff"), public_id)
        duty_turns.take_turn(turn=turn, by=self.by, now=self.now)
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
