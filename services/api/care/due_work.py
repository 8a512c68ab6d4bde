"""`due-work`: what is still to do, and later."""

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.care import access, queries
from services.care.actions import due_work
from services.care.choices import AuditAction, DueState
from services.kit import clock
from services.kit.pagination import Ordering
from services.plans.choices import CareActivity

Day = serializers.DateField


class DueWorkSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    child = request_params.NamedReferenceSerializer()
    staff = request_params.NamedReferenceSerializer()
    activity = serializers.ChoiceField(choices=CareActivity.choices)
    period_start = Day()
    period_end = Day()
    due_on = Day()
    state = serializers.ChoiceField(choices=DueState.choices)
    is_late = serializers.BooleanField()
    record = serializers.UUIDField(allow_null=True)


DUE = (
    "id",
    "public_id",
    "activity",
    "period_start",
    "period_end",
    "due_on",
    "state",
    "child__public_id",
    "child__pupil__name",
    "staff__public_id",
    "staff__name",
    "record__public_id",
)


class DueWorkListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_CARE}
    name = "due-work"
    orderings = {"due_on": Ordering.of_columns("due_on"), "-due_on": Ordering.of_columns("-due_on")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = access.visible_due(self.by, self.now)
        late = request_params.bool_param(self.request, "late")
        if late is not None:
            waiting = queries.overdue_work(clock.local_date(self.now))
            rows = rows.filter(pk__in=waiting.values("pk")) if late else rows.exclude(pk__in=waiting.values("pk"))
        if staff := request_params.uuid_param(self.request, "staff"):
            rows = rows.filter(staff__public_id=staff)
        if child := request_params.uuid_param(self.request, "child"):
            rows = rows.filter(child__public_id=child)
        if activity := request_params.choice_param(self.request, "activity", CareActivity.values):
            rows = rows.filter(activity=activity)
        if state := request_params.choice_param(self.request, "state", DueState.values):
            rows = rows.filter(state=state)
        found: QuerySet[Any, Any] = rows.annotate(pairing_ended=F("pairing__ended_at"))
        return found.values(*DUE, "pairing_ended")

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        undone = found["state"] == DueState.DUE and found["pairing_ended"] is None
        return {
            "id": found["public_id"],
            "child": {"id": found["child__public_id"], "name": found["child__pupil__name"]},
            "staff": {"id": found["staff__public_id"], "name": found["staff__name"]},
            **{name: found[name] for name in ("activity", "period_start", "period_end", "due_on", "state")},
            "is_late": undone and found["due_on"] < clock.local_date(self.now),
            "record": found["record__public_id"],
        }

    def log_access(self, found: Any) -> None:
        ids = [row["child__public_id"] for row in found]
        audit.log(AuditAction.DUE_WORK_VIEWED, target=ids, by=self.by, now=self.now)

    @extend_schema(
        responses=request_params.page_schema(DueWorkSerializer),
        parameters=[
            *LIST_PARAMETERS,
            OpenApiParameter("late", bool),
            *(OpenApiParameter(name, str) for name in ("staff", "child", "activity", "state")),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)


class DueWorkPostponeView(BaseView):
    required_permissions = {"POST": Permission.RECORD_CARE}

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, public_id: UUID) -> Response:
        """稍后: out of the list and of reminders until tomorrow. Its day stays."""
        rows = access.visible_due(self.by, self.now).filter(staff=self.by.staff_id, state=DueState.DUE)
        due_work.postpone(work=get_or_404(rows, public_id), now=self.now)
        return Response(status=204)
