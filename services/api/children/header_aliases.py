"""`header-words`: the county's own words over a roster's columns."""

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
from services.children.actions import header_aliases
from services.children.models import HeaderAlias
from services.kit.pagination import Ordering


class HeaderAliasSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    header = serializers.CharField()
    field = serializers.CharField()


class HeaderAliasCreateSerializer(serializers.Serializer[Any]):
    header = serializers.CharField(max_length=80, help_text="表头里的列名")
    field = serializers.CharField(max_length=30, help_text="名册的哪一项，如 name、guardian_phones")


class HeaderAliasListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS, "POST": Permission.MANAGE_HEADER_ALIASES}
    name = "header-words"
    orderings = {"header": Ordering.of_columns("header"), "field": Ordering.of_columns("field")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = HeaderAlias.objects.values("id", "public_id", "header", "field")
        return rows

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return {"id": found["public_id"], "header": found["header"], "field": found["field"]}

    @extend_schema(responses=request_params.page_schema(HeaderAliasSerializer), parameters=LIST_PARAMETERS)
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=HeaderAliasCreateSerializer, responses={201: HeaderAliasSerializer})
    def post(self, request: Request) -> Response:
        """Teach a word; the same word again changes its meaning."""
        given = request_params.validated_body(HeaderAliasCreateSerializer, request)

        def create() -> Response:
            kept = header_aliases.add_alias(**given, by=self.by, now=self.now)
            return Response({"id": kept.public_id, "header": kept.header, "field": kept.field}, status=201)

        return idempotent(request, self.by, self.now, create)


class HeaderAliasDetailView(BaseView):
    required_permissions = {"DELETE": Permission.MANAGE_HEADER_ALIASES}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        header_aliases.remove_alias(alias=get_or_404(HeaderAlias.objects.all(), public_id), by=self.by, now=self.now)
        return Response(status=204)
