"""`notifications/log`: who was told what, when, by which ways, by whom it was acknowledged."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access import queries as people
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import get_or_400
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.api.notify.notifications import NEWEST
from services.api.notify.serializers import DeliveryStatusSerializer, serialize_delivery
from services.children import access as children
from services.notify import queries
from services.notify.choices import Audience, AuditAction, Urgency
from services.notify.models import Notification
from services.notify.queries import delivery_log

PLAIN = (
    *("kind", "urgency", "audience", "title", "body", "created_at", "read_at"),
    *("requires_acknowledgement", "acknowledged_at", "snoozed_until", "snooze_reason", "escalation_level"),
)


class NotificationLogEntrySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    audience = serializers.ChoiceField(choices=Audience.choices)
    title = serializers.CharField()
    body = serializers.CharField()
    recipient = serializers.CharField(help_text="收件人的姓名，不含号码和地址")
    child = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    requires_acknowledgement = serializers.BooleanField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    acknowledged_by = serializers.CharField(allow_blank=True)
    snoozed_until = serializers.DateField(allow_null=True)
    snooze_reason = serializers.CharField(allow_blank=True)
    escalation_level = serializers.IntegerField()
    deliveries = DeliveryStatusSerializer(many=True)


class NotificationLogView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_DELIVERIES}
    name = "notification-log"
    orderings = NEWEST

    def rows(self) -> QuerySet[Any]:
        """Instances, because each row brings its deliveries along."""
        rows = queries.notifications()
        if told := request_params.uuid_param(self.request, "recipient"):
            rows = delivery_log.for_same_recipient(get_or_400(Notification.objects.all(), told, "recipient"))
        if child := self._child():
            rows = rows.filter(child_id=child)
        if kind := request_params.str_param(self.request, "kind"):
            rows = rows.filter(kind=kind)
        if day := request_params.date_param(self.request, "day"):
            rows = delivery_log.on_day(rows, day)
        return rows

    def _child(self) -> Any:
        wish = request_params.uuid_param(self.request, "child")
        return get_or_400(children.visible_to(self.by, self.now), wish, "child").public_id if wish else None

    def log_access(self, found: Any) -> None:
        self.names = people.names_of({each for row in found for each in (row.recipient_id, row.acknowledged_by_id)})
        about = [row.public_id for row in found] + list({row.child_id for row in found if row.child_id})
        audit.log(AuditAction.DELIVERY_LOG_VIEWED, target=about, by=self.by, now=self.now)

    def to_representation(self, found: Notification) -> dict[str, Any]:
        return {
            "id": found.public_id,
            "child": found.child_id,
            **{name: getattr(found, name) for name in PLAIN},
            "recipient": found.recipient_name or self.names[found.recipient_id],
            "acknowledged_by": self.names[found.acknowledged_by_id] if found.acknowledged_at else "",
            "deliveries": [serialize_delivery(each) for each in found.deliveries.all()],
        }

    @extend_schema(
        responses=request_params.page_schema(NotificationLogEntrySerializer),
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("child", str, description="关于这个孩子的"),
            OpenApiParameter("recipient", str, description="一条消息的编号：发给同一个人的全部"),
            OpenApiParameter("kind", str),
            OpenApiParameter("day", str, description="哪一天写入，如 2026-09-07"),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)
