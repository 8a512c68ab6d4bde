"""`scores` with the rows behind them."""

from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from rest_framework.fields import BooleanField, CharField, DateField, DateTimeField, FloatField, IntegerField, UUIDField

from services.access.permissions import Permission
from services.api.resources.fields import Computed, EnumField
from services.api.resources.filters import BooleanFilter, ChoiceFilter, TextFilter, UuidFilter
from services.api.resources.rows import Row
from services.api.resources.serializers import NamedReference, Resource
from services.api.views.base import BaseView, get_or_404
from services.api.views.lists import KeysetListView, ordered_by
from services.api.views.objects import DetailView
from services.assessment import access, source_rows
from services.assessment.choices import Assessee, AuditAction
from services.assessment.models import Score
from services.assessment.source_rows import SourceRow
from services.dashboards.figures import marker_text
from services.dashboards.suppression.markers import Marker
from services.dashboards.suppression.scores import WithheldScores
from services.kit.pagination.keyset import Ordering
from services.kit.periods import Quarter


def staff(view: BaseView, public_id: UUID | None, name: str) -> Row | None:
    return {"id": public_id, "name": name} if public_id and access.sees_teachers(view.actor) else None


def unless_withheld(view: "ScoreView", number: int, *of: Any) -> int | None:
    return None if view.marker(*of) else number


def points(view: "ScoreView", number: Decimal, *of: Any) -> float | None:
    return None if view.marker(*of) else float(number)


def shown(view: "ScoreView", numerator: int, denominator: int, *of: Any) -> str:
    marker = view.marker(*of)
    return marker_text(marker) if marker else f"{numerator} / {denominator}"


# What decides whether a score is withheld from a reader outside the school.
OF = ("result.round.year", "result.round.quarter", "result_id", "school_id", "indicator.measure")


class ScoreSerializer(Resource):
    """Numbers withheld from readers outside the school are null; `shown` is then `<5` or 保密."""

    round = UUIDField(source="result.round.public_id")
    school = NamedReference()
    subject = EnumField(Assessee, source="result.assessee")
    staff = Computed(
        NamedReference(allow_null=True, help_text="学校的得分为空；没有“看教师考核姓名”权限的也为空"),
        staff,
        "result.staff.public_id",
        "result.staff.name",
    )
    indicator = CharField(source="indicator.name")
    measure = CharField(source="indicator.measure")
    numerator = Computed(IntegerField(allow_null=True), unless_withheld, "numerator", *OF)
    denominator = Computed(IntegerField(allow_null=True), unless_withheld, "denominator", *OF)
    points = Computed(FloatField(allow_null=True), points, "points", *OF)
    shown = Computed(CharField(), shown, "numerator", "denominator", *OF)
    out_of = FloatField(source="indicator.points")
    confirmed_at = DateTimeField(source="result.confirmed_at", allow_null=True)


class ScoreView(BaseView):
    @cached_property
    def withheld(self) -> dict[Quarter, WithheldScores]:
        """The withheld scores of each quarter, read when its first score is represented."""
        return {}

    def marker(self, year: int, number: int, result_id: int, school_id: int, measure: str) -> Marker | None:
        """What stands instead of a score; None inside the school."""
        if self.actor.school_id is not None:
            return None
        quarter = Quarter(year, number)
        if quarter not in self.withheld:
            self.withheld[quarter] = WithheldScores(quarter)
        return self.withheld[quarter].of_result(result_id, school_id).get(measure)


class ScoreListView(ScoreView, KeysetListView):
    required_permissions = {"GET": Permission.VIEW_SCORES}
    serializer = ScoreSerializer
    # By school and person as they were computed, never by points: nobody is ranked.
    orderings = {"result": Ordering.of_columns("result_id")}
    filters = {
        "round": UuidFilter("result__round__public_id"),
        "school": UuidFilter("school__public_id"),
        "staff": UuidFilter("result__staff__public_id", description="没有“看教师考核姓名”权限时，查不到任何行"),
        "subject": ChoiceFilter(Assessee.values, "result__assessee"),
        "measure": TextFilter("indicator__measure"),
    }

    def get_queryset(self) -> QuerySet[Score]:
        rows = access.visible_scores(self.actor)
        # Narrowed to one teacher, the rows would say whose they are.
        return rows.none() if self.params["staff"] and not access.sees_teachers(self.actor) else rows


class ScoreDetailView(ScoreView, DetailView[Score]):
    required_permissions = {"GET": Permission.VIEW_SCORES}
    serializer = ScoreSerializer

    def get_queryset(self) -> QuerySet[Score]:
        return access.visible_scores(self.actor)


class ScoreRowSerializer(Resource):
    kind = CharField(source="row_kind")
    name = CharField(source="row_name")
    day = DateField(source="row_day", allow_null=True)
    is_met = BooleanField()


class ScoreRowListView(KeysetListView):
    """Empty for the county where the rows are about health or notes: it sees numerator and denominator only."""

    required_permissions = {"GET": Permission.VIEW_SCORES}
    serializer = ScoreRowSerializer
    audit_action = AuditAction.SOURCE_ROWS_VIEWED
    orderings = ordered_by("id")
    filters = {"met": BooleanFilter()}

    def get_queryset(self) -> QuerySet[Model, SourceRow]:
        scores = access.visible_scores(self.actor).select_related("indicator")
        score: Score = get_or_404(scores, self.kwargs["public_id"])
        rows = source_rows.source_rows(score, met=self.params["met"])
        return rows if source_rows.may_open_rows(score, self.actor) else rows.none()
