"""`integrations`: group robots and other systems of the school or county. Addresses and secrets are never shown."""

from datetime import datetime
from typing import Any, Unpack

from rest_framework.fields import (
    BooleanField,
    CharField,
    ChoiceField,
    DateTimeField,
    IntegerField,
    ListField,
    UUIDField,
)

from services.access.permissions import Permission
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource, Serializer
from services.api.views.objects import DestroyMixin, DetailView, ListCreateView, UpdateMixin, action
from services.kit.pagination.keyset import Ordering
from services.notify.actions import integrations
from services.notify.models import Delivery, Integration


class IntegrationSerializer(Resource):
    channel = ChoiceField(choices=integrations.CHANNEL_CHOICES)
    name = CharField(max_length=Integration.name.field.max_length)
    address = CharField(
        write_only=True,
        max_length=integrations.MAX_ADDRESS_LENGTH,
        help_text="机器人的密钥或地址，或外部系统的 https 地址；不再显示",
    )
    secret = CharField(
        write_only=True,
        max_length=integrations.MAX_SECRET_LENGTH,
        required=False,
        allow_blank=True,
        help_text="签名密钥；不再显示",
    )
    kinds = ListField(
        child=CharField(max_length=60),
        max_length=integrations.MAX_KINDS,
        required=False,
        help_text="发给它的消息种类，空为全部",
    )
    is_enabled = BooleanField(required=False)
    created_at = DateTimeField()


class IntegrationCreateSerializer(IntegrationSerializer):
    writable = ("channel", "name", "address", "secret", "kinds")


class IntegrationUpdateSerializer(IntegrationSerializer):
    writable = ("name", "address", "secret", "kinds", "is_enabled")


class ReplayRequestSerializer(Serializer):
    since = DateTimeField(help_text="从这一刻起的消息重发一遍")


class ReplayedSerializer(Serializer):
    count = IntegerField()


class IntegrationTestResultSerializer(Serializer):
    delivery = UUIDField(source="public_id")


class IntegrationListView(ListCreateView):
    required_permissions = {"GET": Permission.MANAGE_INTEGRATIONS, "POST": Permission.MANAGE_INTEGRATIONS}
    queryset = Integration.objects.all()
    serializer = IntegrationSerializer
    create_serializer = IntegrationCreateSerializer
    orderings = {"name": Ordering.of_columns("name", "id"), "-created_at": Ordering.of_columns("-id")}

    def create(self, **body: Any) -> Integration:
        return integrations.create_integration(**body, by=self.actor, now=self.now)


class IntegrationDetailView(DetailView[Integration], UpdateMixin[Integration], DestroyMixin[Integration]):
    required_permissions = {
        "GET": Permission.MANAGE_INTEGRATIONS,
        "PATCH": Permission.MANAGE_INTEGRATIONS,
        "DELETE": Permission.MANAGE_INTEGRATIONS,
    }
    queryset = Integration.objects.all()
    serializer = IntegrationSerializer
    update_serializer = IntegrationUpdateSerializer

    def update(self, integration: Integration, /, **changes: Unpack[integrations.IntegrationChanges]) -> None:
        integrations.update_integration(integration=integration, by=self.actor, now=self.now, **changes)

    def destroy(self, integration: Integration, /) -> None:
        """Disable it; its deliveries stay in the log."""
        integrations.disable_integration(integration=integration, by=self.actor, now=self.now)

    @action(Permission.MANAGE_INTEGRATIONS, serializer=ReplayedSerializer, body_serializer=ReplayRequestSerializer)
    def replay(self, integration: Integration, /, *, since: datetime) -> Row:
        """Send finished deliveries again, under the same delivery ids."""
        return {"count": integrations.replay(integration=integration, since=since, by=self.actor, now=self.now)}

    @action(Permission.MANAGE_INTEGRATIONS, serializer=IntegrationTestResultSerializer, status=201)
    def test(self, integration: Integration, /) -> Delivery:
        """Send a test message; its result is among the deliveries."""
        return integrations.send_test(integration=integration, by=self.actor, now=self.now)
