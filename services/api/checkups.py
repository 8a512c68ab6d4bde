"""`appointments checkups findings`: a class's day, what was measured, what is followed to its close."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import trail
from services.access.may import May
from services.api import asked
from services.api.base import Door, find
from services.api.health import CLINIC, ClinicAnswer, clinic_answer
from services.api.lists import LIST_PARAMETERS, ListDoor
from services.health import access, screening
from services.health.actions import findings, results
from services.health.choices import CheckupState, FindingState
from services.health.grades import Grade, Kind
from services.health.models import Appointment, Checkup, Finding, Measures
from services.kit.paging import Order
from services.schools.choices import Sex
from services.schools.classes import called

Text = serializers.CharField


class AppointmentAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    campaign = serializers.UUIDField()
    date = serializers.DateField()
    clinic = ClinicAnswer()
    school = serializers.UUIDField()
    school_name = Text()
    school_class = serializers.UUIDField()
    label = Text()  # type: ignore[assignment]
    expected = serializers.IntegerField()
    done = serializers.IntegerField(allow_null=True, help_text="已检人数；县级为空")
    absent = serializers.IntegerField(allow_null=True)


APPOINTMENT = (
    "id",
    "public_id",
    "date",
    "expected",
    "campaign__public_id",
    "campaign__term__school_year",
    *(f"clinic__{name}" for name in CLINIC),
    "school__public_id",
    "school__name",
    "school_class__public_id",
    "school_class__entry_year",
    "school_class__entry_grade",
    "school_class__number",
)


class AppointmentsDoor(ListDoor):
    may = {"GET": May.VIEW_CAMPAIGNS}
    name = "appointments"
    orderings = {"date": Order.by("date"), "-date": Order.by("-date")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Appointment.objects.all()
        if campaign := asked.public_id(self.request, "campaign"):
            rows = rows.filter(campaign__public_id=campaign)
        if school_class := asked.public_id(self.request, "class"):
            rows = rows.filter(school_class__public_id=school_class)
        if school := asked.public_id(self.request, "school"):
            rows = rows.filter(school__public_id=school)
        if day := asked.day(self.request, "date"):
            rows = rows.filter(date=day)
        if self.by.school_id is None:
            return rows.values(*APPOINTMENT)
        done = Count("checkups", filter=Q(checkups__state=CheckupState.DONE))
        absent = Count("checkups", filter=Q(checkups__state=CheckupState.ABSENT))
        rows = rows.annotate(done=done, absent=absent)
        return rows.values(*APPOINTMENT, "done", "absent")

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": found["public_id"],
            "campaign": found["campaign__public_id"],
            "date": found["date"],
            "clinic": clinic_answer({name: found[f"clinic__{name}"] for name in CLINIC}),
            "school": found["school__public_id"],
            "school_name": found["school__name"],
            "school_class": found["school_class__public_id"],
            "label": _label(found, "school_class__", "campaign__"),
            "expected": found["expected"],
            "done": found.get("done"),
            "absent": found.get("absent"),
        }

    @extend_schema(
        responses=asked.page_of(AppointmentAnswer),
        parameters=[
            *LIST_PARAMETERS,
            *(OpenApiParameter(name, str) for name in ("campaign", "class", "school")),
            OpenApiParameter("date", date),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


def _label(row: dict[str, Any], school_class: str, campaign: str) -> str:
    """三(2)班 of a `values()` row, as the class is called in the campaign's school year."""
    columns = {name: row[f"{school_class}{name}"] for name in ("entry_year", "entry_grade", "number")}
    return called(**columns, school_year=row[f"{campaign}term__school_year"])


class MeasuresAnswer(serializers.Serializer[Any]):
    height_cm = serializers.DecimalField(4, 1, allow_null=True)
    weight_kg = serializers.DecimalField(4, 1, allow_null=True)
    vision_left = serializers.DecimalField(2, 1, allow_null=True)
    vision_right = serializers.DecimalField(2, 1, allow_null=True)
    systolic = serializers.IntegerField(allow_null=True)
    diastolic = serializers.IntegerField(allow_null=True)


class CheckupAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    appointment = serializers.UUIDField()
    campaign = serializers.UUIDField()
    name = Text()
    label = Text()  # type: ignore[assignment]
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = serializers.DateField()
    state = serializers.ChoiceField(choices=CheckupState.choices)
    taken_on = serializers.DateField(allow_null=True)
    measures = MeasuresAnswer(allow_null=True)


class VerdictAnswer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=Kind.choices)
    grade = serializers.ChoiceField(choices=Grade.choices)
    label = Text()  # type: ignore[assignment]
    value = Text()
    threshold = Text()
    standard = Text()
    is_abnormal = serializers.BooleanField()


class EnteredAnswer(CheckupAnswer):
    verdicts = VerdictAnswer(many=True)


class Results(serializers.Serializer[Any]):
    """Wide on purpose: what cannot be is refused by the room, with a remedy."""

    height_cm = serializers.DecimalField(9, 3, required=False, allow_null=True)
    weight_kg = serializers.DecimalField(9, 3, required=False, allow_null=True)
    vision_left = serializers.DecimalField(9, 3, required=False, allow_null=True)
    vision_right = serializers.DecimalField(9, 3, required=False, allow_null=True)
    systolic = serializers.IntegerField(required=False, allow_null=True)
    diastolic = serializers.IntegerField(required=False, allow_null=True)
    confirmed = serializers.BooleanField(default=False, help_text="少见但属实的结果，复测后确认")


class CheckupChange(serializers.Serializer[Any]):
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
        "label": _label(row, "pupil__school_class__", "campaign__"),
        "sex": row["pupil__sex"],
        "birth_date": row["pupil__birth_date"],
        "state": row["state"],
        "taken_on": row["taken_on"],
        "measures": measured,
    }


class CheckupsDoor(ListDoor):
    """A nurse reads the queue she enters, a school its results, a teacher those of pupils of theirs."""

    may = {"GET": May.VIEW_CAMPAIGNS}
    name = "checkups"
    orderings = {"name": Order.by("pupil__pinyin"), "-name": Order.by("-pupil__pinyin")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = access.checkups_visible_to(self.by, self.now)
        if appointment := asked.public_id(self.request, "appointment"):
            rows = rows.filter(appointment__public_id=appointment)
        if campaign := asked.public_id(self.request, "campaign"):
            rows = rows.filter(campaign__public_id=campaign)
        if state := asked.one_of(self.request, "state", CheckupState.values):
            rows = rows.filter(state=state)
        return rows.values(*CHECKUP)

    def row(self, found: dict[str, Any]) -> dict[str, Any]:
        return checkup_answer(found)

    def seen(self, found: Any) -> None:
        if ids := [row["public_id"] for row in found]:
            trail.note("health.checkups_seen", about=ids, by=self.by, now=self.now)

    @extend_schema(
        responses=asked.page_of(CheckupAnswer),
        parameters=[*LIST_PARAMETERS, *(OpenApiParameter(name, str) for name in ("appointment", "campaign", "state"))],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class CheckupDoor(Door):
    may = {"PATCH": May.ENTER_RESULTS}

    @extend_schema(request=CheckupChange, responses=CheckupAnswer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Absent, or expected again."""
        checkup = find(access.enterable_by(self.by), public_id)
        state = asked.body(CheckupChange, request)["state"]
        deed = results.mark_absent if state == CheckupState.ABSENT else results.expect_again
        deed(checkup=checkup, by=self.by, now=self.now)
        return Response(_checkup(checkup))


class ResultsDoor(Door):
    may = {"POST": May.ENTER_RESULTS, "PATCH": May.ENTER_RESULTS}

    @extend_schema(request=Results, responses=EnteredAnswer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Put down a pupil's results in place of what stood there; the verdicts come back at once."""
        return self._enter(request, public_id, {})

    @extend_schema(request=Results, responses=EnteredAnswer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Add or correct single results; the others stay."""
        kept = Measures.objects.filter(checkup__public_id=public_id).values(*results.FIELDS).first()
        return self._enter(request, public_id, kept or {})

    def _enter(self, request: Request, public_id: UUID, kept: dict[str, Any]) -> Response:
        checkup = find(access.enterable_by(self.by), public_id)
        given = kept | asked.body(Results, request, partial=True)
        try:
            entered = results.enter_results(checkup=checkup, by=self.by, now=self.now, **given)
        except results.Implausible as reason:
            raise _implausible(reason) from reason
        return Response({**_checkup(checkup), "verdicts": [verdict_answer(each) for each in entered.verdicts]})


def _implausible(reason: results.Implausible) -> ValidationError:
    """Every field in doubt with its sentence; the code says whether confirming helps."""
    fields: dict[str, list[ErrorDetail]] = {}
    for doubt in reason.doubts:
        fields.setdefault(doubt.field, []).append(ErrorDetail(str(doubt.sentence), code=f"{doubt.level}_{doubt.code}"))
    return ValidationError(fields)


def verdict_answer(verdict: screening.Verdict) -> dict[str, Any]:
    return {
        "kind": verdict.kind,
        "grade": verdict.grade,
        "label": str(verdict.grade.label),
        "value": verdict.value,
        "threshold": verdict.threshold,
        "standard": verdict.standard,
        "is_abnormal": verdict.is_abnormal,
    }


def _checkup(checkup: Checkup) -> dict[str, Any]:
    return checkup_answer(Checkup.objects.values(*CHECKUP).get(pk=checkup.pk))


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
        "label": _label(row, "pupil__school_class__", "checkup__campaign__"),
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
