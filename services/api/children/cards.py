"""`children/{id}/contact-card`: as JSON, as PDF, and issued anew."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import trail
from services.access.may import May
from services.api import asked
from services.api.children.children import OneChild
from services.api.once import once
from services.children.actions import cards

Text = serializers.CharField


class LineShape(serializers.Serializer[Any]):
    who = Text()
    name = Text()
    about = Text()
    phones = serializers.ListField(child=Text())


class CardAnswer(serializers.Serializer[Any]):
    school = Text()
    name = Text()
    class_label = Text()
    class_teacher = Text()
    lines = LineShape(many=True)
    issued_on = Text()
    is_current = serializers.BooleanField()


class ContactCardDoor(OneChild):
    may = {"GET": May.VIEW_CHILD, "POST": May.EDIT_PUPIL}

    @extend_schema(
        parameters=[OpenApiParameter("format", str, enum=["json", "pdf"])],
        responses={(200, "application/json"): CardAnswer, (200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, public_id: UUID) -> Response | HttpResponse:
        child = self.child(public_id)
        if asked.one_of(request, "format", ["json", "pdf"]) == "pdf":
            return pdf_answer(cards.printed(child=child, by=self.by, now=self.now))
        trail.note("children.card_seen", about=child, by=self.by, now=self.now)
        return Response(CardAnswer(cards.card_of(child, self.by, self.now)).data)

    @extend_schema(request=None, responses={201: CardAnswer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Issue a card from what is known today."""
        child = self.child(public_id)

        def create() -> Response:
            cards.issue(child=child, by=self.by, now=self.now)
            return Response(CardAnswer(cards.card_of(child, self.by, self.now)).data, status=201)

        return once(request, self.by, self.now, create)


def pdf_answer(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="contact-card.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
