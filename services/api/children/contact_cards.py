"""`children/{id}/contact-card`: as JSON, as PDF, and issued anew."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.fields import BooleanField, CharField, ListField
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api.children.views import ChildView
from services.api.resources.filters import ChoiceFilter
from services.api.resources.serializers import Serializer
from services.api.views.objects import ActionView
from services.children.actions import contact_cards
from services.children.choices import AuditAction
from services.children.models import Child


class ContactCardLineSerializer(Serializer):
    who = CharField()
    name = CharField()
    about = CharField()
    phones = ListField(child=CharField())


class ContactCardSerializer(Serializer):
    school = CharField()
    name = CharField()
    class_label = CharField()
    class_teacher = CharField()
    lines = ContactCardLineSerializer(many=True)
    issued_on = CharField()
    is_current = BooleanField()
    unprintable = CharField(help_text="没有字库的字：打印出来是空框")


class ContactCardView(ChildView, ActionView[Child]):
    required_permissions = {"GET": Permission.VIEW_CHILD, "POST": Permission.EDIT_PUPIL}
    serializer, status = ContactCardSerializer, 201
    accepts_idempotency_key = True
    filters = {"format": ChoiceFilter(["json", "pdf"])}

    @extend_schema(
        responses={(200, "application/json"): ContactCardSerializer, (200, "application/pdf"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response | HttpResponse:
        child = self.get_object()
        if self.params["format"] == "pdf":  # render_pdf logs the print event
            return pdf_response(contact_cards.render_pdf(child=child, by=self.actor, now=self.now))
        audit.log(AuditAction.CARD_VIEWED, target=child, by=self.actor, now=self.now)
        return Response(self.represent(contact_cards.card_of(child, self.actor, self.now)))

    def perform(self, child: Child, /) -> contact_cards.ContactCardContent:
        """Issue a card from what is known today."""
        contact_cards.issue_card(child=child, by=self.actor, now=self.now)
        return contact_cards.card_of(child, self.actor, self.now)


def pdf_response(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="contact-card.pdf"'
    # It shows unmasked phone numbers: it must not stay on a shared computer.
    response["Cache-Control"] = "no-store"
    return response
