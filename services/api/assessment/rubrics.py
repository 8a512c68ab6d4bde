"""`rubrics`: the versions of the scoring rules, with their indicators."""

from collections import defaultdict
from collections.abc import Sequence

from rest_framework.fields import CharField, FloatField, IntegerField

from services.access.permissions import Permission
from services.api.resources.fields import Computed, EnumField
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource
from services.api.views.lists import ordered_by
from services.api.views.objects import ListCreateView
from services.assessment import actions
from services.assessment.choices import Assessee, RubricState
from services.assessment.models import Indicator, Rubric


class IndicatorSerializer(Resource):
    code = CharField()
    group = CharField()
    name = CharField()
    subject = EnumField(Assessee, source="assessee")
    measure = CharField()
    points = FloatField()


def indicators(view: "RubricListView", rubric_id: int) -> list[Row]:
    return view.indicators[rubric_id]


class RubricSerializer(Resource):
    title = CharField()
    version = IntegerField()
    state = EnumField(RubricState)
    indicators = Computed(IndicatorSerializer(many=True), indicators, "id")


class RubricListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_SCORES, "POST": Permission.EDIT_RUBRIC}
    queryset = Rubric.objects.all()
    serializer = RubricSerializer
    orderings = ordered_by("-version")

    def prefetch(self, rows: Sequence[Row]) -> None:
        self.indicators: dict[int, list[Row]] = defaultdict(list)
        for indicator in Indicator.objects.filter(rubric__in=[row["id"] for row in rows]).order_by("id"):
            self.indicators[indicator.rubric_id].append(self.represent(indicator, IndicatorSerializer))

    def create(self) -> Rubric:
        """Adopt the standard rubric; a county that has one keeps it."""
        adopted: Rubric = actions.get_or_create_rubric(by=self.actor, now=self.now)
        return adopted

    def represent_created(self, created: Rubric) -> Row:
        self.prefetch([{"id": created.pk}])
        return self.represent(created)
