"""`notifications`: my inbox: read, answered, put off."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import queries as people
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.api.notify.serializers import children_seen
from services.kit.pagination import Ordering
from services.notify import queries
from services.notify.actions import inbox
from services.notify.choices import Urgency
from services.notify.models import Notification

NEWEST = {"-created_at": Ordering.of_columns("-id"), "created_at": Ordering.of_columns("id")}
SHOWN = (
    *("kind", "urgency", "title", "body", "path", "created_at", "read_at"),
    *("requires_acknowledgement", "acknowledged_at", "snoozed_until", "escalation_level"),
)


class NotificationSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    title = serializers.CharField()
    body = serializers.CharField()
    path = serializers.CharField()
    child = serializers.UUIDField(allow_null=True, help_text="关于哪个孩子；看不到的孩子为空")
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    requires_acknowledgement = serializers.BooleanField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    snoozed_until = serializers.DateField(allow_null=True)
    escalation_level = serializers.IntegerField(help_text="0 为第一次；没有回复，每升级一次加一")


class NotificationDetailSerializer(NotificationSerializer):
    acknowledged_by = serializers.CharField(allow_blank=True)
    snooze_reason = serializers.CharField(allow_blank=True)


class SnoozeSerializer(serializers.Serializer[Any]):
    until = serializers.DateField()
    reason = serializers.CharField(max_length=120)


class NotificationListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_NOTIFICATIONS}
    name = "notifications"
    orderings = NEWEST

    def rows(self) -> QuerySet[Notification, dict[str, Any]]:
        rows = queries.inbox_of(self.by)
        if (unread := request_params.bool_param(self.request, "unread")) is not None:
            rows = rows.filter(read_at__isnull=unread)
        if (unacknowledged := request_params.bool_param(self.request, "unacknowledged")) is not None:
            waiting = {"requires_acknowledgement": True, "acknowledged_at": None}
            rows = rows.filter(**waiting) if unacknowledged else rows.exclude(**waiting)
        if kind := request_params.str_param(self.request, "kind"):
            rows = rows.filter(kind=kind)
        found: QuerySet[Notification, dict[str, Any]] = rows.values("id", "public_id", "child_id", *SHOWN)
        return found

    def log_access(self, found: Any) -> None:
        self.children = children_seen(self.by, self.now, [each["child_id"] for each in found])

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        child = found["child_id"] if found["child_id"] in self.children else None
        return {"id": found["public_id"], "child": child, **{name: found[name] for name in SHOWN}}

    @extend_schema(
        responses=request_params.page_schema(NotificationSerializer),
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("unread", bool),
            OpenApiParameter("unacknowledged", bool),
            OpenApiParameter("kind", str),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class OwnNotificationMixin(BaseView):
    # One notice of the caller's inbox.

    def get_own(self, public_id: UUID) -> Notification:
        notification: Notification = get_or_404(queries.inbox_of(self.by), public_id)
        return notification

    def serialize(self, notification: Notification) -> Response:
        children = children_seen(self.by, self.now, [notification.child_id])
        names = people.names_of([notification.acknowledged_by_id])
        answer = {"id": notification.public_id, **{name: getattr(notification, name) for name in SHOWN}}
        answer |= {"child": notification.child_id if notification.child_id in children else None}
        answer |= {"acknowledged_by": names[notification.acknowledged_by_id] if notification.acknowledged_at else ""}
        return Response(answer | {"snooze_reason": notification.snooze_reason})


class NotificationDetailView(OwnNotificationMixin):
    required_permissions = {"GET": Permission.VIEW_NOTIFICATIONS}

    @extend_schema(responses=NotificationDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return self.serialize(self.get_own(public_id))


class NotificationReadView(OwnNotificationMixin):
    required_permissions = {"POST": Permission.VIEW_NOTIFICATIONS}

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Mark as read; again changes nothing."""
        inbox.mark_read(notification=self.get_own(public_id), now=self.now)
        return Response(status=204)


class NotificationAcknowledgeView(OwnNotificationMixin):
    required_permissions = {"POST": Permission.VIEW_NOTIFICATIONS}

    @extend_schema(request=None, responses=NotificationDetailSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """知道了: ends the ladder for everybody on it; again changes nothing."""
        inbox.acknowledge(notification=self.get_own(public_id), by=self.by, now=self.now)
        return self.serialize(self.get_own(public_id))


class NotificationSnoozeView(OwnNotificationMixin):
    required_permissions = {"POST": Permission.VIEW_NOTIFICATIONS}

    @extend_schema(request=SnoozeSerializer, responses=NotificationDetailSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Stop the ladder until a day, at most 14 days away, for a reason that stays in the ledger."""
        notification, given = self.get_own(public_id), request_params.validated_body(SnoozeSerializer, request)
        inbox.snooze(notification=notification, **given, by=self.by, now=self.now)
        return self.serialize(self.get_own(public_id))
