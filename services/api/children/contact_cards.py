"""`children/{id}/contact-card`: as JSON, as PDF, and issued anew."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api import request_params
from services.api.children.children import ChildMixin
from services.api.idempotency import idempotent
from services.children.actions import contact_cards
from services.children.choices import AuditAction

Text = serializers.CharField


class ContactCardLineSerializer(serializers.Serializer[Any]):
    who = Text()
    name = Text()
    about = Text()
    phones = serializers.ListField(child=Text())


class ContactCardSerializer(serializers.Serializer[Any]):
    school = Text()
    name = Text()
    class_label = Text()
    class_teacher = Text()
    lines = ContactCardLineSerializer(many=True)
    issued_on = Text()
    is_current = serializers.BooleanField()


class ContactCardView(ChildMixin):
    required_permissions = {"GET": Permission.VIEW_CHILD, "POST": Permission.EDIT_PUPIL}

    @extend_schema(
        parameters=[OpenApiParameter("format", str, enum=["json", "pdf"])],
        responses={(200, "application/json"): ContactCardSerializer, (200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, public_id: UUID) -> Response | HttpResponse:
        child = self.child(public_id)
        if request_params.choice_param(request, "format", ["json", "pdf"]) == "pdf":
            return pdf_answer(contact_cards.render_pdf(child=child, by=self.by, now=self.now))
        audit.log(AuditAction.CARD_VIEWED, target=child, by=self.by, now=self.now)
        return Response(ContactCardSerializer(contact_cards.card_of(child, self.by, self.now)).data)

    @extend_schema(request=None, responses={201: ContactCardSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Issue a card from what is known today."""
        child = self.child(public_id)

        def create() -> Response:
            contact_cards.issue_card(child=child, by=self.by, now=self.now)
            return Response(ContactCardSerializer(contact_cards.card_of(child, self.by, self.now)).data, status=201)

        return idempotent(request, self.by, self.now, create)


def pdf_answer(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="contact-card.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
