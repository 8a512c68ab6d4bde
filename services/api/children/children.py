"""`children`: the care files, one of them, and who can see it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.children.filters import CHILD_FILTERS, NAMES, filter_from, serialize_class
from services.api.children.serializers import ClassSummarySerializer, FamilySerializer
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.children import access
from services.children.choices import AuditAction, PupilState, Ternary
from services.children.models import Child
from services.children.queries import family as families
from services.children.queries import lists
from services.schools.choices import Sex
from services.schools.queries import school_year_of

Text = serializers.CharField


class ChildSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    pupil = serializers.UUIDField()
    name = Text()
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = serializers.DateField()
    school_class = ClassSummarySerializer()
    boarding = serializers.BooleanField(allow_null=True)
    state = serializers.ChoiceField(choices=PupilState.choices)
    opened_on = serializers.DateField()
    opening_reason = Text()
    guardian = Text(allow_null=True)
    has_card = serializers.BooleanField()
    d1 = serializers.ChoiceField(choices=Ternary.choices)
    d2 = serializers.ChoiceField(choices=Ternary.choices)
    d3 = serializers.ChoiceField(choices=Ternary.choices)


class ChildDetailSerializer(ChildSerializer):
    family = FamilySerializer()


class AccessReasonSerializer(serializers.Serializer[Any]):
    staff = serializers.UUIDField()
    name = Text()
    reason = Text()
    reason_label = Text()
    note = Text()
    since = serializers.DateTimeField()
    can_sign_in = serializers.BooleanField()


class RoleSerializer(serializers.Serializer[Any]):
    role = Text()
    role_label = Text()
    sentence = Text()
    names = serializers.ListField(child=Text())


class ChildAccessSerializer(serializers.Serializer[Any]):
    people = AccessReasonSerializer(many=True)
    roles = RoleSerializer(many=True)


def child_answer(row: dict[str, Any], on: date) -> dict[str, Any]:
    same = ("name", "sex", "birth_date", "boarding", "state", "has_card", "d1", "d2", "d3")
    return {
        "id": row["child__public_id"],
        "pupil": row["public_id"],
        "school_class": serialize_class(row, on),
        "opened_on": row["child__opened_on"],
        "opening_reason": row["child__opening_reason"],
        "guardian": row["guardian_name"],
    } | {name: row[name] for name in same}


class ChildListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_CHILD}
    name = "children"
    orderings = NAMES

    def rows(self) -> QuerySet[Any, Any]:
        wish = filter_from(self.request)
        rows: QuerySet[Any, Any] = lists.children(self.by, self.now, self.today, wish)
        return rows

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return child_answer(found, self.today)

    def log_access(self, found: Any) -> None:
        audit.log(AuditAction.LISTED, target=[row["child__public_id"] for row in found], by=self.by, now=self.now)

    @extend_schema(responses=request_params.page_schema(ChildSerializer), parameters=[*LIST_PARAMETERS, *CHILD_FILTERS])
    def get(self, request: Request) -> Response:
        return super().get(request)


class ChildMixin(BaseView):
    """What every address below one child shares."""

    def child(self, public_id: UUID) -> Child:
        rows = access.visible_to(self.by, self.now).select_related(
            "pupil__school_class__class_teacher", "pupil__school"
        )
        child: Child = get_or_404(rows, public_id)
        return child


class ChildDetailView(ChildMixin):
    required_permissions = {"GET": Permission.VIEW_CHILD}

    @extend_schema(responses=ChildDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        child = self.child(public_id)
        audit.log(AuditAction.CHILD_VIEWED, target=child, by=self.by, now=self.now)
        return Response(_told(child, families.of(child.pupil, self.by, self.today), self.today))


def _told(child: Child, family: families.Family, on: date) -> dict[str, Any]:
    """What the list says of the child, and the family: nothing is read twice."""
    pupil = child.pupil
    same = ("name", "sex", "birth_date", "boarding", "state")
    return {
        "id": child.public_id,
        "pupil": pupil.public_id,
        "school_class": {
            "id": pupil.school_class.public_id,
            "label": pupil.school_class.label(school_year_of(on)),
        },
        "opened_on": child.opened_on,
        "opening_reason": child.opening_reason,
        "guardian": family.guardian.name if family.guardian else None,
        "has_card": family.card is not None,
        "family": families.serialize_family(family),
        **{name: getattr(pupil, name) for name in same},
        **{name: row.answer for name, row in family.classifications.items()},
    }


class ChildAccessView(ChildMixin):
    required_permissions = {"GET": Permission.VIEW_CHILD_ACCESS}

    @extend_schema(responses=ChildAccessSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Who can see this child, and why: people by entrustment, others by their role."""
        child = self.child(public_id)
        return Response(
            {
                "people": lists.who_can_see(child, self.now),
                "roles": lists.roles_that_see(child, self.today),
            }
        )
