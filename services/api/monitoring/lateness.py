"""`lateness`: how late messages went out and how many went out twice, by day and by channel."""

from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace

from rest_framework.fields import DateField, DateTimeField, FloatField, IntegerField
from rest_framework.request import Request
from rest_framework.response import Response

from services.access.permissions import Permission
from services.api.resources.fields import Computed, EnumField
from services.api.resources.filters import ChoiceFilter
from services.api.resources.rows import Row
from services.api.resources.serializers import Serializer
from services.api.views.base import BaseView
from services.kit import clock
from services.monitoring import lateness
from services.monitoring.lateness import PERIODS
from services.notify.choices import Channel


class PercentilesSerializer(Serializer):
    p50 = FloatField()
    p95 = FloatField()
    p99 = FloatField()


def percentiles(_view: BaseView, seconds: Sequence[float]) -> Row:
    return dict(zip(("p50", "p95", "p99"), seconds, strict=True))


class LatenessSerializer(Serializer):
    sent = IntegerField()
    after_due = Computed(PercentilesSerializer(help_text="从可以发出起，秒"), percentiles, "after_due")
    after_requested = Computed(
        PercentilesSerializer(help_text="从规则要求起，秒；包含安静时段、每天条数等有意的改期"),
        percentiles,
        "after_requested",
    )
    duplicates = IntegerField(help_text="渠道接收了两次以上的")


class DailyLatenessSerializer(LatenessSerializer):
    day = DateField(source="group")


class ChannelLatenessSerializer(LatenessSerializer):
    channel = EnumField(Channel, source="group")


class LatenessReportSerializer(Serializer):
    begins = DateTimeField()
    as_of = DateTimeField()
    oldest_due = DateTimeField(allow_null=True, help_text="等得最久的一条可以发出的时间")
    total = LatenessSerializer(allow_null=True)
    days = DailyLatenessSerializer(many=True)
    channels = ChannelLatenessSerializer(many=True)


# Two periods only: the percentiles read every delivery of the period.
class LatenessView(BaseView):
    required_permissions = {"GET": Permission.VIEW_DELIVERIES}
    serializer = LatenessReportSerializer
    filters = {"days": ChoiceFilter([str(days) for days in PERIODS])}

    def get(self, request: Request) -> Response:
        """Everything that went out through a gateway in the last 7 or 30 days."""
        days = int(self.params["days"] or PERIODS[0])
        begins = clock.start_of_day(self.today - timedelta(days=days - 1))
        report = SimpleNamespace(
            begins=begins,
            as_of=self.now,
            oldest_due=lateness.oldest_due(self.now),
            total=lateness.overall(begins),
            days=lateness.by_day(begins),
            channels=lateness.by_channel(begins),
        )
        return Response(self.represent(report))
