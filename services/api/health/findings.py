"""`findings`: what is followed to its close."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import trail
from services.access.may import May
from services.api import asked
from services.api.base import Door, find
from services.api.health.appointments import class_called
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.health import access
from services.health.actions import findings
from services.health.choices import FindingState
from services.health.grades import Grade, Kind
from services.health.models import Finding
from services.kit.paging import Order

Text = serializers.CharField


class FindingAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    checkup = serializers.UUIDField()
    campaign = serializers.UUIDField()
    pupil = serializers.UUIDField()
    name = Text()
    label = Text()  # type: ignore[assignment]
    kind = serializers.ChoiceField(choices=Kind.choices)
    grade = serializers.ChoiceField(choices=Grade.choices)
    value = Text()
    limit = Text()
    standard = Text()
    state = serializers.ChoiceField(choices=FindingState.choices)
    next_states = serializers.ListField(child=serializers.ChoiceField(choices=FindingState.choices))
    found_on = serializers.DateField()
    told_on = serializers.DateField(allow_null=True)
    answered_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)


class FindingChange(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=FindingState.choices)


FOUND = ("kind", "grade", "value", "limit", "standard", "state", "found_on", "told_on", "answered_on", "closed_on")
FINDING = (
    "id",
    "public_id",
    *FOUND,
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
        **{name: row[name] for name in FOUND},
        "next_states": [str(each) for each in findings.ONWARD[row["state"]]],
    }


class FindingsDoor(ListDoor):
    may = {"GET": May.VIEW_RESULTS}
    name = "findings"
    orderings = {"-found_on": Order.by("-found_on"), "found_on": Order.by("found_on")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = access.findings_visible_to(self.by, self.now)
        if state := asked.one_of(self.request, "state", FindingState.values):
            rows = rows.filter(state=state)
        if kind := asked.one_of(self.request, "kind", Kind.values):
            rows = rows.filter(kind=kind)
        if campaign := asked.public_id(self.request, "campaign"):
            rows = rows.filter(checkup__campaign__public_id=campaign)
        if pupil := asked.public_id(self.request, "pupil"):
            rows = rows.filter(pupil__public_id=pupil)
        return rows.values(*FINDING)

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return finding_answer(found)

    def seen(self, found: Any) -> None:
        if ids := [row["public_id"] for row in found]:
            trail.note("health.findings_seen", about=ids, by=self.by, now=self.now)

    @extend_schema(
        responses=asked.page_of(FindingAnswer),
        parameters=[
            *LIST_PARAMETERS,
            *(OpenApiParameter(name, str) for name in ("state", "kind", "campaign", "pupil")),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class FindingDoor(Door):
    may = {"GET": May.VIEW_RESULTS, "PATCH": May.FOLLOW_FINDINGS}

    @extend_schema(responses=FindingAnswer)
    def get(self, request: Request, public_id: UUID) -> Response:
        row = find(access.findings_visible_to(self.by, self.now).values(*FINDING), public_id)
        trail.note("health.findings_seen", about=[row["public_id"]], by=self.by, now=self.now)
        return Response(finding_answer(row))

    @extend_schema(request=FindingChange, responses=FindingAnswer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """One step on (told → seen or cannot pay → closed), or one back."""
        finding = find(access.findings_visible_to(self.by, self.now), public_id)
        state = FindingState(asked.body(FindingChange, request)["state"])
        findings.follow(finding=finding, to=state, by=self.by, now=self.now)
        return Response(finding_answer(Finding.objects.values(*FINDING).get(pk=finding.pk)))
