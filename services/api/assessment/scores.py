"""`scores` with the rows behind them."""

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
from services.kit.pagination.keyset import Ordering


def staff(view: BaseView, public_id: UUID | None, name: str) -> Row | None:
    return {"id": public_id, "name": name} if public_id and access.sees_teachers(view.actor) else None


class ScoreSerializer(Resource):
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
    numerator = IntegerField()
    denominator = IntegerField()
    points = FloatField()
    out_of = FloatField(source="indicator.points")
    confirmed_at = DateTimeField(source="result.confirmed_at", allow_null=True)


class ScoreListView(KeysetListView):
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


class ScoreDetailView(DetailView[Score]):
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
    """Empty for the county where the rows are about health or notes: numerator and denominator must do."""

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
