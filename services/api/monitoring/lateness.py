"""`lateness`: how late messages went out and how many went out twice, by day and by channel."""

from datetime import timedelta
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView
from services.kit import clock
from services.monitoring import lateness
from services.monitoring.lateness import PERIODS, Lateness
from services.notify.choices import Channel

PERCENTILES = ("p50", "p95", "p99")


class PercentilesSerializer(serializers.Serializer[Any]):
    p50 = serializers.FloatField()
    p95 = serializers.FloatField()
    p99 = serializers.FloatField()


class LatenessSerializer(serializers.Serializer[Any]):
    sent = serializers.IntegerField()
    after_due = PercentilesSerializer(help_text="从可以发出起，秒")
    after_requested = PercentilesSerializer(help_text="从规则要求起，秒；包含安静时段、每天条数等有意的改期")
    duplicates = serializers.IntegerField(help_text="渠道接收了两次以上的")


class DailyLatenessSerializer(LatenessSerializer):
    day = serializers.DateField()


class ChannelLatenessSerializer(LatenessSerializer):
    channel = serializers.ChoiceField(choices=Channel.choices)


class LatenessReportSerializer(serializers.Serializer[Any]):
    begins = serializers.DateTimeField()
    as_of = serializers.DateTimeField()
    oldest_due = serializers.DateTimeField(allow_null=True, help_text="等得最久的一条可以发出的时间")
    total = LatenessSerializer(allow_null=True)
    days = DailyLatenessSerializer(many=True)
    channels = ChannelLatenessSerializer(many=True)


class LatenessView(BaseView):
    required_permissions = {"GET": Permission.VIEW_DELIVERIES}

    @extend_schema(responses=LatenessReportSerializer, parameters=[OpenApiParameter("days", int, enum=list(PERIODS))])
    def get(self, request: Request) -> Response:
        """Everything that went out through a gateway in the last 7 or 30 days."""
        days = int(request_params.choice_param(request, "days", [str(each) for each in PERIODS]) or PERIODS[0])
        begins = clock.start_of_day(clock.local_date(self.now - timedelta(days=days - 1)))
        total = lateness.overall(begins)
        return Response(
            {
                "begins": begins,
                "as_of": self.now,
                "oldest_due": lateness.oldest_due(self.now),
                "total": _late(total) if total else None,
                "days": [{"day": each.of, **_late(each)} for each in lateness.by_day(begins)],
                "channels": [{"channel": each.of, **_late(each)} for each in lateness.by_channel(begins)],
            }
        )


def _late(found: Lateness) -> dict[str, Any]:
    return {
        "sent": found.sent,
        "after_due": dict(zip(PERCENTILES, found.after_due, strict=True)),
        "after_requested": dict(zip(PERCENTILES, found.after_requested, strict=True)),
        "duplicates": found.duplicates,
    }
