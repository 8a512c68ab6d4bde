"""`assessment-rounds`: the assessment of a quarter: opened, computed, confirmed by the schools, published."""

from typing import ClassVar

from django.db.models import QuerySet
from rest_framework.fields import DateField, DateTimeField, IntegerField, UUIDField

from services.access.permissions import Permission
from services.api.resources.fields import EnumField
from services.api.resources.filters import ChoiceFilter
from services.api.resources.serializers import JobAccepted, Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.lists import ordered_by
from services.api.views.objects import ActionView, DetailView, ListCreateView
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


class RoundView(BaseView):
    serializer: ClassVar[type[Serializer] | None] = AssessmentRoundSerializer

    def get_queryset(self) -> QuerySet[AssessmentRound]:
        return queries.rounds()


class AssessmentRoundListView(RoundView, ListCreateView):
    required_permissions = {"GET": Permission.VIEW_SCORES, "POST": Permission.COMPUTE_ROUND}
    create_serializer = AssessmentRoundSerializer
    orderings = ordered_by("-begins_on", "begins_on")
    filters = {"state": ChoiceFilter(RoundState.values, "state")}

    def create(self, *, year: int, quarter: int) -> AssessmentRound:
        """Open a quarter's assessment of the county."""
        return actions.open_round(year=year, quarter=quarter, by=self.actor, now=self.now)


class AssessmentRoundDetailView(RoundView, DetailView[AssessmentRound]):
    required_permissions = {"GET": Permission.VIEW_SCORES}


class AssessmentRoundComputeView(RoundView, ActionView[AssessmentRound]):
    required_permissions = {"POST": Permission.COMPUTE_ROUND}
    serializer, status = JobAccepted, 202
    accepts_idempotency_key = True

    def perform(self, round_: AssessmentRound, /) -> None:
        """Enqueue its computation from the recorded work. It may be computed again until it is published."""
        actions.request_computation(round_=round_, by=self.actor, now=self.now)


class AssessmentRoundConfirmView(RoundView, ActionView[AssessmentRound]):
    required_permissions = {"POST": Permission.CONFIRM_SCORES}

    def perform(self, round_: AssessmentRound, /) -> None:
        """Confirm the results of the caller's school."""
        actions.confirm(round_=round_, by=self.actor, now=self.now)


class AssessmentRoundPublishView(RoundView, ActionView[AssessmentRound]):
    required_permissions = {"POST": Permission.PUBLISH_ROUND}

    def perform(self, round_: AssessmentRound, /) -> None:
        """Make the results final: nothing changes them afterwards. 409 while a school has not confirmed."""
        actions.publish(round_=round_, by=self.actor, now=self.now)
