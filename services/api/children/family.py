"""`children/{id}/parents`, `children/{id}/guardian`, `guardians`: where parents are, who looks after the child."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api import request_params
from services.api.children.children import ChildMixin
from services.api.children.serializers import FamilySerializer
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.children.actions import family
from services.children.choices import AuditAction, Parent, Whereabouts
from services.children.queries import family as families
from services.children.queries import lists
from services.kit import clock
from services.kit.pagination import Ordering

Text = serializers.CharField


class WhereaboutsCreateSerializer(serializers.Serializer[Any]):
    parent = serializers.ChoiceField(choices=Parent.choices)  # type: ignore[assignment]
    whereabouts = serializers.ChoiceField(choices=Whereabouts.choices, allow_blank=True)
    name = Text(max_length=60, required=False, default="", allow_blank=True)
    location = Text(max_length=200, required=False, default="", allow_blank=True)
    away_since = serializers.DateField(required=False, default=None, allow_null=True)
    is_capable_guardian = serializers.BooleanField(required=False, default=None, allow_null=True)


class GuardianCreateSerializer(serializers.Serializer[Any]):
    name = Text(max_length=60)
    relation = Text(max_length=2, required=False, default="", allow_blank=True)
    age = serializers.IntegerField(min_value=1, max_value=119, required=False, default=None, allow_null=True)


class GuardianSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Text()
    relation = Text()
    relation_text = Text()
    age = serializers.IntegerField(allow_null=True)
    since = serializers.DateField()
    pupil = request_params.NamedReferenceSerializer()


class ChildParentsView(ChildMixin):
    required_permissions = {"POST": Permission.EDIT_PUPIL}

    @extend_schema(request=WhereaboutsCreateSerializer, responses={201: FamilySerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Where a parent is from today on."""
        child, told = self.child(public_id), request_params.validated_body(WhereaboutsCreateSerializer, request)
        told["parent"] = Parent(told["parent"])

        def create() -> Response:
            family.record_whereabouts(pupil=child.pupil, by=self.by, now=self.now, **told)
            return Response(families.serialize_family(families.of(child.pupil, self.by, clock.today())), status=201)

        return idempotent(request, self.by, self.now, create)


class ChildGuardianView(ChildMixin):
    required_permissions = {"PUT": Permission.EDIT_PUPIL}

    @extend_schema(request=GuardianCreateSerializer, responses=FamilySerializer)
    def put(self, request: Request, public_id: UUID) -> Response:
        """Who looks after the child from today on."""
        child, told = self.child(public_id), request_params.validated_body(GuardianCreateSerializer, request)
        family.set_guardian(pupil=child.pupil, by=self.by, now=self.now, **told)
        return Response(families.serialize_family(families.of(child.pupil, self.by, clock.today())))


class GuardianListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_PUPIL}
    name = "guardians"
    orderings = {"name": Ordering.of_columns("name"), "-name": Ordering.of_columns("-name")}

    def rows(self) -> QuerySet[Any, Any]:
        rows = lists.guardians(self.by, self.now)
        if words := self.request.query_params.get("q"):
            rows = rows.filter(name__contains=words)
        if pupil := request_params.uuid_param(self.request, "pupil"):
            rows = rows.filter(pupil__public_id=pupil)
        own = ("id", "public_id", "name", "relation", "relation_text", "age", "since")
        found: QuerySet[Any, Any] = rows.values(*own, "pupil__public_id", "pupil__name")
        return found

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        same = ("name", "relation", "relation_text", "age", "since")
        pupil = {"id": found["pupil__public_id"], "name": found["pupil__name"]}
        return {"id": found["public_id"], "pupil": pupil} | {name: found[name] for name in same}

    def log_access(self, found: Any) -> None:
        about = [row["pupil__public_id"] for row in found]
        audit.log(AuditAction.GUARDIANS_LISTED, target=about, by=self.by, now=self.now)

    @extend_schema(
        responses=request_params.page_schema(GuardianSerializer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("q", str), OpenApiParameter("pupil", UUID)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)
