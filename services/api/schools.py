"""`schools` and `classes`."""

from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.kit import clock
from services.kit.pagination import Ordering
from services.schools import queries
from services.schools.classes import class_label_in_grade
from services.schools.models import School

Text = serializers.CharField


class SchoolSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = Text()
    code = Text()
    kind = Text()
    township = Text()
    is_open = serializers.BooleanField()


SCHOOL = ("public_id", "name", "code", "kind", "is_open", "id")


def school_answer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        "name": row["name"],
        "code": row["code"],
        "kind": row["kind"],
        "township": row["township"],
        "is_open": row["is_open"],
    }


def school_rows() -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = School.objects.annotate(township=F("region__name")).values(*SCHOOL, "township")
    return rows


class SchoolListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS}
    name = "schools"
    orderings = {"name": Ordering.of_columns("name"), "-name": Ordering.of_columns("-name")}

    def rows(self) -> QuerySet[Any, Any]:
        wish = self.request.query_params
        rows = school_rows()
        if words := wish.get("q"):
            rows = rows.filter(Q(name__icontains=words) | Q(code=words))
        return rows.filter(region__name=wish["township"]) if wish.get("township") else rows

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return school_answer(found)

    @extend_schema(
        responses=request_params.page_schema(SchoolSerializer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("q", str), OpenApiParameter("township", str)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class SchoolDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS}

    @extend_schema(responses=SchoolSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(school_answer(get_or_404(school_rows(), public_id)))


class ClassSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    label = Text()  # type: ignore[assignment]
    grade = serializers.IntegerField()
    number = serializers.IntegerField()
    entry_year = serializers.IntegerField()
    site = Text()
    class_teacher = Text(allow_null=True)
    class_teacher_id = serializers.UUIDField(allow_null=True)
    school = serializers.UUIDField()


class ClassListView(KeysetListView):
    """Classes as they are called in a school year (this one when not said)."""

    required_permissions = {"GET": Permission.VIEW_STAFF}
    name = "classes"
    orderings = {
        "grade": Ordering.of_columns("grade_now", "number"),
        "-grade": Ordering.of_columns("-grade_now", "-number"),
    }

    def rows(self) -> QuerySet[Any, Any]:
        rows = queries.classes(_school_year(self.request)).values(
            "id",
            "public_id",
            "grade_now",
            "number",
            "entry_year",
            "entry_grade",
            "site__name",
            "class_teacher__name",
            "class_teacher__public_id",
            "school__public_id",
        )
        if grade := request_params.int_param(self.request, "grade"):
            rows = rows.filter(grade_now=grade)
        school = request_params.uuid_param(self.request, "school")
        return rows.filter(school__public_id=school) if school else rows

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": found["public_id"],
            "label": class_label_in_grade(found["grade_now"], found["number"]),
            "grade": found["grade_now"],
            "number": found["number"],
            "entry_year": found["entry_year"],
            "site": found["site__name"],
            "class_teacher": found["class_teacher__name"],
            "class_teacher_id": found["class_teacher__public_id"],
            "school": found["school__public_id"],
        }

    @extend_schema(
        responses=request_params.page_schema(ClassSerializer),
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("school_year", int),
            OpenApiParameter("grade", int),
            OpenApiParameter("school", str),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


def _school_year(request: Request) -> int:
    return request_params.int_param(request, "school_year") or queries.school_year_of(clock.today())
