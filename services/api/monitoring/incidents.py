"""`system-incidents`: faults of the system that need a person, open and closed."""

from rest_framework.fields import CharField, DateTimeField, IntegerField

from services.access.permissions import Permission
from services.api.resources.fields import EnumField
from services.api.resources.filters import BooleanFilter, ChoiceFilter
from services.api.resources.serializers import NamedReference, Resource
from services.api.resources.user_names import UserNamesMixin, user_name
from services.api.views.lists import KeysetListView
from services.api.views.objects import ActionView
from services.kit.pagination.keyset import Ordering
from services.notify import queries
from services.notify.actions.incidents import close_incident
from services.notify.choices import IncidentKind
from services.notify.models import SystemIncident


class SystemIncidentSerializer(Resource):
    kind = EnumField(IncidentKind)
    source = CharField(allow_blank=True, help_text="哪个渠道、队列或规则")
    school = NamedReference(allow_null=True, help_text="空：县里的")
    opened_at = DateTimeField()
    last_seen_at = DateTimeField()
    seen_count = IntegerField()
    closed_at = DateTimeField(allow_null=True)
    closed_by = user_name("closed_by_id", only_if="closed_by_id")


class SystemIncidentListView(UserNamesMixin, KeysetListView):
    required_permissions = {"GET": Permission.VIEW_DELIVERIES}
    queryset = queries.incidents()
    serializer = SystemIncidentSerializer
    user_columns = ("closed_by_id",)
    # Ordered by key: a row is inserted when its incident opens, so keys grow with `opened_at`.
    orderings = {"-opened_at": Ordering.of_columns("-id"), "opened_at": Ordering.of_columns("id")}
    filters = {"open": BooleanFilter("closed_at__isnull"), "kind": ChoiceFilter(IncidentKind.values, "kind")}


class SystemIncidentCloseView(UserNamesMixin, ActionView[SystemIncident]):
    required_permissions = {"POST": Permission.CLOSE_INCIDENTS}
    queryset = queries.incidents()
    serializer = SystemIncidentSerializer

    def perform(self, incident: SystemIncident, /) -> None:
        """Close an incident as handled. The same fault seen again opens another one."""
        close_incident(incident=incident, by=self.actor, now=self.now)
