"""`children/{id}/phone-numbers`, `children/{id}/unmask`: numbers called and verified; a sealed value in full."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.fields import CharField, ChoiceField, DictField

from services.access.permissions import Permission
from services.api.children.serializers import (
    ContactPreferencesSerializer,
    FamilySerializer,
    PhoneNumberSerializer,
)
from services.api.children.views import ChildView, FamilyActionView
from services.api.resources.fields import EnumField
from services.api.resources.rows import Row
from services.api.resources.serializers import Serializer
from services.api.views.base import get_or_404
from services.api.views.objects import ActionView, DestroyMixin, UpdateMixin
from services.children import access
from services.children.actions import phone_numbers
from services.children.choices import VerificationResult
from services.children.models import Child, PhoneNumber
from services.children.queries import family as families


class VerificationSerializer(Serializer):
    result = EnumField(VerificationResult)


class UnmaskingSerializer(Serializer):
    field = ChoiceField(choices=[(name, name) for name in phone_numbers.UNMASKABLE])
    reason = CharField(max_length=phone_numbers.MAX_REASON_LENGTH)


class UnmaskedSerializer(Serializer):
    values = DictField(child=CharField())


class PhoneNumberListView(FamilyActionView):
    required_permissions = {"POST": Permission.EDIT_PUPIL}
    body_serializer = PhoneNumberSerializer

    def perform(self, child: Child, /, **body: Any) -> families.Family:
        """Keep one more number of the family."""
        phone_numbers.add_number(pupil=child.pupil, **body, by=self.actor, now=self.now)
        return self.family(child.pupil)


# The derived name would collide with the POST that adds a number.
@extend_schema_view(post=extend_schema(operation_id="children_phone_numbers_verify"))
class PhoneNumberDetailView(ActionView[PhoneNumber], UpdateMixin[PhoneNumber], DestroyMixin[PhoneNumber]):
    required_permissions = dict.fromkeys(["POST", "PATCH", "DELETE"], Permission.EDIT_PUPIL)
    serializer = FamilySerializer
    body_serializer = VerificationSerializer
    update_serializer = ContactPreferencesSerializer

    def get_object(self) -> PhoneNumber:
        child: Child = get_or_404(access.visible_to(self.actor, self.now), self.kwargs["public_id"])
        rows = PhoneNumber.objects.filter(pupil=child.pupil_id).select_related("pupil")
        phone_number: PhoneNumber = get_or_404(rows, self.kwargs["contact_id"])
        return phone_number

    def perform(self, phone_number: PhoneNumber, /, *, result: VerificationResult) -> families.Family:
        """The result of calling this number."""
        phone_numbers.verify_number(phone_number=phone_number, result=result, by=self.actor, now=self.now)
        return self._family(phone_number)

    def update(self, phone_number: PhoneNumber, /, **changes: Any) -> families.Family:
        """When the person at this number works, and whether they want text messages at all."""
        # Both as soon as one is named: the app refuses a beginning without an end.
        hours = {name: changes.get(name) for name in ("works_from", "works_until")}
        if changes.keys() & hours.keys():
            phone_numbers.set_working_hours(phone_number=phone_number, **hours, by=self.actor, now=self.now)
        if "refuses_sms" in changes:
            refuses = changes["refuses_sms"]
            phone_numbers.set_sms_opt_out(phone_number=phone_number, refuses=refuses, by=self.actor, now=self.now)
        return self._family(phone_number)

    def current_version(self) -> Row:
        return self.represent(self._family(self.get_object()))

    def destroy(self, phone_number: PhoneNumber, /) -> None:
        phone_numbers.remove_number(phone_number=phone_number, by=self.actor, now=self.now)

    def _family(self, phone_number: PhoneNumber) -> families.Family:
        return families.family_of(phone_number.pupil, self.actor, self.today)


class ChildUnmaskView(ChildView, ActionView[Child]):
    required_permissions = {"POST": Permission.UNMASK_NUMBERS}
    serializer = UnmaskedSerializer
    body_serializer = UnmaskingSerializer

    def perform(self, child: Child, /, *, field: str, reason: str) -> Row:
        """A sealed value in full, for a reason that stays in the audit log."""
        values = phone_numbers.unmask(pupil=child.pupil, field=field, reason=reason, by=self.actor, now=self.now)
        return {"values": values}
