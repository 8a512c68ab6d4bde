"""`care-records`: what was done for a child; what was said, for those who may read it."""

from datetime import date
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
from services.api.base import BaseView, get_or_400, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView
from services.care import access
from services.care.actions import care_records
from services.care.choices import AuditAction, Mood, Topic
from services.children import access as children
from services.kit import clock
from services.kit.pagination import Ordering
from services.plans.choices import CareActivity

Text = serializers.CharField
Day = serializers.DateField


class CareRecordSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    child = request_params.NamedReferenceSerializer()
    staff = request_params.NamedReferenceSerializer()
    activity = serializers.ChoiceField(choices=CareActivity.choices)
    happened_on = Day()
    mood = serializers.ChoiceField(choices=Mood.choices, allow_null=True)
    topics = serializers.ListField(child=Text())
    recorded_at = serializers.DateTimeField()


class CareRecordDetailSerializer(CareRecordSerializer):
    text = Text(allow_null=True, help_text="谈了什么；县里看不到")
    agreed = Text(allow_null=True, help_text="约定；县里看不到")
    settles = serializers.UUIDField(allow_null=True, help_text="完成了哪一项应办")


class CareRecordCreateSerializer(serializers.Serializer[Any]):
    child = serializers.UUIDField()
    activity = serializers.ChoiceField(choices=CareActivity.choices)
    happened_on = Day(required=False, help_text="不填为今天")
    mood = serializers.ChoiceField(choices=Mood.choices, required=False, allow_null=True, default=None)
    topics = serializers.ListField(child=serializers.ChoiceField(choices=Topic.choices), required=False, default=list)
    text = Text(allow_blank=True, required=False, default="", max_length=4000)
    agreed = Text(allow_blank=True, required=False, default="", max_length=300)


RECORD = (
    "id",
    "public_id",
    "activity",
    "happened_on",
    "mood",
    "topics",
    "recorded_at",
    "child__public_id",
    "child__pupil__name",
    "staff__public_id",
    "staff__name",
)


def record_answer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        "child": {"id": row["child__public_id"], "name": row["child__pupil__name"]},
        "staff": {"id": row["staff__public_id"], "name": row["staff__name"]},
        **{name: row[name] for name in ("activity", "happened_on", "mood", "topics", "recorded_at")},
    }


class CareRecordListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_CARE, "POST": Permission.RECORD_CARE}
    name = "care-records"
    orderings = {"-happened_on": Ordering.of_columns("-happened_on"), "happened_on": Ordering.of_columns("happened_on")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = access.visible_records(self.by, self.now)
        if child := request_params.uuid_param(self.request, "child"):
            rows = rows.filter(child__public_id=child)
        if staff := request_params.uuid_param(self.request, "staff"):
            rows = rows.filter(staff__public_id=staff)
        if activity := request_params.choice_param(self.request, "activity", CareActivity.values):
            rows = rows.filter(activity=activity)
        if first := request_params.date_param(self.request, "from"):
            rows = rows.filter(happened_on__gte=first)
        if last := request_params.date_param(self.request, "until"):
            rows = rows.filter(happened_on__lte=last)
        return rows.values(*RECORD)

    def to_representation(self, found: dict[str, Any]) -> dict[str, Any]:
        return record_answer(found)

    def log_access(self, found: Any) -> None:
        ids = [row["child__public_id"] for row in found]
        audit.log(AuditAction.RECORDS_VIEWED, target=ids, by=self.by, now=self.now)

    @extend_schema(
        responses=request_params.page_schema(CareRecordSerializer),
        parameters=[
            *LIST_PARAMETERS,
            *(OpenApiParameter(name, str) for name in ("child", "staff", "activity")),
            OpenApiParameter("from", date),
            OpenApiParameter("until", date),
        ],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=CareRecordCreateSerializer, responses={201: CareRecordDetailSerializer})
    def post(self, request: Request) -> Response:
        """Write down a talk, a home visit or a call; what was due of it is settled."""
        given = request_params.validated_body(CareRecordCreateSerializer, request)
        child = get_or_400(children.visible_to(self.by, self.now), given.pop("child"), "child")
        given["happened_on"] = given.get("happened_on") or clock.local_date(self.now)

        def create() -> Response:
            made = care_records.record(**given, child=child, by=self.by, now=self.now)
            return Response(_detail(self, made.public_id), status=201)

        return idempotent(request, self.by, self.now, create)


class CareRecordDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_CARE, "DELETE": Permission.RECORD_CARE}

    @extend_schema(responses=CareRecordDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        answer = _detail(self, public_id)
        audit.log(AuditAction.RECORD_VIEWED, target=[answer["id"], answer["child"]["id"]], by=self.by, now=self.now)
        return Response(answer)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Take it back: its author, within ten minutes."""
        record = get_or_404(access.visible_records(self.by, self.now), public_id)
        care_records.withdraw(record=record, by=self.by, now=self.now)
        return Response(status=204)


def _detail(door: BaseView, public_id: UUID) -> dict[str, Any]:
    """With what was said, for those who may read it."""
    notes = ("note__text", "note__agreed") if access.sees_notes(door.by) else ()
    rows = access.visible_records(door.by, door.now).values(*RECORD, "due_work__public_id", *notes)
    found: Any = get_or_404(rows, public_id)
    said = {"text": found["note__text"] or "", "agreed": found["note__agreed"] or ""} if notes else {}
    return {**record_answer(found), "text": None, "agreed": None, **said, "settles": found["due_work__public_id"]}
