"""`emergency-accesses`: an officer of the county opens one child for an hour; the school's head reviews it."""

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateTimeField
from rest_framework.request import Request

from services.access.permissions import Permission
from services.access.roles import Role
from services.api.children.children import ChildDetailView
from services.api.children.phone_numbers import ChildUnmaskView
from services.api.children.views import ChildView
from services.api.resources.fields import EnumField
from services.api.resources.filters import BooleanFilter, UuidFilter
from services.api.resources.serializers import NamedReference, Resource, Serializer
from services.api.views.base import BaseView, get_or_404
from services.api.views.lists import KeysetListView
from services.api.views.objects import ActionView, DetailView, action
from services.children import access, emergency
from services.children.actions import emergency_access as actions
from services.children.choices import AuditAction, EmergencyVerdict
from services.children.models import Child, EmergencyAccess
from services.kit.pagination.keyset import Ordering
from services.schools.scope import scope


class EmergencyAccessSerializer(Resource):
    child = NamedReference(name="pupil.name")
    school = NamedReference()
    officer_name = CharField()
    opened_as = EnumField(Role)
    reason = CharField()
    opened_at = DateTimeField()
    expires_at = DateTimeField()
    ended_at = DateTimeField(allow_null=True)
    reviewed_at = DateTimeField(allow_null=True)
    reviewer_name = CharField(allow_blank=True)
    verdict = EnumField(EmergencyVerdict, allow_blank=True)
    review_note = CharField(allow_blank=True)


class ReasonSerializer(Serializer):
    reason = CharField(max_length=EmergencyAccess.reason.field.max_length, help_text="为什么要看，会告诉校长")


class ReviewSerializer(Serializer):
    verdict = EnumField(EmergencyVerdict)
    note = CharField(max_length=EmergencyAccess.review_note.field.max_length, required=False, allow_blank=True)


class EmergencyAccessView(BaseView):
    serializer = EmergencyAccessSerializer
    audit_action, audit_columns = AuditAction.EMERGENCY_ACCESSES_LISTED, ("child__public_id",)

    def get_queryset(self) -> QuerySet[EmergencyAccess]:
        return access.visible_accesses(self.actor)


class EmergencyAccessListView(EmergencyAccessView, KeysetListView):
    required_permissions = {"GET": Permission.VIEW_EMERGENCY_ACCESS}
    # Keys are given in the order of opening.
    orderings = {"-opened_at": Ordering.of_columns("-id"), "opened_at": Ordering.of_columns("id")}
    filters = {
        "unreviewed": BooleanFilter("reviewed_at__isnull"),
        "school": UuidFilter("school__public_id"),
        "child": UuidFilter("child__public_id"),
    }


class EmergencyAccessDetailView(EmergencyAccessView, DetailView[EmergencyAccess]):
    required_permissions = {"GET": Permission.VIEW_EMERGENCY_ACCESS}

    @action(Permission.VIEW_EMERGENCY_ACCESS)
    def end(self, emergency_access: EmergencyAccess, /) -> None:
        """End an access before its hour is over."""
        actions.end_access(access=emergency_access, by=self.actor, now=self.now)

    @action(Permission.REVIEW_EMERGENCY_ACCESS, body_serializer=ReviewSerializer)
    def review(self, emergency_access: EmergencyAccess, /, *, verdict: EmergencyVerdict, note: str = "") -> None:
        """Close the case with a verdict; with a note where the access was not justified."""
        actions.review_access(access=emergency_access, verdict=verdict, note=note, by=self.actor, now=self.now)


class ChildEmergencyAccessView(ChildView, ActionView[Child]):
    required_permissions = {"POST": Permission.OPEN_EMERGENCY_ACCESS}
    serializer, status = EmergencyAccessSerializer, 201
    body_serializer = ReasonSerializer

    def perform(self, child: Child, /, *, reason: str) -> EmergencyAccess:
        """Open one child for 60 minutes. The head of the school is told at once."""
        return actions.open_access(child=child, reason=reason, by=self.actor, now=self.now)


class EmergencyScopeMixin(BaseView):
    # Enters the school's scope for the one child of an own access, once the officer's permission is checked.
    opens_scope = False

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        with scope(self.actor.scope):
            own = access.visible_accesses(self.actor).filter(opened_by=self.actor.user_id)
            row = get_or_404(own.select_related("school"), self.kwargs["public_id"])
        stack = request._request.exit_stack  # type: ignore[attr-defined]  # of access.middleware
        entering = emergency.entered(access=row, by=self.actor, now=self.now)
        request._request.actor = stack.enter_context(entering)  # type: ignore[attr-defined]
        self.purpose = row.reason


class EmergencyChildView(EmergencyScopeMixin, ChildDetailView):
    required_permissions = {"GET": Permission.OPEN_EMERGENCY_ACCESS}

    def get_object(self) -> Child:
        return self.get_queryset().get()  # the access sees one child


class EmergencyUnmaskView(EmergencyScopeMixin, ChildUnmaskView):
    required_permissions = {"POST": Permission.OPEN_EMERGENCY_ACCESS}

    def get_object(self) -> Child:
        return self.get_queryset().get()
