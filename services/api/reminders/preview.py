"""`reminder-rules/{kind}/preview`: who would hear what in the next fortnight, before a rule holds."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView
from services.api.reminders.rules import RuleSettingsCreateSerializer
from services.jobs.models import Job
from services.notify.choices import Channel, DelayReason
from services.reminders import access
from services.reminders.actions import request_preview
from services.reminders.preview import Preview


class PreviewDaySerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    notifications = serializers.IntegerField()


class PreviewedNotificationSerializer(serializers.Serializer[Any]):
    send_at = serializers.DateTimeField()
    recipient = serializers.CharField()
    title = serializers.CharField()
    body = serializers.CharField()
    channels = serializers.ListField(child=serializers.ChoiceField(choices=Channel.choices))
    delay_reason = serializers.ChoiceField(
        choices=DelayReason.choices, allow_null=True, help_text="为什么晚于规则的时间"
    )


class PreviewSerializer(serializers.Serializer[Any]):
    notifications = serializers.IntegerField()
    people = serializers.IntegerField()
    days = PreviewDaySerializer(many=True)
    results = PreviewedNotificationSerializer(many=True, help_text="前 200 条")


class PreviewAcceptedSerializer(serializers.Serializer[Any]):
    job = serializers.UUIDField(help_text="各校的条数，见 jobs/{id} 的 result")


class RulePreviewView(BaseView):
    required_permissions = {"POST": Permission.EDIT_RULES}

    @extend_schema(
        request=RuleSettingsCreateSerializer, responses={200: PreviewSerializer, 202: PreviewAcceptedSerializer}
    )
    def post(self, request: Request, kind: str) -> Response:
        """Under the terms that hold with these changes. A county's schools are counted by a job; nothing is sent."""
        if access.visible_kind(self.by, kind) is None:
            raise Http404
        given = request_params.validated_body(RuleSettingsCreateSerializer, request, partial=True)
        ahead = request_preview(kind=kind, by=self.by, now=self.now, **given)
        if isinstance(ahead, Job):
            return Response({"job": ahead.public_id}, status=202)
        return Response(_whole(ahead))


def _whole(ahead: Preview) -> dict[str, Any]:
    return {
        "notifications": ahead.total,
        "people": len(ahead.people),
        "days": [{"date": day, "notifications": count} for day, count in ahead.days],
        "results": [
            {
                "send_at": row.due_at,
                "recipient": row.recipient,
                "title": row.title,
                "body": row.body,
                "channels": row.channels,
                "delay_reason": row.delay_reason,
            }
            for row in ahead.rows
        ],
    }
