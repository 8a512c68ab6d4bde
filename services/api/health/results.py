"""`checkups/{id}/results`: measures put down, their verdicts at once."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.health.checkups import CheckupSerializer, answer_of
from services.health import access, screening
from services.health.actions import results
from services.health.interpretations import FindingKind, Interpretation
from services.health.models import Measurements

Text = serializers.CharField


class ScreeningVerdictSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=FindingKind.choices)
    interpretation = serializers.ChoiceField(choices=Interpretation.choices)
    label = Text()  # type: ignore[assignment]
    value = Text()
    threshold = Text()
    standard = Text()
    is_abnormal = serializers.BooleanField()


class EnteredResultSerializer(CheckupSerializer):
    verdicts = ScreeningVerdictSerializer(many=True)


class ResultsSerializer(serializers.Serializer[Any]):
    """Wide on purpose: what cannot be is refused by the room, with a remedy."""

    height_cm = serializers.DecimalField(9, 3, required=False, allow_null=True)
    weight_kg = serializers.DecimalField(9, 3, required=False, allow_null=True)
    vision_left = serializers.DecimalField(9, 3, required=False, allow_null=True)
    vision_right = serializers.DecimalField(9, 3, required=False, allow_null=True)
    systolic = serializers.IntegerField(min_value=-9999, max_value=9999, required=False, allow_null=True)
    diastolic = serializers.IntegerField(min_value=-9999, max_value=9999, required=False, allow_null=True)
    confirmed = serializers.BooleanField(default=False, help_text="少见但属实的结果，复测后确认")


class CheckupResultsView(BaseView):
    required_permissions = {"POST": Permission.ENTER_RESULTS, "PATCH": Permission.ENTER_RESULTS}

    @extend_schema(request=ResultsSerializer, responses=EnteredResultSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Put down a pupil's results in place of what stood there; the verdicts come back at once."""
        return self._enter(request, public_id, {})

    @extend_schema(request=ResultsSerializer, responses=EnteredResultSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Add or correct single results; the others stay."""
        kept = Measurements.objects.filter(checkup__public_id=public_id).values(*results.FIELDS).first()
        return self._enter(request, public_id, kept or {})

    def _enter(self, request: Request, public_id: UUID, kept: dict[str, Any]) -> Response:
        checkup = get_or_404(access.enterable_by(self.by), public_id)
        given = kept | request_params.validated_body(ResultsSerializer, request, partial=True)
        try:
            entered = results.enter_results(checkup=checkup, by=self.by, now=self.now, **given)
        except results.Implausible as reason:
            raise _implausible(reason) from reason
        return Response({**answer_of(checkup), "verdicts": [verdict_answer(each) for each in entered.verdicts]})


def _implausible(reason: results.Implausible) -> ValidationError:
    """Every field in doubt with its sentence; the code says whether confirming helps."""
    fields: dict[str, list[ErrorDetail]] = {}
    for doubt in reason.doubts:
        fields.setdefault(doubt.field, []).append(ErrorDetail(str(doubt.sentence), code=f"{doubt.level}_{doubt.code}"))
    return ValidationError(fields)


def verdict_answer(verdict: screening.ScreeningVerdict) -> dict[str, Any]:
    return {
        "kind": verdict.kind,
        "interpretation": verdict.grade,
        "label": str(verdict.grade.label),
        "value": verdict.value,
        "threshold": verdict.threshold,
        "standard": verdict.standard,
        "is_abnormal": verdict.is_abnormal,
    }
