"""`findings`: what is followed to its close."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.health.appointments import class_called
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.health import access
from services.health.actions import findings
from services.health.choices import AuditAction, FindingState
from services.health.interpretations import FindingKind, Interpretation
from services.health.models import Finding
from services.kit.pagination import Ordering

Text = serializers.CharField


class FindingSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    checkup = serializers.UUIDField()
    campaign = serializers.UUIDField()
    pupil = serializers.UUIDField()
    name = Text()
    label = Text()  # type: ignore[assignment]
    kind = serializers.ChoiceField(choices=FindingKind.choices)
    interpretation = serializers.ChoiceField(choices=Interpretation.choices)
    value = Text()
    limit = Text()
    standard = Text()
    state = serializers.ChoiceField(choices=FindingState.choices)
    next_states = serializers.ListField(child=serializers.ChoiceField(choices=FindingState.choices))
    found_on = serializers.DateField()
    guardian_notified_on = serializers.DateField(allow_null=True)
    guardian_responded_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)


class FindingUpdateSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=FindingState.choices)


FINDING_FIELDS = (
    "kind",
    "interpretation",
    "value",
    "limit",
    "standard",
    "state",
    "found_on",
    "guardian_notified_on",
    "guardian_responded_on",
    "closed_on",
)
FINDING = (
    "id",
    "public_id",
    *FINDING_FIELDS,
    "checkup__public_id",
    "checkup__campaign__public_id",
    "checkup__campaign__term__school_year",
    "pupil__public_id",
    "pupil__name",
    "pupil__school_class__entry_year",
    "pupil__school_class__entry_grade",
    "pupil__school_class__number",
)


def finding_answer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        "checkup": row["checkup__public_id"],
        "campaign": row["checkup__campaign__public_id"],
        "pupil": row["pupil__public_id"],
        "name": row["pupil__name"],
        "label": class_called(row, "pupil__school_class__", "checkup__campaign__"),
        **{name: row[name] for name in FINDING_FIELDS},
        "next_states": [str(each) for each in findings.TRANSITIONS[row["state"]]],
    }


class FindingListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_RESULTS}
    name = "findings"
    orderings = {"-found_on": Ordering.of_columns("-found_on"), "found_on": Ordering.of_columns("found_on")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = access.findings_visible_to(self.by, self.now)
        if state := request_params.choice_param(self.request, "state", FindingState.values):
            rows = rows.filter(state=state)
        if kind := request_params.choice_param(self.request, "kind", FindingKind.values):
            rows = rows.filter(kind=kind)
        if campaign := request_params.uuid_param(self.request, "campaign"):
            rows = rows.filter(checkup__campaign__public_id=campaign)
        if pupil := request_params.uuid_param(self.request, "pupil"):
            rows = rows.filter(pupil__public_id=pupil)
        return rows.values(*FINDING)

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return finding_answer(found)

    def log_access(self, found: Any) -> None:
        if ids := [row["public_id"] for row in found]:
            audit.log(AuditAction.FINDINGS_VIEWED, target=ids, by=self.by, now=self.now)

    @extend_schema(
        responses=request_params.page_schema(FindingSerializer),
        parameters=[
            *LIST_PARAMETERS,
            *(OpenApiParameter(name, str) for name in ("state", "kind", "campaign", "pupil")),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class FindingDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_RESULTS, "PATCH": Permission.UPDATE_FINDINGS}

    @extend_schema(responses=FindingSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        row = get_or_404(access.findings_visible_to(self.by, self.now).values(*FINDING), public_id)
        audit.log(AuditAction.FINDINGS_VIEWED, target=[row["public_id"]], by=self.by, now=self.now)
        return Response(finding_answer(row))

    @extend_schema(request=FindingUpdateSerializer, responses=FindingSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """One step on (told → seen or cannot pay → closed), or one back."""
        finding = get_or_404(access.findings_visible_to(self.by, self.now), public_id)
        state = FindingState(request_params.validated_body(FindingUpdateSerializer, request)["state"])
        findings.advance_finding(finding=finding, to=state, by=self.by, now=self.now)
        return Response(finding_answer(Finding.objects.values(*FINDING).get(pk=finding.pk)))
