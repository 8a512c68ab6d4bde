"""`assessment-rounds`: the assessment of a quarter: opened, computed, confirmed by the schools, published."""

from rest_framework.fields import DateField, DateTimeField, IntegerField, UUIDField

from services.access.permissions import Permission
from services.api.resources.fields import EnumField
from services.api.resources.filters import ChoiceFilter
from services.api.resources.serializers import Resource
from services.api.views.lists import ordered_by
from services.api.views.objects import DetailView, ListCreateView, action, job_action
from services.assessment import actions, queries
from services.assessment.choices import RoundState
from services.assessment.models import AssessmentRound
from services.kit.periods import FIRST_YEAR, LAST_YEAR


class AssessmentRoundSerializer(Resource):
    writable = ("year", "quarter")
    year = IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)
    quarter = IntegerField(min_value=1, max_value=4)
    begins_on = DateField()
    ends_on = DateField()
    state = EnumField(RoundState)
    rubric = UUIDField(source="rubric.public_id")
    job = UUIDField(source="job.public_id", allow_null=True)
    computed_at = DateTimeField(allow_null=True)
    published_at = DateTimeField(allow_null=True)
    schools = IntegerField(source="school_count")
    confirmed = IntegerField(source="confirmed_count")


class AssessmentRoundListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_SCORES, "POST": Permission.COMPUTE_ROUND}
    queryset = queries.rounds()
    serializer = create_serializer = AssessmentRoundSerializer
    orderings = ordered_by("-begins_on", "begins_on")
    filters = {"state": ChoiceFilter(RoundState.values, "state")}

    def create(self, *, year: int, quarter: int) -> AssessmentRound:
        """Open a quarter's assessment of the county."""
        return actions.open_round(year=year, quarter=quarter, by=self.actor, now=self.now)


class AssessmentRoundDetailView(DetailView[AssessmentRound]):
    required_permissions = {"GET": Permission.VIEW_SCORES}
    queryset = queries.rounds()
    serializer = AssessmentRoundSerializer

    @job_action(Permission.COMPUTE_ROUND)
    def compute(self, round_: AssessmentRound, /) -> None:
        """Enqueue its computation from the recorded work. It may be computed again until it is published."""
        actions.request_computation(round_=round_, by=self.actor, now=self.now)

    @action(Permission.CONFIRM_SCORES)
    def confirm(self, round_: AssessmentRound, /) -> None:
        """Confirm the results of the caller's school."""
        actions.confirm(round_=round_, by=self.actor, now=self.now)

    @action(Permission.PUBLISH_ROUND)
    def publish(self, round_: AssessmentRound, /) -> None:
        """Make the results final: nothing changes them afterwards. 409 while a school has not confirmed."""
        actions.publish(round_=round_, by=self.actor, now=self.now)
