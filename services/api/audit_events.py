"""`GET trail`: who saw and changed what."""

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
    at = serializers.DateTimeField()
    who = serializers.CharField()
    role = serializers.CharField()
    deed = serializers.CharField()
    about = serializers.ListField(child=serializers.CharField())
    purpose = serializers.CharField()


class AuditEventPageSerializer(serializers.Serializer[Any]):
    results = AuditEventSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class AuditEventListView(KeysetListView):
    may = {"GET": Permission.READ_TRAIL}
    name = "trail"
    orderings = {"-at": Ordering.by("-id")}

    @extend_schema(
        responses=AuditEventPageSerializer,
        parameters=[*LIST_PARAMETERS, OpenApiParameter("about", str), OpenApiParameter("deed", str)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    def rows(self) -> QuerySet[Any, Any]:
        wish = self.request.query_params
        if len(wish.get("deed", "")) > 60:
            raise ValidationError({"deed": [_("太长了。")]})
        rows = queries.audit_events(about=wish.get("about", ""), deed=wish.get("deed", ""))
        return rows.values("id", "at", "user_id", "role", "deed", "about", "purpose")

    def row(self, found: Any) -> Any:
        return {**{key: value for key, value in found.items() if key != "user_id"}, "who": self.names[found["user_id"]]}

    def seen(self, found: Any) -> None:
        self.names = queries.names_of({each["user_id"] for each in found})
