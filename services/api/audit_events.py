"""`GET audit-log`: who saw and changed what."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import queries
from services.access.permissions import Permission
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.kit.pagination import Ordering


class AuditEventSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    recorded_at = serializers.DateTimeField()
    actor = serializers.CharField()
    role = serializers.CharField()
    action = serializers.CharField()
    target = serializers.ListField(child=serializers.CharField())
    purpose = serializers.CharField()


class AuditEventPageSerializer(serializers.Serializer[Any]):
    results = AuditEventSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class AuditEventListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_AUDIT_LOG}
    name = "audit-log"
    orderings = {"-recorded_at": Ordering.of_columns("-id")}

    @extend_schema(
        responses=AuditEventPageSerializer,
        parameters=[*LIST_PARAMETERS, OpenApiParameter("target", str), OpenApiParameter("action", str)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    def rows(self) -> QuerySet[Any, Any]:
        wish = self.request.query_params
        if len(wish.get("action", "")) > 60:
            raise ValidationError({"action": [_("太长了。")]})
        rows = queries.audit_events(target=wish.get("target", ""), action=wish.get("action", ""))
        return rows.values("id", "recorded_at", "user_id", "role", "action", "target", "purpose")

    def to_representation(self, found: Any) -> Any:
        return {
            **{key: value for key, value in found.items() if key != "user_id"},
            "actor": self.names[found["user_id"]],
        }

    def log_access(self, found: Any) -> None:
        self.names = queries.names_of({each["user_id"] for each in found})
