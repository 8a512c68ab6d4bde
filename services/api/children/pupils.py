"""`pupils`: everyone enrolled; edits by hand."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_400, get_or_404
from services.api.children.filters import NAMES, PUPIL_FILTERS, filter_from, serialize_class
from services.api.children.serializers import ClassSummarySerializer, FamilySerializer
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.children import access
from services.children.actions import family
from services.children.choices import AuditAction, Household, PupilState
from services.children.models import Pupil
from services.children.queries import family as families
from services.children.queries import lists
from services.schools.choices import Sex
from services.schools.models import SchoolClass

Text = serializers.CharField


class PupilSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Text()
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = serializers.DateField()
    school_class = ClassSummarySerializer()
    boarding = serializers.BooleanField(allow_null=True)
    household = Text()
    state = serializers.ChoiceField(choices=PupilState.choices)
    child = serializers.UUIDField(allow_null=True)


class PupilDetailSerializer(PupilSerializer):
    family = FamilySerializer()


class PupilUpdateSerializer(serializers.Serializer[Any]):
    name = Text(max_length=60)
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = serializers.DateField()
    ethnicity = Text(max_length=20, allow_blank=True)
    school_class = serializers.UUIDField()
    boarding = serializers.BooleanField(allow_null=True)
    household = serializers.ChoiceField(choices=Household.choices, allow_blank=True)
    remark = Text(max_length=300, allow_blank=True)
    state = serializers.ChoiceField(choices=PupilState.choices)
    left_on = serializers.DateField(allow_null=True)


def pupil_answer(row: dict[str, Any], on: date) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        "school_class": serialize_class(row, on),
        "child": row["child__public_id"],
        "name": row["name"],
        "sex": row["sex"],
        "birth_date": row["birth_date"],
        "boarding": row["boarding"],
        "household": row["household"],
        "state": row["state"],
    }


class PupilListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_PUPIL}
    name = "pupils"
    orderings = NAMES

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = lists.pupils(self.by, self.now, filter_from(self.request))
        return rows

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return pupil_answer(found, self.today)

    def log_access(self, found: Any) -> None:
        audit.log(AuditAction.PUPILS_LISTED, target=[row["public_id"] for row in found], by=self.by, now=self.now)

    @extend_schema(responses=request_params.page_schema(PupilSerializer), parameters=[*LIST_PARAMETERS, *PUPIL_FILTERS])
    def get(self, request: Request) -> Response:
        return super().get(request)


class PupilDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_PUPIL, "PATCH": Permission.EDIT_PUPIL}

    @extend_schema(responses=PupilDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(self._answer(public_id))

    @extend_schema(request=PupilUpdateSerializer, responses=PupilDetailSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        pupil = get_or_404(access.visible_pupils(self.by, self.now), public_id)
        changes = request_params.validated_body(PupilUpdateSerializer, request, partial=True)
        if unknown := sorted(set(request.data) - set(PupilUpdateSerializer().fields)):
            raise ValidationError({name: [_("没有这个字段，或不能在这里改。")] for name in unknown})
        if "school_class" in changes:
            changes["school_class"] = get_or_400(SchoolClass.objects.all(), changes["school_class"], "school_class")
        family.edit_pupil(pupil=pupil, changes=changes, by=self.by, now=self.now)
        return Response(self._answer(public_id))

    def _answer(self, public_id: UUID) -> dict[str, Any]:
        row = get_or_404(lists.pupils(self.by, self.now, lists.PupilFilter()), public_id)
        pupil = Pupil.objects.select_related("school_class").get(pk=row["id"])
        audit.log(AuditAction.PUPIL_VIEWED, target=pupil, by=self.by, now=self.now)
        told = families.of(pupil, self.by, self.today)
        return pupil_answer(row, self.today) | {"family": families.serialize_family(told)}
