"""`children/{id}/parents`, `children/{id}/guardian`, `guardians`: where parents are, who looks after the child."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import trail
from services.access.may import May
from services.api import asked
from services.api.children.children import OneChild
from services.api.children.shapes import FamilyAnswer
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.api.once import once
from services.children.actions import family
from services.children.choices import Parent, Whereabouts
from services.children.queries import family as families
from services.children.queries import people
from services.kit import clock
from services.kit.paging import Order

Text = serializers.CharField


class NewFact(serializers.Serializer[Any]):
    parent = serializers.ChoiceField(choices=Parent.choices)  # type: ignore[assignment]
    whereabouts = serializers.ChoiceField(choices=Whereabouts.choices, allow_blank=True)
    name = Text(max_length=60, required=False, default="", allow_blank=True)
    place = Text(max_length=200, required=False, default="", allow_blank=True)
    away_since = serializers.DateField(required=False, default=None, allow_null=True)
    can_guard = serializers.BooleanField(required=False, default=None, allow_null=True)


class NewGuardian(serializers.Serializer[Any]):
    name = Text(max_length=60)
    relation = Text(max_length=2, required=False, default="", allow_blank=True)
    age = serializers.IntegerField(min_value=1, max_value=119, required=False, default=None, allow_null=True)


class GuardianAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Text()
    relation = Text()
    relation_text = Text()
    age = serializers.IntegerField(allow_null=True)
    since = serializers.DateField()
    pupil = asked.Named()


class ParentsDoor(OneChild):
    may = {"POST": May.EDIT_PUPIL}

    @extend_schema(request=NewFact, responses={201: FamilyAnswer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Where a parent is from today on."""
        child, told = self.child(public_id), asked.body(NewFact, request)
        told["parent"] = Parent(told["parent"])

        def create() -> Response:
            family.record_parent(pupil=child.pupil, by=self.by, now=self.now, **told)
            return Response(families.plain(families.of(child.pupil, self.by, clock.today())), status=201)

        return once(request, self.by, self.now, create)


class GuardianDoor(OneChild):
    may = {"PUT": May.EDIT_PUPIL}

    @extend_schema(request=NewGuardian, responses=FamilyAnswer)
    def put(self, request: Request, public_id: UUID) -> Response:
        """Who looks after the child from today on."""
        child, told = self.child(public_id), asked.body(NewGuardian, request)
        family.set_guardian(pupil=child.pupil, by=self.by, now=self.now, **told)
        return Response(families.plain(families.of(child.pupil, self.by, clock.today())))


class GuardiansDoor(ListDoor):
    may = {"GET": May.VIEW_PUPIL}
    name = "guardians"
    orderings = {"name": Order.by("name"), "-name": Order.by("-name")}

    def rows(self) -> QuerySet[Any, Any]:
        rows = people.guardians(self.by, self.now)
        if words := self.request.query_params.get("q"):
            rows = rows.filter(name__contains=words)
        if pupil := asked.public_id(self.request, "pupil"):
            rows = rows.filter(pupil__public_id=pupil)
        own = ("id", "public_id", "name", "relation", "relation_text", "age", "since")
        found: QuerySet[Any, Any] = rows.values(*own, "pupil__public_id", "pupil__name")
        return found

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        same = ("name", "relation", "relation_text", "age", "since")
        pupil = {"id": found["pupil__public_id"], "name": found["pupil__name"]}
        return {"id": found["public_id"], "pupil": pupil} | {name: found[name] for name in same}

    def seen(self, found: Any) -> None:
        about = [row["pupil__public_id"] for row in found]
        trail.note("children.guardians_listed", about=about, by=self.by, now=self.now)

    @extend_schema(
        responses=asked.page_of(GuardianAnswer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("q", str), OpenApiParameter("pupil", UUID)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)
