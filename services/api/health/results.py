"""`checkups/{id}/results`: measurements entered, their verdicts at once; `checkup-results`: those of a whole day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import BooleanField, CharField, ChoiceField, DateField, DecimalField, IntegerField, ListField

from services.access.permissions import Permission
from services.api.framework import PreconditionFailed
from services.api.health.checkups import CheckupSerializer
from services.api.resources.fields import Computed, EnumField, ReferenceField
from services.api.resources.rows import Row
from services.api.resources.serializers import Serializer
from services.api.views.base import BaseView
from services.api.views.objects import ActionView, CreateMixin, UpdateMixin
from services.health import access
from services.health.actions import bulk, results
from services.health.actions.results import FIELDS
from services.health.interpretations import FindingKind, Interpretation
from services.health.models import Checkup
from services.health.plausibility import EYES, PlausibilityIssue
from services.health.screening import MeasurementValues
from services.kit.typed_numbers import as_number

MAX_SLIPS = 200  # more than the pupils of two classes


def label(_view: BaseView, interpretation: Interpretation) -> str:
    return str(interpretation.label)


class ScreeningVerdictSerializer(Serializer):
    kind = EnumField(FindingKind)
    interpretation = EnumField(Interpretation)
    label = Computed(CharField(), label, "interpretation")
    value = CharField()
    threshold = CharField()
    standard = CharField()
    is_abnormal = BooleanField()


# Verdicts are computed on entry and not stored, so they come from the view and not from a column.
def verdicts(view: Any, _checkup_id: int) -> list[Row]:
    return [view.represent(verdict, ScreeningVerdictSerializer) for verdict in view.entered.verdicts]


class EnteredResultSerializer(CheckupSerializer):
    verdicts = Computed(ScreeningVerdictSerializer(many=True), verdicts, "id")


class TypedDecimalField(DecimalField):
    # 130,5 and １３０。５ as in the page

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(as_number(data) if isinstance(data, str) else data)


class MeasuredSerializer(Serializer):
    """Wide limits: the app refuses an impossible value with a remedy, which a limit here could not give."""

    height_cm = TypedDecimalField(9, 3, required=False, allow_null=True)
    weight_kg = TypedDecimalField(9, 3, required=False, allow_null=True)
    vision_left = TypedDecimalField(9, 3, required=False, allow_null=True)
    vision_right = TypedDecimalField(9, 3, required=False, allow_null=True)
    systolic = IntegerField(min_value=-9999, max_value=9999, required=False, allow_null=True)
    diastolic = IntegerField(min_value=-9999, max_value=9999, required=False, allow_null=True)


class LowVisionField(ListField):
    def __init__(self, **options: Any) -> None:
        text = "填 0、1、2 的眼：国标 GB 11533 的无光感、光感、手动，而不是小数视力"
        super().__init__(child=ChoiceField(EYES), help_text=text, **options)


class ResultsSerializer(MeasuredSerializer):
    low_vision = LowVisionField(required=False)
    confirmed = BooleanField(default=False, help_text="少见但属实的结果，复测后确认")
    seen = MeasuredSerializer(required=False, help_text="填之前看到的结果；别人改过的字段答 412")


class SlipSerializer(MeasuredSerializer):
    low_vision = LowVisionField(required=False)
    checkup = ReferenceField(lambda view: access.enterable_by(view.actor))
    absent = BooleanField(default=False, help_text="没有来")


class SlipsSerializer(Serializer):
    taken_on = DateField()
    results = ListField(child=SlipSerializer(), max_length=MAX_SLIPS)


class EnteredSlipsSerializer(Serializer):
    entered = IntegerField()
    kept = IntegerField(help_text="已有结果的，保持不变")


class SlipsView(CreateMixin):
    required_permissions = {"POST": Permission.ENTER_RESULTS}
    create_serializer, created_serializer, created_status = SlipsSerializer, EnteredSlipsSerializer, 200

    def create(self, *, taken_on: date, results: list[dict[str, Any]]) -> Row:
        """Enter what a clinic has measured in a day, all or none. Who has a result keeps it."""
        slips = [_slip(**row) for row in results]
        try:
            entered = bulk.enter_results_many(slips=slips, day=taken_on, by=self.actor, now=self.now)
        except bulk.ImplausibleSlips as error:
            wrong: dict[str, Any] = {
                str(n): _fields(issues) for n, slip in enumerate(slips) if (issues := error.issues.get(slip.checkup))
            }
            raise ValidationError({error.field: wrong}) from error
        return {"entered": entered, "kept": len(slips) - entered}


def _slip(*, checkup: Checkup, absent: bool, low_vision: Sequence[str] = (), **measured: Any) -> bulk.ResultSlip:
    values = dict.fromkeys(FIELDS) | measured
    return bulk.ResultSlip(checkup.pk, None if absent else MeasurementValues(**values), low_vision)


class CheckupResultsView(ActionView[Checkup], UpdateMixin[Checkup]):
    required_permissions = {"POST": Permission.ENTER_RESULTS, "PATCH": Permission.ENTER_RESULTS}
    serializer = EnteredResultSerializer
    body_serializer = update_serializer = ResultsSerializer
    is_versioned = False  # by field, with `seen`: two examiners enter results of one pupil at the same time

    def get_queryset(self) -> QuerySet[Checkup]:
        return access.enterable_by(self.actor)

    def perform(self, checkup: Checkup, /, **values: Any) -> None:
        """Enter a pupil's results; what is left out stays."""
        self._enter(checkup, values)

    def update(self, checkup: Checkup, /, **values: Any) -> None:
        """Add or correct single results; the others stay. With `seen`, 412 where somebody else has changed them."""
        self._enter(checkup, values)

    def _enter(self, checkup: Checkup, values: dict[str, Any]) -> None:
        try:
            self.entered = results.enter_results(checkup=checkup, by=self.actor, now=self.now, **values)
        except results.Implausible as error:
            raise _implausible(error) from error
        except results.Superseded as error:
            raise PreconditionFailed(
                {name: [_current_value_text(value)] for name, value in error.current.items()}
            ) from error


def _current_value_text(value: object) -> str:
    return _("现在是 %(value)s。") % {"value": "—" if value is None else value}


def _implausible(error: results.Implausible) -> ValidationError:
    """Each implausible field with its message; the error code says whether confirming the value helps."""
    return ValidationError(_fields(error.issues))


def _fields(issues: Iterable[PlausibilityIssue]) -> dict[str, list[ErrorDetail]]:
    fields: dict[str, list[ErrorDetail]] = {}
    for doubt in issues:
        fields.setdefault(doubt.field, []).append(ErrorDetail(str(doubt.sentence), code=f"{doubt.level}_{doubt.code}"))
    return fields
