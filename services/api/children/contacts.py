"""`children/{id}/contacts`, `children/{id}/unmask`: phone numbers, rung and verified; a sealed value whole."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.may import May
from services.api import asked
from services.api.base import find
from services.api.children.children import OneChild
from services.api.children.shapes import FamilyAnswer
from services.api.once import once
from services.children.actions import contacts
from services.children.choices import ContactOf, Verified
from services.children.models import Child, Contact
from services.children.queries import family as families
from services.kit import clock

Text = serializers.CharField


class When(serializers.Serializer[Any]):
    works_from = serializers.TimeField(required=False, allow_null=True, help_text="上班时间，期间不发消息；可以跨夜")
    works_until = serializers.TimeField(required=False, allow_null=True)
    refuses_sms = serializers.BooleanField(required=False, help_text="不要发短信；安全警报除外")


class NewContact(serializers.Serializer[Any]):
    of = serializers.ChoiceField(choices=ContactOf.choices)
    phone = Text(max_length=30)
    works_from = serializers.TimeField(required=False, allow_null=True, default=None)
    works_until = serializers.TimeField(required=False, allow_null=True, default=None)


class Verification(serializers.Serializer[Any]):
    result = serializers.ChoiceField(choices=Verified.choices)


class Unmasking(serializers.Serializer[Any]):
    field = serializers.ChoiceField(choices=[(name, name) for name in contacts.SHOWN])
    reason = Text(max_length=200)


class Unmasked(serializers.Serializer[Any]):
    values = serializers.DictField(child=Text())


class ContactsDoor(OneChild):
    may = {"POST": May.EDIT_PUPIL}

    @extend_schema(request=NewContact, responses={201: FamilyAnswer})
    def post(self, request: Request, public_id: UUID) -> Response:
        child, told = self.child(public_id), asked.body(NewContact, request)

        def create() -> Response:
            told["of"] = ContactOf(told["of"])
            contacts.add_contact(pupil=child.pupil, by=self.by, now=self.now, **told)
            return Response(families.plain(families.of(child.pupil, self.by, clock.today())), status=201)

        return once(request, self.by, self.now, create)


class ContactDoor(OneChild):
    may = {"POST": May.EDIT_PUPIL, "PATCH": May.EDIT_PUPIL, "DELETE": May.EDIT_PUPIL}

    @extend_schema(operation_id="children_contacts_verify", request=Verification, responses=FamilyAnswer)
    def post(self, request: Request, public_id: UUID, contact_id: UUID) -> Response:
        """What came of ringing this number."""
        child = self.child(public_id)
        result = Verified(asked.body(Verification, request)["result"])
        contacts.verify_contact(contact=self._contact(child, contact_id), result=result, by=self.by, now=self.now)
        return Response(families.plain(families.of(child.pupil, self.by, clock.today())))

    @extend_schema(request=When, responses=FamilyAnswer)
    def patch(self, request: Request, public_id: UUID, contact_id: UUID) -> Response:
        """When the person at this number works, and whether they want text messages at all."""
        child, told = self.child(public_id), asked.body(When, request)
        contact = self._contact(child, contact_id)
        if told.keys() & {"works_from", "works_until"}:
            shift = {name: told.get(name) for name in ("works_from", "works_until")}
            contacts.set_shift(contact=contact, by=self.by, now=self.now, **shift)
        if "refuses_sms" in told:
            contacts.set_sms(contact=contact, refuses=told["refuses_sms"], by=self.by, now=self.now)
        return Response(families.plain(families.of(child.pupil, self.by, clock.today())))

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, public_id: UUID, contact_id: UUID) -> Response:
        contacts.remove_contact(contact=self._contact(self.child(public_id), contact_id), by=self.by, now=self.now)
        return Response(status=204)

    def _contact(self, child: Child, contact_id: UUID) -> Contact:
        contact: Contact = find(Contact.objects.filter(pupil=child.pupil_id).select_related("pupil"), contact_id)
        return contact


class UnmaskDoor(OneChild):
    may = {"POST": May.UNMASK}

    @extend_schema(request=Unmasking, responses=Unmasked)
    def post(self, request: Request, public_id: UUID) -> Response:
        """A sealed value whole, for a reason that stays in the trail."""
        child, told = self.child(public_id), asked.body(Unmasking, request)
        values = contacts.unmask(pupil=child.pupil, by=self.by, now=self.now, **told)
        return Response({"values": values})
