"""`children/{id}/contacts`, `children/{id}/unmask`: phone numbers, rung and verified; a sealed value whole."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import get_or_404
from services.api.children.children import ChildMixin
from services.api.children.serializers import FamilySerializer
from services.api.idempotency import idempotent
from services.children.actions import phone_numbers
from services.children.choices import PhoneOwner, VerificationResult
from services.children.models import Child, PhoneNumber
from services.children.queries import family as families
from services.kit import clock

Text = serializers.CharField


class ContactPreferencesSerializer(serializers.Serializer[Any]):
    works_from = serializers.TimeField(required=False, allow_null=True, help_text="上班时间，期间不发消息；可以跨夜")
    works_until = serializers.TimeField(required=False, allow_null=True)
    refuses_sms = serializers.BooleanField(required=False, help_text="不要发短信；安全警报除外")


class PhoneNumberCreateSerializer(serializers.Serializer[Any]):
    owner = serializers.ChoiceField(choices=PhoneOwner.choices)
    number = Text(max_length=30)
    works_from = serializers.TimeField(required=False, allow_null=True, default=None)
    works_until = serializers.TimeField(required=False, allow_null=True, default=None)


class VerificationSerializer(serializers.Serializer[Any]):
    result = serializers.ChoiceField(choices=VerificationResult.choices)


class UnmaskingSerializer(serializers.Serializer[Any]):
    field = serializers.ChoiceField(choices=[(name, name) for name in phone_numbers.SHOWN])
    reason = Text(max_length=200)


class UnmaskedSerializer(serializers.Serializer[Any]):
    values = serializers.DictField(child=Text())


class PhoneNumberListView(ChildMixin):
    required_permissions = {"POST": Permission.EDIT_PUPIL}

    @extend_schema(request=PhoneNumberCreateSerializer, responses={201: FamilySerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        child, told = self.child(public_id), request_params.validated_body(PhoneNumberCreateSerializer, request)

        def create() -> Response:
            told["owner"] = PhoneOwner(told["owner"])
            phone_numbers.add_number(pupil=child.pupil, by=self.by, now=self.now, **told)
            return Response(families.serialize_family(families.of(child.pupil, self.by, clock.today())), status=201)

        return idempotent(request, self.by, self.now, create)


class PhoneNumberDetailView(ChildMixin):
    required_permissions = {
        "POST": Permission.EDIT_PUPIL,
        "PATCH": Permission.EDIT_PUPIL,
        "DELETE": Permission.EDIT_PUPIL,
    }

    @extend_schema(operation_id="children_contacts_verify", request=VerificationSerializer, responses=FamilySerializer)
    def post(self, request: Request, public_id: UUID, contact_id: UUID) -> Response:
        """What came of ringing this number."""
        child = self.child(public_id)
        result = VerificationResult(request_params.validated_body(VerificationSerializer, request)["result"])
        phone_numbers.verify_number(
            phone_number=self._contact(child, contact_id), result=result, by=self.by, now=self.now
        )
        return Response(families.serialize_family(families.of(child.pupil, self.by, clock.today())))

    @extend_schema(request=ContactPreferencesSerializer, responses=FamilySerializer)
    def patch(self, request: Request, public_id: UUID, contact_id: UUID) -> Response:
        """When the person at this number works, and whether they want text messages at all."""
        child, told = self.child(public_id), request_params.validated_body(ContactPreferencesSerializer, request)
        contact = self._contact(child, contact_id)
        if told.keys() & {"works_from", "works_until"}:
            shift = {name: told.get(name) for name in ("works_from", "works_until")}
            phone_numbers.set_working_hours(phone_number=contact, by=self.by, now=self.now, **shift)
        if "refuses_sms" in told:
            phone_numbers.set_sms_opt_out(phone_number=contact, refuses=told["refuses_sms"], by=self.by, now=self.now)
        return Response(families.serialize_family(families.of(child.pupil, self.by, clock.today())))

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, public_id: UUID, contact_id: UUID) -> Response:
        phone_numbers.remove_number(
            phone_number=self._contact(self.child(public_id), contact_id), by=self.by, now=self.now
        )
        return Response(status=204)

    def _contact(self, child: Child, contact_id: UUID) -> PhoneNumber:
        contact: PhoneNumber = get_or_404(
            PhoneNumber.objects.filter(pupil=child.pupil_id).select_related("pupil"), contact_id
        )
        return contact


class ChildUnmaskView(ChildMixin):
    required_permissions = {"POST": Permission.UNMASK_NUMBERS}

    @extend_schema(request=UnmaskingSerializer, responses=UnmaskedSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """A sealed value whole, for a reason that stays in the trail."""
        child, told = self.child(public_id), request_params.validated_body(UnmaskingSerializer, request)
        values = phone_numbers.unmask(pupil=child.pupil, by=self.by, now=self.now, **told)
        return Response({"values": values})
