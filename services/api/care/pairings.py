"""`pairings`: who looks after whom, by hand, and its end."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_400, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.care import access
from services.care.actions import mentors, pairings
from services.care.choices import AuditAction
from services.children import access as children
from services.kit.pagination import Ordering
from services.schools.models import Staff

Text = serializers.CharField
Moment = serializers.DateTimeField


class PairingSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    child = request_params.NamedReferenceSerializer()
    staff = request_params.NamedReferenceSerializer()
    school = serializers.UUIDField()
    started_at = Moment()
    ended_at = Moment(allow_null=True)
    end_reason = Text()


class PairingCreateSerializer(serializers.Serializer[Any]):
    child = serializers.UUIDField()
    staff = serializers.UUIDField()


class EndedPairingSerializer(serializers.Serializer[Any]):
    reason = Text(max_length=120)


PAIRING = (
    "id",
    "public_id",
    "started_at",
    "ended_at",
    "end_reason",
    "school__public_id",
    "child__public_id",
    "child__pupil__name",
    "mentor__staff__public_id",
    "mentor__staff__name",
)


def pairing_answer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        "child": {"id": row["child__public_id"], "name": row["child__pupil__name"]},
        "staff": {"id": row["mentor__staff__public_id"], "name": row["mentor__staff__name"]},
        "school": row["school__public_id"],
        "started_at": row["started_at"],
        "ended_at": row["ended_at"],
        "end_reason": row["end_reason"],
    }


class PairingListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_PAIRING, "POST": Permission.APPROVE_PAIRING}
    name = "pairings"
    orderings = {"-started_at": Ordering.of_columns("-started_at"), "started_at": Ordering.of_columns("started_at")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = access.visible_pairings(self.by, self.now)
        if staff := request_params.uuid_param(self.request, "staff"):
            rows = rows.filter(mentor__staff__public_id=staff)
        if child := request_params.uuid_param(self.request, "child"):
            rows = rows.filter(child__public_id=child)
        if (is_open := request_params.bool_param(self.request, "open")) is not None:
            rows = rows.filter(ended_at__isnull=is_open)
        if words := self.request.query_params.get("q"):
            rows = rows.filter(
                Q(child__pupil__name__icontains=words) | Q(child__pupil__initials__startswith=words.lower())
            )
        return rows.values(*PAIRING)

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return pairing_answer(found)

    def log_access(self, found: Any) -> None:
        ids = [row["child__public_id"] for row in found]
        audit.log(AuditAction.PAIRINGS_VIEWED, target=ids, by=self.by, now=self.now)

    @extend_schema(
        responses=request_params.page_schema(PairingSerializer),
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("q", str),
            OpenApiParameter("staff", str),
            OpenApiParameter("child", str),
            OpenApiParameter("open", bool),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=PairingCreateSerializer, responses={201: PairingSerializer})
    def post(self, request: Request) -> Response:
        """Pair one child with one member of staff by hand."""
        given = request_params.validated_body(PairingCreateSerializer, request)
        child = get_or_400(children.visible_to(self.by, self.now), given["child"], "child")
        staff = get_or_400(Staff.objects.all(), given["staff"], "staff")

        def create() -> Response:
            mentor = mentors.get_or_add_mentor(staff=staff, by=self.by, now=self.now)
            made = pairings.pair(child=child, mentor=mentor, by=self.by, now=self.now)
            return Response(_pairing(self, made.public_id), status=201)

        return idempotent(request, self.by, self.now, create)


class PairingDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_PAIRING}

    @extend_schema(responses=PairingSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        answer = _pairing(self, public_id)
        audit.log(AuditAction.PAIRING_VIEWED, target=[answer["child"]["id"]], by=self.by, now=self.now)
        return Response(answer)


class PairingEndView(BaseView):
    required_permissions = {"POST": Permission.APPROVE_PAIRING}

    @extend_schema(request=EndedPairingSerializer, responses=PairingSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """End a pairing: the teacher no longer sees the child."""
        found = get_or_404(access.visible_pairings(self.by, self.now), public_id)
        given = request_params.validated_body(EndedPairingSerializer, request)
        pairings.end_pairing(pairing=found, reason=given["reason"], by=self.by, now=self.now)
        return Response(_pairing(self, public_id))


def _pairing(door: BaseView, public_id: UUID) -> dict[str, Any]:
    return pairing_answer(get_or_404(access.visible_pairings(door.by, door.now).values(*PAIRING), public_id))
