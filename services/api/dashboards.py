"""`figures`, `dashboards/county` and `dashboards/schools/{id}`: numbers with their rule, their as-of, no names."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.dashboards import figures, queries
from services.dashboards.choices import Basis
from services.kit import clock
from services.kit.periods import InvalidPeriod, Quarter
from services.schools.models import School

PERIOD = [
    OpenApiParameter("year", int, description="年，默认今年"),
    OpenApiParameter("quarter", int, description="季度 1–4,默认本季度"),
]


class FigureSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    rule = serializers.CharField()
    numerator = serializers.CharField()
    denominator = serializers.CharField()
    counted_from = serializers.CharField()


class FigureListSerializer(serializers.Serializer[Any]):
    results = FigureSerializer(many=True)


class FigureValueSerializer(serializers.Serializer[Any]):
    """A withheld small group has null numbers and `<5` as `shown`."""

    numerator = serializers.FloatField(allow_null=True)
    denominator = serializers.FloatField(allow_null=True)
    percent = serializers.FloatField(allow_null=True)
    shown = serializers.CharField()


class FigureRowSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    township = serializers.CharField()
    as_of = serializers.DateTimeField(allow_null=True)
    children = FigureValueSerializer()
    figures = serializers.DictField(child=FigureValueSerializer())


class WeekCountsSerializer(serializers.Serializer[Any]):
    starts_on = serializers.DateField()
    talks = serializers.IntegerField()
    visits = serializers.IntegerField()
    calls = serializers.IntegerField()


class SchoolDashboardSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    quarter = serializers.IntegerField()
    basis = serializers.ChoiceField(choices=Basis.values)
    as_of = serializers.DateTimeField(allow_null=True)
    total = FigureRowSerializer()
    weeks = WeekCountsSerializer(many=True)


class CountyDashboardSerializer(SchoolDashboardSerializer):
    previous = FigureRowSerializer()
    townships = FigureRowSerializer(many=True)
    schools = FigureRowSerializer(many=True)


class FigureListView(BaseView):
    required_permissions = {"GET": Permission.VIEW_SCHOOL_FIGURES}

    @extend_schema(responses=FigureListSerializer)
    def get(self, request: Request) -> Response:
        """Every figure with its counting rule."""
        return Response(
            {
                "results": [
                    {
                        "code": figure.code,
                        "name": str(figure.name),
                        "rule": str(figure.rule),
                        "numerator": figure.numerator,
                        "denominator": figure.denominator,
                        "counted_from": figure.source,
                    }
                    for figure in figures.ALL
                ]
            }
        )


class CountyDashboardView(BaseView):
    required_permissions = {"GET": Permission.VIEW_COUNTY_FIGURES}

    @extend_schema(
        responses=CountyDashboardSerializer,
        parameters=[*PERIOD, OpenApiParameter("basis", str, enum=Basis.values)],
    )
    def get(self, request: Request) -> Response:
        """The county's figures in a quarter: in all, by township, by school, by week."""
        quarter, basis = period(request), basis_of(request)
        page = queries.county_page(quarter=quarter, now=clock.now())
        return Response(
            {
                **_head(quarter, basis, page.county),
                "weeks": [vars(week) for week in page.weeks],
                "previous": serialize_row(page.previous, basis),
                "townships": [serialize_row(each, basis) for each in page.townships],
                "schools": [serialize_row(each, basis) for each in page.schools],
            }
        )


class SchoolDashboardView(BaseView):
    required_permissions = {"GET": Permission.VIEW_SCHOOL_FIGURES}

    @extend_schema(
        responses=SchoolDashboardSerializer,
        parameters=[*PERIOD, OpenApiParameter("basis", str, enum=Basis.values)],
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """One school's figures in a quarter."""
        quarter, basis = period(request), basis_of(request)
        school = get_or_404(School.objects.all(), public_id)
        found = queries.school_figures(school, quarter, now=clock.now(), outside=self.by.school_id is None)
        weeks = queries.weeks(min(quarter.end, clock.today()), School.objects.filter(pk=school.pk))
        return Response({**_head(quarter, basis, found), "weeks": [vars(week) for week in weeks]})


def period(request: Request) -> Quarter:
    """The quarter asked for; this one by default. 400 on `quarter` when there is no such quarter."""
    now = Quarter.of(clock.today())
    year, number = request_params.int_param(request, "year"), request_params.int_param(request, "quarter")
    try:
        return Quarter(now.year if year is None else year, now.number if number is None else number)
    except InvalidPeriod as reason:
        raise ValidationError({"quarter": [_("没有这个季度。")]}) from reason


def basis_of(request: Request) -> str:
    return request_params.choice_param(request, "basis", Basis.values) or Basis.D1.value


def serialize_row(found: queries.FigureRow, basis: str) -> dict[str, Any]:
    return {
        "id": found.public_id,
        "name": found.name,
        "township": found.township,
        "as_of": found.as_of,
        "children": found.values[basis].as_json(),
        "figures": {code: value.as_json() for code, value in found.values.items()},
    }


def _head(quarter: Quarter, basis: str, found: queries.FigureRow) -> dict[str, Any]:
    return {
        "year": quarter.year,
        "quarter": quarter.number,
        "basis": basis,
        "as_of": found.as_of,
        "total": serialize_row(found, basis),
    }
