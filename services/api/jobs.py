"""`jobs/{id}`: how far a piece of long work is, and what came of it."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api.base import BaseView, get_or_404
from services.jobs import queries
from services.jobs.choices import JobState

FIELDS = (
    "kind",
    "subject",
    "state",
    "progress",
    "total",
    "message",
    "result",
    "created_at",
    "started_at",
    "finished_at",
)


class JobSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    subject = serializers.UUIDField(allow_null=True)
    state = serializers.ChoiceField(choices=JobState.choices)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    message = serializers.CharField()
    result = serializers.DictField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class JobDetailView(BaseView):
    required_permissions = {"GET": Permission.VIEW_JOBS}

    @extend_schema(responses=JobSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        job = get_or_404(queries.visible_to(self.by).values("public_id", *FIELDS), public_id)
        return Response({"id": job.pop("public_id"), "done": job.pop("progress"), **job})
