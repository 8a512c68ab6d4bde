"""`children`: the care files, one of them, and who can see it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import trail
from services.access.may import May
from services.api import asked
from services.api.base import Door, find
from services.api.children.asking import CHILD_FILTERS, NAMES, class_shape, wish_of
from services.api.children.shapes import ClassShape, FamilyAnswer
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.children import access
from services.children.choices import Answer, PupilState
from services.children.models import Child
from services.children.queries import family as families
from services.children.queries import people
from services.schools.choices import Sex
from services.schools.queries import school_year_of

Text = serializers.CharField


class ChildAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    pupil = serializers.UUIDField()
    name = Text()
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = serializers.DateField()
    school_class = ClassShape()
    boarding = serializers.BooleanField(allow_null=True)
    state = serializers.ChoiceField(choices=PupilState.choices)
    opened_on = serializers.DateField()
    opened_because = Text()
    carer = Text(allow_null=True)
    has_card = serializers.BooleanField()
    d1 = serializers.ChoiceField(choices=Answer.choices)
    d2 = serializers.ChoiceField(choices=Answer.choices)
    d3 = serializers.ChoiceField(choices=Answer.choices)


class ChildDetail(ChildAnswer):
    family = FamilyAnswer()


class SeerShape(serializers.Serializer[Any]):
    staff = serializers.UUIDField()
    name = Text()
    reason = Text()
    reason_label = Text()
    note = Text()
    since = serializers.DateTimeField()
    can_sign_in = serializers.BooleanField()


class RoleShape(serializers.Serializer[Any]):
    role = Text()
    role_label = Text()
    sentence = Text()
    names = serializers.ListField(child=Text())


class AccessAnswer(serializers.Serializer[Any]):
    people = SeerShape(many=True)
    roles = RoleShape(many=True)


def child_answer(row: dict[str, Any], on: date) -> dict[str, Any]:
    same = ("name", "sex", "birth_date", "boarding", "state", "has_card", "d1", "d2", "d3")
    return {
        "id": row["child__public_id"],
        "pupil": row["public_id"],
        "school_class": class_shape(row, on),
        "opened_on": row["child__opened_on"],
        "opened_because": row["child__opened_because"],
        "carer": row["carer_name"],
    } | {name: row[name] for name in same}


class ChildrenDoor(ListDoor):
    may = {"GET": May.VIEW_CHILD}
    name = "children"
    orderings = NAMES

    def rows(self) -> QuerySet[Any, Any]:
        wish = wish_of(self.request)
        rows: QuerySet[Any, Any] = people.children(self.by, self.now, self.today, wish)
        return rows

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return child_answer(found, self.today)

    def seen(self, found: Any) -> None:
        trail.note("children.listed", about=[row["child__public_id"] for row in found], by=self.by, now=self.now)

    @extend_schema(responses=asked.page_of(ChildAnswer), parameters=[*LIST_PARAMETERS, *CHILD_FILTERS])
    def get(self, request: Request) -> Response:
        return super().get(request)


class OneChild(Door):
    """What every address below one child shares."""

    def child(self, public_id: UUID) -> Child:
        rows = access.visible_to(self.by, self.now).select_related(
            "pupil__school_class__class_teacher", "pupil__school"
        )
        child: Child = find(rows, public_id)
        return child


class ChildDoor(OneChild):
    may = {"GET": May.VIEW_CHILD}

    @extend_schema(responses=ChildDetail)
    def get(self, request: Request, public_id: UUID) -> Response:
        child = self.child(public_id)
        trail.note("children.seen", about=child, by=self.by, now=self.now)
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
        "opened_because": child.opened_because,
        "carer": family.guardian.name if family.guardian else None,
        "has_card": family.card is not None,
        "family": families.plain(family),
        **{name: getattr(pupil, name) for name in same},
        **{name: verdict.answer for name, verdict in family.verdicts.items()},
    }


class ChildAccessDoor(OneChild):
    may = {"GET": May.VIEW_ACCESS}

    @extend_schema(responses=AccessAnswer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Who can see this child, and why: people by entrustment, others by their role."""
        child = self.child(public_id)
        return Response(
            {
                "people": people.who_can_see(child, self.now),
                "roles": people.roles_that_see(child, self.today),
            }
        )
