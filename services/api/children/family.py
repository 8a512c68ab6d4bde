"""`children/{id}/parents`, `children/{id}/guardian`, `guardians`: where parents are, who looks after the child."""

from typing import Any

from django.db.models import QuerySet

from services.access.permissions import Permission
from services.api.children.serializers import (
    FamilySerializer,
    GuardianSummarySerializer,
    ParentWhereaboutsSerializer,
)
from services.api.children.views import ChildView, FamilyActionView
from services.api.resources.filters import SearchFilter, UuidFilter
from services.api.resources.rows import Row
from services.api.resources.serializers import NamedReference
from services.api.views.lists import KeysetListView, ordered_by
from services.api.views.objects import ReplaceMixin
from services.children.actions import family
from services.children.choices import AuditAction
from services.children.models import Child, Guardian
from services.children.queries import lists
from services.children.queries.family import Family


class GuardianSerializer(GuardianSummarySerializer):
    pupil = NamedReference()


class ChildParentsView(FamilyActionView):
    required_permissions = {"POST": Permission.EDIT_PUPIL}
    body_serializer = ParentWhereaboutsSerializer

    def perform(self, child: Child, /, **body: Any) -> Family:
        """Where a parent is from today on."""
        body["whereabouts"] = body["whereabouts"] or ""  # answers show null where nobody knows
        family.record_whereabouts(pupil=child.pupil, **body, by=self.actor, now=self.now)
        return self.family(child.pupil)


class ChildGuardianView(ChildView, ReplaceMixin[Child]):
    required_permissions = {"PUT": Permission.EDIT_PUPIL}
    serializer = FamilySerializer
    update_serializer = GuardianSummarySerializer

    def update(self, child: Child, /, **body: Any) -> Family:
        """Who looks after the child from today on."""
        family.set_guardian(pupil=child.pupil, **body, by=self.actor, now=self.now)
        return self.family(child.pupil)

    def current_version(self) -> Row:
        return self.represent(self.family(self.get_object().pupil))


class GuardianListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_PUPIL}
    serializer = GuardianSerializer
    audit_action, audit_columns = AuditAction.GUARDIANS_LISTED, ("pupil__public_id",)
    orderings = ordered_by("name", "-name")
    filters = {"q": SearchFilter(lists.search_guardians), "pupil": UuidFilter("pupil__public_id")}

    def get_queryset(self) -> QuerySet[Guardian]:
        return lists.guardians(self.actor, self.now)
