"""`notifications`: the caller's inbox: read, acknowledged, snoozed."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateField, UUIDField

from services.access.permissions import Permission
from services.api.notify.serializers import AcknowledgementSerializer, NotificationBaseSerializer
from services.api.notify.visible_children import VisibleChildrenMixin
from services.api.resources.fields import Computed
from services.api.resources.filters import BooleanFilter, TextFilter
from services.api.resources.serializers import Serializer
from services.api.resources.user_names import UserNamesMixin
from services.api.views.lists import KeysetListView
from services.api.views.objects import DetailView, action
from services.kit.pagination.keyset import Ordering
from services.notify import queries
from services.notify.actions import inbox
from services.notify.models import Notification

# Keys grow with time and are unique, so a page needs no second column; the index of the inbox ends with the key.
NEWEST = {"-created_at": Ordering.of_columns("-id"), "created_at": Ordering.of_columns("id")}


def visible_child(view: VisibleChildrenMixin, child_id: UUID | None) -> UUID | None:
    return None if view.child_name(child_id) is None else child_id


class NotificationSerializer(NotificationBaseSerializer):
    path = CharField()
    child = Computed(UUIDField(allow_null=True, help_text="关于哪个孩子；看不到的孩子为空"), visible_child, "child_id")


class NotificationDetailSerializer(NotificationSerializer, AcknowledgementSerializer):
    pass


class SnoozeSerializer(Serializer):
    until = DateField()
    reason = CharField(max_length=Notification.snooze_reason.field.max_length)


# `exclude` also keeps what asks for no acknowledgement at all.
def unacknowledged(rows: QuerySet[Notification], value: bool) -> QuerySet[Notification]:
    waiting = {"requires_acknowledgement": True, "acknowledged_at": None}
    return rows.filter(**waiting) if value else rows.exclude(**waiting)


class NotificationListView(VisibleChildrenMixin, KeysetListView):
    required_permissions = {"GET": Permission.VIEW_NOTIFICATIONS}
    serializer = NotificationSerializer
    orderings = NEWEST
    filters = {
        "unread": BooleanFilter("read_at__isnull"),
        "unacknowledged": BooleanFilter(unacknowledged),
        "kind": TextFilter("kind"),
    }

    def get_queryset(self) -> QuerySet[Notification]:
        return queries.inbox_of(self.actor)


class NotificationDetailView(VisibleChildrenMixin, UserNamesMixin, DetailView[Notification]):
    required_permissions = {"GET": Permission.VIEW_NOTIFICATIONS}
    serializer = NotificationDetailSerializer

    def get_queryset(self) -> QuerySet[Notification]:
        return queries.inbox_of(self.actor)

    @action(Permission.VIEW_NOTIFICATIONS, serializer=None)
    def read(self, notification: Notification, /) -> None:
        """Mark as read. Idempotent."""
        inbox.mark_read(notification=notification, now=self.now)

    @action(Permission.VIEW_NOTIFICATIONS)
    def acknowledge(self, notification: Notification, /) -> None:
        """知道了: end the escalation for everybody in it. Idempotent."""
        inbox.acknowledge(notification=notification, by=self.actor, now=self.now)

    @action(Permission.VIEW_NOTIFICATIONS, body_serializer=SnoozeSerializer)
    def snooze(self, notification: Notification, /, *, until: date, reason: str) -> None:
        """Pause the escalation until a day, at most 14 days away; the reason is kept in the delivery log."""
        inbox.snooze(notification=notification, until=until, reason=reason, by=self.actor, now=self.now)
