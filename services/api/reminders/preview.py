"""`reminder-rules/{kind}/preview`: who would be sent what in the next fortnight, before a rule is in effect."""

from collections.abc import Collection
from datetime import date

from drf_spectacular.utils import extend_schema
from rest_framework.fields import CharField, DateField, DateTimeField, IntegerField, ListField, UUIDField
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api.reminders.rules import RuleSettingsSerializer, RuleView
from services.api.resources.fields import Computed, EnumField
from services.api.resources.rows import Row
from services.api.resources.serializers import Serializer
from services.api.views.base import BaseView
from services.jobs.models import Job
from services.notify.choices import Channel, DelayReason
from services.reminders.actions import request_preview


class PreviewDaySerializer(Serializer):
    date = DateField()
    notifications = IntegerField()


class PreviewedNotificationSerializer(Serializer):
    send_at = DateTimeField(source="due_at")
    recipient = CharField()
    title = CharField()
    body = CharField()
    channels = ListField(child=EnumField(Channel))
    delay_reason = EnumField(DelayReason, allow_null=True, help_text="为什么晚于规则的时间")


def count(_view: BaseView, people: Collection[str]) -> int:
    return len(people)


def days(_view: BaseView, counts: Collection[tuple[date, int]]) -> list[Row]:
    return [{"date": day, "notifications": notifications} for day, notifications in counts]


class PreviewSerializer(Serializer):
    notifications = IntegerField(source="total")
    people = Computed(IntegerField(), count, "people")
    days = Computed(PreviewDaySerializer(many=True), days, "days")
    results = PreviewedNotificationSerializer(many=True, source="rows", help_text="前 200 条")


class PreviewAcceptedSerializer(Serializer):
    job = UUIDField(source="public_id", help_text="各校的条数，见 jobs/{id} 的 result")


class RulePreviewView(RuleView):
    required_permissions = {"POST": Permission.EDIT_RULES}

    @extend_schema(request=RuleSettingsSerializer, responses={200: PreviewSerializer, 202: PreviewAcceptedSerializer})
    def post(self, request: Request, kind: str) -> Response:
        """With the settings in effect and these changes. A job counts a county's schools; nothing is sent."""
        self.get_object()
        changes = self.validated_body(RuleSettingsSerializer, partial=True)
        preview = request_preview(kind=kind, by=self.actor, now=self.now, **changes)
        if isinstance(preview, Job):  # of a county: hundreds of schools take too long for a request
            return Response(self.represent(preview, PreviewAcceptedSerializer), status=202)
        return Response(self.represent(preview, PreviewSerializer))
