"""`calls`: messages that a person must bring by telephone; the number comes by the child, not by this door."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import trail
from services.access.may import May
from services.api import asked
from services.api.base import Door, find
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.api.notify.shapes import children_seen
from services.api.once import once
from services.children import access
from services.kit.paging import Order
from services.notify.actions import handling
from services.notify.choices import DeliveryState
from services.notify.models import Delivery

SHOWN = (
    *("public_id", "due_at", "attempts", "trouble", "notice__kind"),
    *("notice__title", "notice__body", "notice__child", "notice__to_name"),
)


class CallAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    body = serializers.CharField()
    child = asked.Named(allow_null=True)
    to = serializers.CharField(allow_blank=True)
    due_at = serializers.DateTimeField()
    attempts = serializers.IntegerField(help_text="已打几次")
    note = serializers.CharField(allow_blank=True, help_text="上一次记下的话")


class Called(serializers.Serializer[Any]):
    reached = serializers.BooleanField()
    note = serializers.CharField(max_length=handling.LONGEST_NOTE, required=False, allow_blank=True, default="")


class CalledAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    attempts = serializers.IntegerField()
    sent_at = serializers.DateTimeField(allow_null=True)


class CallsDoor(ListDoor):
    may = {"GET": May.CALL_FAMILY}
    name = "calls"
    orderings = {"created_at": Order.by("id"), "-created_at": Order.by("-id")}

    def rows(self) -> QuerySet[Delivery, dict[str, Any]]:
        """Those of the caller: a teacher's are about children entrusted to them."""
        rows: QuerySet[Delivery, dict[str, Any]] = access.calls_of(self.by, self.now).values("id", *SHOWN)
        return rows

    def seen(self, found: Any) -> None:
        self.children = children_seen(self.by, self.now, [each["notice__child"] for each in found])
        trail.note("children.listed", about=list(self.children), by=self.by, now=self.now)

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        child = found["notice__child"]
        return {
            "id": found["public_id"],
            **{name: found[f"notice__{name}"] for name in ("kind", "title", "body")},
            "child": {"id": child, "name": self.children[child]} if child in self.children else None,
            "to": found["notice__to_name"],
            "due_at": found["due_at"],
            "attempts": found["attempts"],
            "note": found["trouble"],
        }

    @extend_schema(responses=asked.page_of(CallAnswer), parameters=LIST_PARAMETERS)
    def get(self, request: Request) -> Response:
        return super().get(request)


class CallDoor(Door):
    may = {"POST": May.CALL_FAMILY}

    @extend_schema(request=Called, responses=CalledAnswer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """What came of a call; three that reach nobody end it as not delivered."""

        def write() -> Response:
            row = find(access.calls_of(self.by, self.now), public_id)
            given = asked.body(Called, request)
            told = handling.called(delivery=row, **given, by=self.by, now=self.now)
            plain = {name: getattr(told, name) for name in ("state", "attempts", "sent_at")}
            return Response({"id": told.public_id, **plain})

        return once(request, self.by, self.now, write)
