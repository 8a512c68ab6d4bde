"""`figures`, `dashboards/county` and `dashboards/schools/{id}`: numbers with their rule and date, no names."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import SimpleNamespace
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.fields import (
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DateTimeField,
    DictField,
    FloatField,
    IntegerField,
    UUIDField,
)
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api.resources.fields import Computed
from services.api.resources.filters import ChoiceFilter, IntegerFilter
from services.api.resources.rows import Row
from services.api.resources.serializers import Serializer
from services.api.views.base import BaseView, get_or_404
from services.api.views.lists import WholeListView
from services.dashboards import figures, first_day, queries
from services.dashboards.choices import Basis
from services.dashboards.figures import FigureValue
from services.kit.periods import InvalidPeriod, Quarter
from services.schools.models import School


class FigureSerializer(Serializer):
    code = CharField()
    name = CharField()
    rule = CharField()
    numerator = CharField()
    denominator = CharField()
    counted_from = CharField(source="source")


class FigureListView(WholeListView):
    """Every figure with its counting rule."""

    required_permissions = {"GET": Permission.VIEW_SCHOOL_FIGURES}
    serializer = FigureSerializer

    def get_rows(self) -> Sequence[figures.Figure]:
        return figures.ALL


class SetupItemSerializer(Serializer):
    step = CharField()
    title = CharField()
    is_done = BooleanField()
    done = IntegerField(help_text="已有几个；不计数时为 0")
    total = IntegerField(help_text="应有几个；不计数时为 0")


class FirstDayView(WholeListView):
    """What the school or county sets up before the work can begin. A step is done when the data shows it."""

    required_permissions = {"GET": Permission.INVITE_MEMBERS}
    serializer = SetupItemSerializer

    def get_rows(self) -> Sequence[first_day.SetupItem]:
        return first_day.items(self.today)


class FigureValueSerializer(Serializer):
    """Withheld numbers are null. `shown` is then `<5` for a small group, 保密 for what would give one away."""

    numerator = FloatField(allow_null=True)
    denominator = FloatField(allow_null=True)
    percent = FloatField(allow_null=True)
    shown = CharField()


def children(view: "DashboardView", values: Mapping[str, FigureValue]) -> Mapping[str, object]:
    return values[view.basis].as_json()


def figure_values(_view: BaseView, values: Mapping[str, FigureValue]) -> Row:
    return {code: value.as_json() for code, value in values.items()}


class FigureRowSerializer(Serializer):
    id = UUIDField(source="public_id", allow_null=True)
    name = CharField()
    township = CharField()
    as_of = DateTimeField(allow_null=True)
    children = Computed(FigureValueSerializer(), children, "values")
    figures = Computed(DictField(child=FigureValueSerializer()), figure_values, "values")


class WeekCountsSerializer(Serializer):
    starts_on = DateField()
    talks = IntegerField()
    visits = IntegerField()
    calls = IntegerField()


class SchoolDashboardSerializer(Serializer):
    year = IntegerField(source="quarter.year")
    quarter = IntegerField(source="quarter.number")
    basis = ChoiceField(choices=Basis.values)
    as_of = DateTimeField(source="total.as_of", allow_null=True)
    total = FigureRowSerializer()
    weeks = WeekCountsSerializer(many=True)


class CountyDashboardSerializer(SchoolDashboardSerializer):
    previous = FigureRowSerializer()
    townships = FigureRowSerializer(many=True)
    schools = FigureRowSerializer(many=True)


class DashboardView(BaseView):
    filters = {
        "year": IntegerFilter(description="年，默认今年"),
        "quarter": IntegerFilter(description="季度 1–4，默认本季度"),
        "basis": ChoiceFilter(Basis.values),
    }

    # Read per row of the answer.
    @cached_property
    def basis(self) -> str:
        return self.params["basis"] or Basis.D1.value

    @cached_property
    def quarter(self) -> Quarter:
        """The quarter of the parameters, by default this one. Raises ValidationError on `quarter`."""
        current = Quarter.of(self.today)
        year, number = self.params["year"], self.params["quarter"]
        try:
            return Quarter(current.year if year is None else year, current.number if number is None else number)
        except InvalidPeriod as reason:
            raise ValidationError({"quarter": [_("没有这个季度。")]}) from reason

    def answer(self, **fields: object) -> Response:
        return Response(self.represent(SimpleNamespace(quarter=self.quarter, basis=self.basis, **fields)))


class CountyDashboardView(DashboardView):
    required_permissions = {"GET": Permission.VIEW_COUNTY_FIGURES}
    serializer = CountyDashboardSerializer

    def get(self, request: Request) -> Response:
        """The county's figures in a quarter: in all, by township, by school, by week."""
        page = queries.county_page(quarter=self.quarter, now=self.now)
        return self.answer(
            total=page.county,
            weeks=page.weeks,
            previous=page.previous,
            townships=page.townships,
            schools=page.schools,
        )


class SchoolDashboardView(DashboardView):
    required_permissions = {"GET": Permission.VIEW_SCHOOL_FIGURES}
    serializer = SchoolDashboardSerializer

    def get(self, request: Request, public_id: UUID) -> Response:
        """One school's figures in a quarter. No weeks where they would give away a small group."""
        school = get_or_404(School.objects.all(), public_id)
        row = queries.school_figures(school, self.quarter, now=self.now, outside=self.actor.school_id is None)
        weeks = queries.school_weeks(row, min(self.quarter.ends, self.today))
        return self.answer(total=row, weeks=weeks)
