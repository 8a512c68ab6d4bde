"""`notices`: my inbox. `deliveries`: what goes out of this school or county, without addresses."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.may import May
from services.api.base import Door, find
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.kit.paging import Order
from services.notify import queries
from services.notify.actions import reading
from services.notify.choices import Channel, DeliveryState, Urgency
from services.notify.models import Delivery, Notice

NEWEST = {"-created_at": Order.by("-id"), "created_at": Order.by("id")}
NOTICE = ("kind", "urgency", "title", "body", "path", "created_at", "read_at")
DELIVERY = ("channel", "state", "due_at", "sent_at", "attempts", "trouble")


class NoticeAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    title = serializers.CharField()
    body = serializers.CharField()
    path = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class NoticeList(serializers.Serializer[Any]):
    results = NoticeAnswer(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class NoticesDoor(ListDoor):
    may = {"GET": May.VIEW_NOTICES}
    name = "notices"
    orderings = NEWEST

    def rows(self) -> QuerySet[Notice, dict[str, Any]]:
        rows = queries.inbox_of(self.by)
        if wish := _one_of(self.request, "unread", ("true", "false")):
            rows = rows.filter(read_at__isnull=wish == "true")
        found: QuerySet[Notice, dict[str, Any]] = rows.values("id", "public_id", *NOTICE)
        return found

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return {"id": found["public_id"], **{field: found[field] for field in NOTICE}}

    @extend_schema(responses=NoticeList, parameters=[*LIST_PARAMETERS, OpenApiParameter("unread", bool)])
    def get(self, request: Request) -> Response:
        return super().get(request)


class NoticeReadDoor(Door):
    may = {"POST": May.VIEW_NOTICES}

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Mark as read; again changes nothing."""
        reading.read(notice=find(queries.inbox_of(self.by), public_id), now=self.now)
        return Response(status=204)


class DeliveryAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    notice = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    due_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    attempts = serializers.IntegerField()
    trouble = serializers.CharField()


class DeliveryList(serializers.Serializer[Any]):
    results = DeliveryAnswer(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class DeliveriesDoor(ListDoor):
    may = {"GET": May.VIEW_DELIVERIES}
    name = "deliveries"
    orderings = NEWEST

    def rows(self) -> QuerySet[Delivery, dict[str, Any]]:
        rows = queries.deliveries()
        if state := _one_of(self.request, "state", DeliveryState.values):
            rows = rows.filter(state=state)
        if channel := _one_of(self.request, "channel", Channel.values):
            rows = rows.filter(channel=channel)
        about = ("notice__public_id", "notice__kind", "notice__title")
        found: QuerySet[Delivery, dict[str, Any]] = rows.values("id", "public_id", *DELIVERY, *about)
        return found

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": found["public_id"],
            "notice": found["notice__public_id"],
            "kind": found["notice__kind"],
            "title": found["notice__title"],
            **{field: found[field] for field in DELIVERY},
        }

    @extend_schema(
        responses=DeliveryList,
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("state", str, enum=DeliveryState.values),
            OpenApiParameter("channel", str, enum=Channel.values),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


def _one_of(request: Request, name: str, allowed: Any) -> str:
    """A filter's value, "" when not asked for."""
    wish: str = request.query_params.get(name, "")
    if wish and wish not in allowed:
        raise ValidationError({name: [_("只能是：%(words)s。") % {"words": "、".join(allowed)}]})
    return wish
