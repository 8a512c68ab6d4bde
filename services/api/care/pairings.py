"""`pairings`: who looks after whom, by hand, and its end."""

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateTimeField, UUIDField

from services.access.permissions import Permission
from services.api.resources.filters import BooleanFilter, SearchFilter, UuidFilter
from services.api.resources.references import child_reference, staff_reference
from services.api.resources.serializers import Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.lists import ordered_by
from services.api.views.objects import DetailView, ListCreateView, action
from services.care import access, queries
from services.care.actions import pairings
from services.care.choices import AuditAction
from services.care.models import Pairing
from services.children.models import Child
from services.schools.models import Staff


class PairingSerializer(Resource):
    writable = ("child", "staff")
    child = child_reference()
    staff = staff_reference(source="mentor.staff")
    school = UUIDField(source="school.public_id")
    started_at = DateTimeField()
    ended_at = DateTimeField(allow_null=True)
    end_reason = CharField()


class PairingEndSerializer(Serializer):
    reason = CharField(max_length=Pairing.end_reason.field.max_length)


class PairingView(BaseView):
    serializer = PairingSerializer

    def get_queryset(self) -> QuerySet[Pairing]:
        return access.visible_pairings(self.actor, self.now)


class PairingListView(PairingView, ListCreateView):
    required_permissions = {"GET": Permission.VIEW_PAIRING, "POST": Permission.APPROVE_PAIRING}
    create_serializer = PairingSerializer
    audit_action, audit_columns = AuditAction.PAIRINGS_VIEWED, ("child__public_id",)
    orderings = ordered_by("-started_at", "started_at")
    filters = {
        "q": SearchFilter(queries.search_by_child),
        "staff": UuidFilter("mentor__staff__public_id"),
        "child": UuidFilter("child__public_id"),
        "open": BooleanFilter("ended_at__isnull"),
    }

    def create(self, *, child: Child, staff: Staff) -> Pairing:
        """Pair one child with one member of staff by hand."""
        return pairings.pair_with_staff(child=child, staff=staff, by=self.actor, now=self.now)


class PairingDetailView(PairingView, DetailView[Pairing]):
    required_permissions = {"GET": Permission.VIEW_PAIRING}
    audit_action, audit_columns = AuditAction.PAIRING_VIEWED, ("child__public_id",)

    @action(Permission.APPROVE_PAIRING, body_serializer=PairingEndSerializer)
    def end(self, pairing: Pairing, /, *, reason: str) -> None:
        """End a pairing: the teacher no longer sees the child."""
        pairings.end_pairing(pairing=pairing, reason=reason, by=self.actor, now=self.now)
