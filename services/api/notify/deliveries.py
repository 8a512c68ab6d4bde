"""`deliveries`: what goes out of this school or county, without addresses; doubtful and dead ones handled."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import queries as people
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.api.notify.notifications import NEWEST
from services.api.notify.serializers import WAY, DeliveryStatusSerializer, error_text, serialize_delivery
from services.notify import queries
from services.notify.actions import resolving
from services.notify.choices import AttemptOutcome, Channel, DeliveryState
from services.notify.models import Delivery, DeliveryAttempt

ABOUT = (
    "notification__public_id",
    "notification__kind",
    "notification__title",
    "integration__public_id",
    "integration__name",
)
TRY = ("number", "channel", "started_at", "ended_at", "outcome", "reason", "provider_id")


class DeliverySerializer(DeliveryStatusSerializer):
    notification = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    integration = request_params.NamedReferenceSerializer(allow_null=True, help_text="发给哪个群机器人或外部系统")


class DeliveryAttemptSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True, help_text="空：正在发送，或中断了")
    outcome = serializers.ChoiceField(choices=AttemptOutcome.choices, allow_blank=True)
    reason = serializers.CharField(allow_blank=True, help_text="服务商的代码")
    provider_id = serializers.CharField(allow_blank=True, help_text="服务商的消息编号")


class DeliveryDetailSerializer(DeliverySerializer):
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by = serializers.CharField(allow_blank=True)
    merged_into = serializers.UUIDField(allow_null=True, help_text="并入哪一次发送")
    attempts = DeliveryAttemptSerializer(many=True)


class DeliveryResolutionSerializer(serializers.Serializer[Any]):
    was_delivered = serializers.BooleanField(help_text="问过收件人：true 已送达，false 没有送达，将重发")


class DeliveryListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_DELIVERIES}
    name = "deliveries"
    orderings = NEWEST

    def rows(self) -> QuerySet[Delivery, dict[str, Any]]:
        rows = queries.deliveries()
        if state := request_params.choice_param(self.request, "state", DeliveryState.values):
            rows = rows.filter(state=state)
        if channel := request_params.choice_param(self.request, "channel", Channel.values):
            rows = rows.filter(channel=channel)
        found: QuerySet[Delivery, dict[str, Any]] = rows.values("id", "public_id", "error", *WAY, *ABOUT)
        return found

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        integration = {"id": found["integration__public_id"], "name": found["integration__name"]}
        return {
            "id": found["public_id"],
            "notification": found["notification__public_id"],
            "kind": found["notification__kind"],
            "title": found["notification__title"],
            **{name: found[name] for name in WAY},
            "error": error_text(found["error"]),
            "integration": integration if integration["id"] else None,
        }

    @extend_schema(
        responses=request_params.page_schema(DeliverySerializer),
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("state", str, enum=DeliveryState.values),
            OpenApiParameter("channel", str, enum=Channel.values),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class DeliveryMixinView(BaseView):
    # One delivery of this place with its attempts.

    def one(self, public_id: UUID) -> Delivery:
        attempts = Prefetch("attempts", DeliveryAttempt.objects.order_by("number"))
        rows = (
            queries.deliveries().select_related("notification", "integration", "merged_into").prefetch_related(attempts)
        )
        found: Delivery = get_or_404(rows, public_id)
        return found

    def serialize(self, public_id: UUID) -> Response:
        return Response(_one(self.one(public_id)))


class DeliveryDetailView(DeliveryMixinView):
    required_permissions = {"GET": Permission.VIEW_DELIVERIES}

    @extend_schema(responses=DeliveryDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return self.serialize(public_id)


class DeliveryResolveView(DeliveryMixinView):
    required_permissions = {"POST": Permission.RESOLVE_DELIVERIES}

    @extend_schema(request=DeliveryResolutionSerializer, responses=DeliveryDetailSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Somebody has asked whether a doubtful message arrived; if not, it goes out again, marked as a repeat."""
        row, given = self.one(public_id), request_params.validated_body(DeliveryResolutionSerializer, request)
        resolving.resolve_uncertain(delivery=row, was_delivered=given["was_delivered"], by=self.by, now=self.now)
        return self.serialize(public_id)


class DeliveryRetryView(DeliveryMixinView):
    required_permissions = {"POST": Permission.RESOLVE_DELIVERIES}

    @extend_schema(request=None, responses=DeliveryDetailSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take up a dead delivery again, as after a number was put right."""
        resolving.retry_delivery(delivery=self.one(public_id), by=self.by, now=self.now)
        return self.serialize(public_id)


def _one(row: Delivery) -> dict[str, Any]:
    names, integration = people.names_of([row.resolved_by_id]), row.integration
    return serialize_delivery(row) | {
        "notification": row.notification.public_id,
        "kind": row.notification.kind,
        "title": row.notification.title,
        "integration": {"id": integration.public_id, "name": integration.name} if integration else None,
        "resolved_at": row.resolved_at,
        "resolved_by": names[row.resolved_by_id] if row.resolved_at else "",
        "merged_into": row.merged_into and row.merged_into.public_id,
        "attempts": [{name: getattr(each, name) for name in TRY} for each in row.attempts.all()],
    }
