"""`header-words`: the county's own words over a roster's columns."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.may import May
from services.api import asked
from services.api.base import Door, find
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.api.once import once
from services.children.actions import header_words
from services.children.models import HeaderWord
from services.kit.paging import Order


class HeaderWordAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    word = serializers.CharField()
    field = serializers.CharField()


class NewHeaderWord(serializers.Serializer[Any]):
    word = serializers.CharField(max_length=80, help_text="表头里的列名")
    field = serializers.CharField(max_length=30, help_text="名册的哪一项，如 name、carer_phones")


class HeaderWordsDoor(ListDoor):
    may = {"GET": May.VIEW_SCHOOLS, "POST": May.TEACH_HEADERS}
    name = "header-words"
    orderings = {"word": Order.by("word"), "field": Order.by("field")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = HeaderWord.objects.values("id", "public_id", "word", "field")
        return rows

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return {"id": found["public_id"], "word": found["word"], "field": found["field"]}

    @extend_schema(responses=asked.page_of(HeaderWordAnswer), parameters=LIST_PARAMETERS)
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=NewHeaderWord, responses={201: HeaderWordAnswer})
    def post(self, request: Request) -> Response:
        """Teach a word; the same word again changes its meaning."""
        given = asked.body(NewHeaderWord, request)

        def create() -> Response:
            kept = header_words.teach_header(**given, by=self.by, now=self.now)
            return Response({"id": kept.public_id, "word": kept.word, "field": kept.field}, status=201)

        return once(request, self.by, self.now, create)


class HeaderWordDoor(Door):
    may = {"DELETE": May.TEACH_HEADERS}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        header_words.forget_header(word=find(HeaderWord.objects.all(), public_id), by=self.by, now=self.now)
        return Response(status=204)
