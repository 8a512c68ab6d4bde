"""`findings`: abnormal results, each followed to its close."""

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateField, ListField, UUIDField

from services.access.permissions import Permission
from services.api.health.fields import class_label_field
from services.api.resources.fields import Computed, EnumField
from services.api.resources.filters import ChoiceFilter, UuidFilter
from services.api.resources.serializers import Resource
from services.api.views.base import BaseView
from services.api.views.lists import KeysetListView, ordered_by
from services.api.views.objects import DetailView, UpdateMixin
from services.health import access
from services.health.actions import findings
from services.health.choices import AuditAction, FindingState
from services.health.interpretations import FindingKind, Interpretation
from services.health.models import Finding


def next_states(_view: BaseView, state: str) -> list[FindingState]:
    return list(findings.TRANSITIONS[state])


class FindingSerializer(Resource):
    writable = ("state",)
    checkup = UUIDField(source="checkup.public_id")
    campaign = UUIDField(source="checkup.campaign.public_id")
    pupil = UUIDField(source="pupil.public_id")
    name = CharField(source="pupil.name")
    label = class_label_field("pupil.school_class", "checkup.campaign")
    kind = EnumField(FindingKind)
    interpretation = EnumField(Interpretation)
    value = CharField()
    limit = CharField()
    standard = CharField()
    state = EnumField(FindingState)
    next_states = Computed(ListField(child=EnumField(FindingState)), next_states, "state")
    found_on = DateField()
    guardian_notified_on = DateField(allow_null=True)
    guardian_responded_on = DateField(allow_null=True)
    closed_on = DateField(allow_null=True)


class FindingListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_RESULTS}
    serializer = FindingSerializer
    audit_action, audits_empty = AuditAction.FINDINGS_VIEWED, False
    orderings = ordered_by("-found_on", "found_on")
    filters = {
        "state": ChoiceFilter(FindingState.values, "state"),
        "kind": ChoiceFilter(FindingKind.values, "kind"),
        "campaign": UuidFilter("checkup__campaign__public_id"),
        "pupil": UuidFilter("pupil__public_id"),
    }

    def get_queryset(self) -> QuerySet[Finding]:
        return access.findings_visible_to(self.actor, self.now)


class FindingDetailView(DetailView[Finding], UpdateMixin[Finding]):
    required_permissions = {"GET": Permission.VIEW_RESULTS, "PATCH": Permission.UPDATE_FINDINGS}
    serializer = update_serializer = FindingSerializer
    is_partial = False
    audit_action = AuditAction.FINDINGS_VIEWED

    def get_queryset(self) -> QuerySet[Finding]:
        return access.findings_visible_to(self.actor, self.now)

    def update(self, finding: Finding, /, *, state: FindingState) -> None:
        """One step on (guardian notified → seen by a doctor or cannot pay → closed), or one back."""
        findings.advance_finding(finding=finding, to=state, by=self.actor, now=self.now)
