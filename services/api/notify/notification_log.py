"""`notifications/log`: who received what, when, by which channels, and who acknowledged it."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet
from rest_framework.fields import CharField, UUIDField

from services.access.permissions import Permission
from services.api.notify.notifications import NEWEST
from services.api.notify.serializers import (
    AcknowledgementSerializer,
    DeliveryStatusSerializer,
    NotificationBaseSerializer,
)
from services.api.resources.fields import Computed, EnumField
from services.api.resources.filters import DateFilter, TextFilter, UuidFilter
from services.api.resources.rows import Row, row_reader
from services.api.resources.user_names import UserNamesMixin
from services.api.views.base import get_or_400
from services.api.views.lists import KeysetListView
from services.children import access as children
from services.notify import queries
from services.notify.choices import Audience, AuditAction
from services.notify.models import Delivery, Notification
from services.notify.queries import delivery_log
from services.schools.models import Staff


def recipient(view: UserNamesMixin, name: str, user_id: int | None) -> str:
    return name or view.name_of(user_id)


def deliveries(view: "NotificationLogView", notification_id: int) -> list[Row]:
    return view.deliveries[notification_id]


class NotificationLogEntrySerializer(NotificationBaseSerializer, AcknowledgementSerializer):
    audience = EnumField(Audience)
    recipient = Computed(
        CharField(help_text="收件人的姓名，不含号码和地址"), recipient, "recipient_name", "recipient_id"
    )
    child = UUIDField(source="child_id", allow_null=True)
    deliveries = Computed(DeliveryStatusSerializer(many=True), deliveries, "id")


class NotificationLogView(UserNamesMixin, KeysetListView):
    required_permissions = {"GET": Permission.VIEW_DELIVERIES}
    serializer = NotificationLogEntrySerializer
    user_columns = ("recipient_id", "acknowledged_by_id")
    # The log names children, so reading it is reading about them.
    audit_action, audit_columns = AuditAction.DELIVERY_LOG_VIEWED, ("public_id", "child_id")
    orderings = NEWEST
    filters = {
        "child": UuidFilter(description="关于这个孩子的"),
        "recipient": UuidFilter(description="一条消息的编号：发给同一个人的全部"),
        "staff": UuidFilter(description="发给这位教职工的"),
        "kind": TextFilter("kind"),
        "day": DateFilter(delivery_log.on_day, description="哪一天写入，如 2026-09-07"),
    }

    def get_queryset(self) -> QuerySet[Notification]:
        rows = queries.notifications()
        if public_id := self.params["recipient"]:
            other = get_or_400(Notification.objects.all(), public_id, "recipient")
            rows = delivery_log.for_same_recipient(other)  # first: it begins a new queryset
        if public_id := self.params["staff"]:
            # Staff without a login receive nothing: no key is 0.
            rows = rows.filter(recipient=get_or_400(Staff.objects.all(), public_id, "staff").user_id or 0)
        if public_id := self.params["child"]:
            child = get_or_400(children.visible_to(self.actor, self.now), public_id, "child")
            rows = rows.filter(child_id=child.public_id)
        return rows

    def prefetch(self, rows: Sequence[Row]) -> None:
        super().prefetch(rows)
        self.deliveries: dict[int, list[Row]] = defaultdict(list)
        sent = Delivery.objects.filter(notification__in=[row["id"] for row in rows]).order_by("fallback_order", "pk")
        for row in sent.values("notification_id", *row_reader(DeliveryStatusSerializer).columns):
            self.deliveries[row["notification_id"]].append(self.represent(row, DeliveryStatusSerializer))
