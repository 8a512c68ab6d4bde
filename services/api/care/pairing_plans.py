"""`pairing-plans`: pairs proposed by the optimiser, read, approved."""

from collections.abc import Sequence

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateTimeField, IntegerField, UUIDField

from services.access.permissions import Permission
from services.api.resources.fields import Computed, EnumField
from services.api.resources.filters import ChoiceFilter
from services.api.resources.references import child_reference
from services.api.resources.rows import Row
from services.api.resources.serializers import JobAccepted, NamedReference, Resource, Serializer
from services.api.views.base import BaseView, get_or_404
from services.api.views.lists import KeysetListView, ordered_by
from services.api.views.objects import DetailView, ListCreateView, action
from services.care import access, queries
from services.care.actions import pairing_plans
from services.care.choices import AuditAction, PairingPlanState
from services.care.models import PairingPlan, ProposedPair
from services.kit.pagination.keyset import Ordering


class PairingPlanSerializer(Resource):
    state = EnumField(PairingPlanState)
    message = CharField()
    job = UUIDField(source="job.public_id", allow_null=True)
    school = UUIDField(source="school.public_id")
    proposed_at = DateTimeField()
    approved_at = DateTimeField(allow_null=True)
    pairs = IntegerField()
    unpaired = IntegerField()


class ReasonSerializer(Serializer):
    code = CharField()
    text = CharField()


def reasons(_view: BaseView, codes: Sequence[str]) -> list[Row]:
    return [{"code": code, "text": queries.reason_label(code)} for code in codes]


class ProposedPairSerializer(Serializer):
    child = child_reference()
    staff = NamedReference(source="mentor.staff", allow_null=True)
    reasons = Computed(ReasonSerializer(many=True), reasons, "reasons")


class PairingPlanView(BaseView):
    serializer = PairingPlanSerializer

    def get_queryset(self) -> QuerySet[PairingPlan]:
        return queries.with_pair_counts(access.visible_plans(self.actor))


class PairingPlanListView(PairingPlanView, ListCreateView):
    required_permissions = {"GET": Permission.VIEW_PAIRING, "POST": Permission.PROPOSE_PAIRING}
    created_serializer, created_status = JobAccepted, 202  # the optimiser takes up to ten seconds
    orderings = ordered_by("-proposed_at")
    filters = {"state": ChoiceFilter(PairingPlanState.values, "state")}

    def create(self) -> PairingPlan:
        """Ask the optimiser for pairs for all children without a mentor."""
        return pairing_plans.request_plan(by=self.actor, now=self.now)


class PairingPlanDetailView(PairingPlanView, DetailView[PairingPlan]):
    required_permissions = {"GET": Permission.VIEW_PAIRING}

    @action(Permission.APPROVE_PAIRING)
    def approve(self, plan: PairingPlan, /) -> None:
        """Make all proposed pairs, or none; 409 names what has changed since."""
        pairing_plans.approve_plan(plan=plan, by=self.actor, now=self.now)


class ProposedPairListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_PAIRING}
    serializer = ProposedPairSerializer
    audit_action, audit_columns = AuditAction.PAIRING_PLAN_VIEWED, ("child__public_id",)
    # Read whole before it is approved, so one order is enough.
    orderings = {"child": Ordering.of_columns("child__pupil__pinyin")}

    def get_queryset(self) -> QuerySet[ProposedPair]:
        plan: PairingPlan = get_or_404(access.visible_plans(self.actor), self.kwargs["public_id"])
        return plan.rows.all()
