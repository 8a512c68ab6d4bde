"""`calls`: messages that a person must deliver by telephone. The number is shown on the page of the child, not here."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.fields import BooleanField, CharField, DateTimeField, IntegerField

from services.access import audit
from services.access.permissions import Permission
from services.api.notify.visible_children import VisibleChildrenMixin
from services.api.resources.fields import Computed, EnumField
from services.api.resources.rows import Row
from services.api.resources.serializers import NamedReference, Resource, Serializer
from services.api.views.lists import KeysetListView
from services.api.views.objects import ActionView
from services.children import access
from services.children.choices import AuditAction
from services.kit.pagination.keyset import Ordering
from services.notify.actions import resolving
from services.notify.choices import DeliveryState
from services.notify.models import Delivery


def child(view: VisibleChildrenMixin, child_id: UUID | None) -> Row | None:
    name = view.child_name(child_id)
    return None if name is None else {"id": child_id, "name": name}


class CallSerializer(Resource):
    kind = CharField(source="notification.kind")
    title = CharField(source="notification.title")
    body = CharField(source="notification.body")
    child = Computed(NamedReference(allow_null=True), child, "notification.child_id")
    recipient = CharField(source="notification.recipient_name", allow_blank=True)
    due_at = DateTimeField()
    attempt_count = IntegerField(help_text="已打几次")
    note = CharField(source="error", allow_blank=True, help_text="上一次记下的话")


class CallResultSerializer(Serializer):
    reached = BooleanField()
    note = CharField(max_length=resolving.MAX_NOTE_LENGTH, required=False, allow_blank=True, default="")


class CallStateSerializer(Resource):
    state = EnumField(DeliveryState)
    attempt_count = IntegerField()
    sent_at = DateTimeField(allow_null=True)


class CallListView(VisibleChildrenMixin, KeysetListView):
    required_permissions = {"GET": Permission.CALL_FAMILY}
    serializer = CallSerializer
    child_column = "notification__child_id"
    orderings = {"created_at": Ordering.of_columns("id"), "-created_at": Ordering.of_columns("-id")}

    def get_queryset(self) -> QuerySet[Delivery]:
        return access.calls_of(self.actor, self.now)

    def log_access(self, rows: Sequence[Row]) -> None:
        self.prefetch(rows)  # only children whom the reader may see are named, and logged
        target = [child_id for child_id, name in self.child_names.items() if name is not None]
        audit.log(AuditAction.LISTED, target=target, by=self.actor, now=self.now)


class CallDetailView(ActionView[Delivery]):
    required_permissions = {"POST": Permission.CALL_FAMILY}
    serializer = CallStateSerializer
    body_serializer = CallResultSerializer
    accepts_idempotency_key = True  # a phone without signal repeats; a call counts towards the three

    def get_queryset(self) -> QuerySet[Delivery]:
        return access.calls_of(self.actor, self.now)

    def perform(self, delivery: Delivery, /, *, reached: bool, note: str) -> Delivery:
        """Record the result of a call; three that reach nobody end it as not delivered."""
        return resolving.record_call(delivery=delivery, reached=reached, note=note, by=self.actor, now=self.now)
