"""`calls`: messages that a person must bring by telephone; the number comes by the child, not by this door."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.api.notify.serializers import children_seen
from services.children import access
from services.children.choices import AuditAction
from services.kit.pagination import Ordering
from services.notify.actions import resolving
from services.notify.choices import DeliveryState
from services.notify.models import Delivery

SHOWN = (
    *("public_id", "due_at", "attempt_count", "error", "notification__kind"),
    *("notification__title", "notification__body", "notification__child_id", "notification__recipient_name"),
)


class CallSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    body = serializers.CharField()
    child = request_params.NamedReferenceSerializer(allow_null=True)
    recipient = serializers.CharField(allow_blank=True)
    due_at = serializers.DateTimeField()
    attempt_count = serializers.IntegerField(help_text="已打几次")
    note = serializers.CharField(allow_blank=True, help_text="上一次记下的话")


class CallResultSerializer(serializers.Serializer[Any]):
    reached = serializers.BooleanField()
    note = serializers.CharField(max_length=resolving.MAX_NOTE_LENGTH, required=False, allow_blank=True, default="")


class CallStateSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    attempt_count = serializers.IntegerField()
    sent_at = serializers.DateTimeField(allow_null=True)


class CallListView(KeysetListView):
    required_permissions = {"GET": Permission.CALL_FAMILY}
    name = "calls"
    orderings = {"created_at": Ordering.of_columns("id"), "-created_at": Ordering.of_columns("-id")}

    def rows(self) -> QuerySet[Delivery, dict[str, Any]]:
        """Those of the caller: a teacher's are about children entrusted to them."""
        rows: QuerySet[Delivery, dict[str, Any]] = access.calls_of(self.by, self.now).values("id", *SHOWN)
        return rows

    def log_access(self, found: Any) -> None:
        self.children = children_seen(self.by, self.now, [each["notification__child_id"] for each in found])
        audit.log(AuditAction.LISTED, target=list(self.children), by=self.by, now=self.now)

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        child = found["notification__child_id"]
        return {
            "id": found["public_id"],
            **{name: found[f"notification__{name}"] for name in ("kind", "title", "body")},
            "child": {"id": child, "name": self.children[child]} if child in self.children else None,
            "recipient": found["notification__recipient_name"],
            "due_at": found["due_at"],
            "attempt_count": found["attempt_count"],
            "note": found["error"],
        }

    @extend_schema(responses=request_params.page_schema(CallSerializer), parameters=LIST_PARAMETERS)
    def get(self, request: Request) -> Response:
        return super().get(request)


class CallDetailView(BaseView):
    required_permissions = {"POST": Permission.CALL_FAMILY}

    @extend_schema(request=CallResultSerializer, responses=CallStateSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """What came of a call; three that reach nobody end it as not delivered."""

        def write() -> Response:
            row = get_or_404(access.calls_of(self.by, self.now), public_id)
            given = request_params.validated_body(CallResultSerializer, request)
            told = resolving.record_call(delivery=row, **given, by=self.by, now=self.now)
            plain = {name: getattr(told, name) for name in ("state", "attempt_count", "sent_at")}
            return Response({"id": told.public_id, **plain})

        return idempotent(request, self.by, self.now, write)
