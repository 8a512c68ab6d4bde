"""`GET audit-log`: who saw and changed what."""

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateTimeField, ListField, UUIDField

from services.access import queries
from services.access.models import AuditEvent
from services.access.permissions import Permission
from services.api.resources.filters import TextFilter
from services.api.resources.serializers import Serializer
from services.api.resources.user_names import UserNamesMixin, user_name
from services.api.views.lists import KeysetListView
from services.kit.pagination.keyset import Ordering


class AuditEventSerializer(Serializer):
    id = UUIDField()
    recorded_at = DateTimeField()
    actor = user_name("user_id")
    role = CharField()
    action = CharField()
    target = ListField(child=CharField())
    purpose = CharField()


class AuditEventListView(UserNamesMixin, KeysetListView):
    required_permissions = {"GET": Permission.VIEW_AUDIT_LOG}
    serializer = AuditEventSerializer
    user_columns = ("user_id",)
    orderings = {"-recorded_at": Ordering.of_columns("-id")}  # ids are made in the order of time
    filters = {"target": TextFilter(), "action": TextFilter()}

    def get_queryset(self) -> QuerySet[AuditEvent]:
        return queries.audit_events(target=self.params["target"] or "", action=self.params["action"] or "")
