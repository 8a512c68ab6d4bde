"""`integrations`: group robots and other systems this place writes to. Addresses and secrets are never shown."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.kit.pagination import Ordering
from services.notify.actions import integrations
from services.notify.choices import Channel
from services.notify.models import Integration

CHANNELS = [(each.value, each.label) for each in (Channel.WECOM, Channel.DINGTALK, Channel.WEBHOOK)]
SHOWN = ("channel", "name", "kinds", "is_enabled", "created_at")


class IntegrationSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    name = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField(), help_text="发给它的消息种类，空为全部")
    is_enabled = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class IntegrationBodySerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=60)
    address = serializers.CharField(max_length=400, help_text="机器人的密钥或地址，或外部系统的 https 地址；不再显示")
    secret = serializers.CharField(max_length=200, required=False, allow_blank=True, help_text="签名密钥；不再显示")
    kinds = serializers.ListField(child=serializers.CharField(max_length=60), max_length=50, required=False)


class IntegrationCreateSerializer(IntegrationBodySerializer):
    channel = serializers.ChoiceField(choices=CHANNELS)


class IntegrationUpdateSerializer(IntegrationBodySerializer):
    is_enabled = serializers.BooleanField(required=False)


class ReplayRequestSerializer(serializers.Serializer[Any]):
    since = serializers.DateTimeField(help_text="从这一刻起的消息重发一遍")


class ReplayedSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()


class IntegrationTestResultSerializer(serializers.Serializer[Any]):
    delivery = serializers.UUIDField()


class IntegrationListView(KeysetListView):
    required_permissions = {"GET": Permission.MANAGE_INTEGRATIONS, "POST": Permission.MANAGE_INTEGRATIONS}
    name = "integrations"
    orderings = {"name": Ordering.of_columns("name", "id"), "-created_at": Ordering.of_columns("-id")}

    def rows(self) -> QuerySet[Integration, dict[str, Any]]:
        rows: QuerySet[Integration, dict[str, Any]] = Integration.objects.values("id", "public_id", *SHOWN)
        return rows

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return {"id": found["public_id"], **{field: found[field] for field in SHOWN}}

    @extend_schema(responses=request_params.page_schema(IntegrationSerializer), parameters=LIST_PARAMETERS)
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=IntegrationCreateSerializer, responses={201: IntegrationSerializer})
    def post(self, request: Request) -> Response:
        given = request_params.validated_body(IntegrationCreateSerializer, request)

        def create() -> Response:
            return Response(_answer(integrations.create_integration(**given, by=self.by, now=self.now)), status=201)

        return idempotent(request, self.by, self.now, create)


class IntegrationDetailView(BaseView):
    required_permissions = {"PATCH": Permission.MANAGE_INTEGRATIONS, "DELETE": Permission.MANAGE_INTEGRATIONS}

    @extend_schema(request=IntegrationUpdateSerializer, responses=IntegrationSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        given = request_params.validated_body(IntegrationUpdateSerializer, request, partial=True)
        integration = get_or_404(Integration.objects.all(), public_id)
        return Response(
            _answer(integrations.update_integration(integration=integration, by=self.by, now=self.now, **given))
        )

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Switch off; what was sent stays in the ledger."""
        integrations.disable_integration(
            integration=get_or_404(Integration.objects.all(), public_id), by=self.by, now=self.now
        )
        return Response(status=204)


class IntegrationReplayView(BaseView):
    required_permissions = {"POST": Permission.MANAGE_INTEGRATIONS}

    @extend_schema(request=ReplayRequestSerializer, responses=ReplayedSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Tell another system again, under the same delivery ids."""
        integration = get_or_404(Integration.objects.all(), public_id)
        given = request_params.validated_body(ReplayRequestSerializer, request)
        return Response({"count": integrations.replay(integration=integration, **given, by=self.by, now=self.now)})


class IntegrationTestView(BaseView):
    required_permissions = {"POST": Permission.MANAGE_INTEGRATIONS}

    @extend_schema(request=None, responses={201: IntegrationTestResultSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Send a test message; what became of it stands among the deliveries."""
        integration = get_or_404(Integration.objects.all(), public_id)
        return Response(
            {"delivery": integrations.send_test(integration=integration, by=self.by, now=self.now).public_id},
            status=201,
        )


def _answer(integration: Integration) -> dict[str, Any]:
    return {"id": integration.public_id, **{field: getattr(integration, field) for field in SHOWN}}
