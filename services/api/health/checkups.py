"""`checkups`: a pupil's place in a class's day, and what was measured."""

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
from services.health.actions import results
from services.health.choices import AuditAction, CheckupState
from services.health.models import Checkup
from services.kit.pagination import Ordering
from services.schools.choices import Sex

Text = serializers.CharField


class MeasurementsSerializer(serializers.Serializer[Any]):
    height_cm = serializers.DecimalField(4, 1, allow_null=True)
    weight_kg = serializers.DecimalField(4, 1, allow_null=True)
    vision_left = serializers.DecimalField(2, 1, allow_null=True)
    vision_right = serializers.DecimalField(2, 1, allow_null=True)
    systolic = serializers.IntegerField(allow_null=True)
    diastolic = serializers.IntegerField(allow_null=True)


class CheckupSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    appointment = serializers.UUIDField()
    campaign = serializers.UUIDField()
    name = Text()
    label = Text()  # type: ignore[assignment]
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = serializers.DateField()
    state = serializers.ChoiceField(choices=CheckupState.choices)
    taken_on = serializers.DateField(allow_null=True)
    measurements = MeasurementsSerializer(allow_null=True)


class CheckupUpdateSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=[CheckupState.EXPECTED, CheckupState.ABSENT])


CHECKUP = (
    "id",
    "public_id",
    "state",
    "taken_on",
    "appointment__public_id",
    "campaign__public_id",
    "campaign__term__school_year",
    "pupil__name",
    "pupil__pinyin",
    "pupil__sex",
    "pupil__birth_date",
    "pupil__school_class__entry_year",
    "pupil__school_class__entry_grade",
    "pupil__school_class__number",
    "measures__id",
    *(f"measures__{name}" for name in results.FIELDS),
)


def checkup_answer(row: dict[str, Any]) -> dict[str, Any]:
    measured = {name: row[f"measures__{name}"] for name in results.FIELDS} if row["measures__id"] else None
    return {
        "id": row["public_id"],
        "appointment": row["appointment__public_id"],
        "campaign": row["campaign__public_id"],
        "name": row["pupil__name"],
        "label": class_called(row, "pupil__school_class__", "campaign__"),
        "sex": row["pupil__sex"],
        "birth_date": row["pupil__birth_date"],
        "state": row["state"],
        "taken_on": row["taken_on"],
        "measurements": measured,
    }


class CheckupListView(KeysetListView):
    """A nurse reads the queue she enters, a school its results, a teacher those of pupils of theirs."""

    required_permissions = {"GET": Permission.VIEW_CAMPAIGNS}
    name = "checkups"
    orderings = {"name": Ordering.of_columns("pupil__pinyin"), "-name": Ordering.of_columns("-pupil__pinyin")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = access.checkups_visible_to(self.by, self.now)
        if appointment := request_params.uuid_param(self.request, "appointment"):
            rows = rows.filter(appointment__public_id=appointment)
        if campaign := request_params.uuid_param(self.request, "campaign"):
            rows = rows.filter(campaign__public_id=campaign)
        if state := request_params.choice_param(self.request, "state", CheckupState.values):
            rows = rows.filter(state=state)
        return rows.values(*CHECKUP)

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return checkup_answer(found)

    def log_access(self, found: Any) -> None:
        if ids := [row["public_id"] for row in found]:
            audit.log(AuditAction.CHECKUPS_VIEWED, target=ids, by=self.by, now=self.now)

    @extend_schema(
        responses=request_params.page_schema(CheckupSerializer),
        parameters=[*LIST_PARAMETERS, *(OpenApiParameter(name, str) for name in ("appointment", "campaign", "state"))],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class CheckupDetailView(BaseView):
    required_permissions = {"PATCH": Permission.ENTER_RESULTS}

    @extend_schema(request=CheckupUpdateSerializer, responses=CheckupSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Absent, or expected again."""
        checkup = get_or_404(access.enterable_by(self.by), public_id)
        state = request_params.validated_body(CheckupUpdateSerializer, request)["state"]
        action = results.mark_absent if state == CheckupState.ABSENT else results.undo_absence
        action(checkup=checkup, by=self.by, now=self.now)
        return Response(answer_of(checkup))


def answer_of(checkup: Checkup) -> dict[str, Any]:
    return checkup_answer(Checkup.objects.values(*CHECKUP).get(pk=checkup.pk))
