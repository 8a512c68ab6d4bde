"""`appointments`: a class's day at a clinic."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.health.clinics import CLINIC, ClinicSerializer, clinic_answer
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.health.choices import CheckupState
from services.health.models import Appointment
from services.kit.pagination import Ordering
from services.schools.classes import class_label

Text = serializers.CharField


class AppointmentSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    campaign = serializers.UUIDField()
    date = serializers.DateField()
    clinic = ClinicSerializer()
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


class AppointmentListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_CAMPAIGNS}
    name = "appointments"
    orderings = {"date": Ordering.of_columns("date"), "-date": Ordering.of_columns("-date")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Appointment.objects.all()
        if campaign := request_params.uuid_param(self.request, "campaign"):
            rows = rows.filter(campaign__public_id=campaign)
        if school_class := request_params.uuid_param(self.request, "class"):
            rows = rows.filter(school_class__public_id=school_class)
        if school := request_params.uuid_param(self.request, "school"):
            rows = rows.filter(school__public_id=school)
        if day := request_params.date_param(self.request, "date"):
            rows = rows.filter(date=day)
        if self.by.school_id is None:
            return rows.values(*APPOINTMENT)
        done = Count("checkups", filter=Q(checkups__state=CheckupState.DONE))
        absent = Count("checkups", filter=Q(checkups__state=CheckupState.ABSENT))
        rows = rows.annotate(done=done, absent=absent)
        return rows.values(*APPOINTMENT, "done", "absent")

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": found["public_id"],
            "campaign": found["campaign__public_id"],
            "date": found["date"],
            "clinic": clinic_answer({name: found[f"clinic__{name}"] for name in CLINIC}),
            "school": found["school__public_id"],
            "school_name": found["school__name"],
            "school_class": found["school_class__public_id"],
            "label": class_called(found, "school_class__", "campaign__"),
            "expected": found["expected"],
            "done": found.get("done"),
            "absent": found.get("absent"),
        }

    @extend_schema(
        responses=request_params.page_schema(AppointmentSerializer),
        parameters=[
            *LIST_PARAMETERS,
            *(OpenApiParameter(name, str) for name in ("campaign", "class", "school")),
            OpenApiParameter("date", date),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


def class_called(row: dict[str, Any], school_class: str, campaign: str) -> str:
    """三(2)班 of a `values()` row, as the class is called in the campaign's school year."""
    columns = {name: row[f"{school_class}{name}"] for name in ("entry_year", "entry_grade", "number")}
    return class_label(**columns, school_year=row[f"{campaign}term__school_year"])
