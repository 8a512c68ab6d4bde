"""`deliveries`: messages to recipients outside the inbox, without addresses; uncertain and dead ones resolved."""

from rest_framework.fields import BooleanField, CharField, DateTimeField, IntegerField, UUIDField

from services.access.permissions import Permission
from services.api.notify.notifications import NEWEST
from services.api.notify.serializers import DeliveryStatusSerializer
from services.api.resources.fields import EnumField
from services.api.resources.filters import ChoiceFilter
from services.api.resources.serializers import NamedReference, Serializer
from services.api.resources.user_names import UserNamesMixin, user_name
from services.api.views.lists import KeysetListView
from services.api.views.objects import DetailView, action
from services.notify import queries
from services.notify.actions import resolving
from services.notify.choices import AttemptOutcome, Channel, DeliveryState
from services.notify.models import Delivery


class DeliverySerializer(DeliveryStatusSerializer):
    notification = UUIDField(source="notification.public_id")
    kind = CharField(source="notification.kind")
    title = CharField(source="notification.title")
    integration = NamedReference(allow_null=True, help_text="发给哪个群机器人或外部系统")


class DeliveryAttemptSerializer(Serializer):
    number = IntegerField()
    channel = EnumField(Channel)
    started_at = DateTimeField()
    ended_at = DateTimeField(allow_null=True, help_text="空：正在发送，或中断了")
    outcome = EnumField(AttemptOutcome, allow_blank=True)
    reason = CharField(allow_blank=True, help_text="服务商的代码")
    provider_id = CharField(allow_blank=True, help_text="服务商的消息编号")


class DeliveryDetailSerializer(DeliverySerializer):
    resolved_at = DateTimeField(allow_null=True)
    resolved_by = user_name("resolved_by_id", only_if="resolved_at")
    merged_into = UUIDField(source="merged_into.public_id", allow_null=True, help_text="并入哪一次发送")
    attempts = DeliveryAttemptSerializer(many=True)


class DeliveryResolutionSerializer(Serializer):
    was_delivered = BooleanField(help_text="问过收件人：true 已送达，false 没有送达，将重发")


class DeliveryListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_DELIVERIES}
    queryset = queries.deliveries()
    serializer = DeliverySerializer
    orderings = NEWEST
    filters = {
        "state": ChoiceFilter(DeliveryState.values, "state"),
        "channel": ChoiceFilter(Channel.values, "channel"),
    }


class DeliveryDetailView(UserNamesMixin, DetailView[Delivery]):
    required_permissions = {"GET": Permission.VIEW_DELIVERIES}
    queryset = queries.deliveries_with_attempts()
    serializer = DeliveryDetailSerializer
    reads_instance = True  # attempts are rows of their own

    @action(Permission.RESOLVE_DELIVERIES, body_serializer=DeliveryResolutionSerializer)
    def resolve(self, delivery: Delivery, /, *, was_delivered: bool) -> None:
        """Record whether an uncertain message arrived; if not, it is sent again, marked as a repeat."""
        resolving.resolve_uncertain(delivery=delivery, was_delivered=was_delivered, by=self.actor, now=self.now)

    @action(Permission.RESOLVE_DELIVERIES)
    def retry(self, delivery: Delivery, /) -> None:
        """Send a dead delivery again, as after a number was corrected."""
        resolving.retry_delivery(delivery=delivery, by=self.actor, now=self.now)
