"""`retention-lists`: rows about children whose time is over, and the confirmation that lets them be deleted."""

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateField, DateTimeField, IntegerField

from services.access import audit
from services.access.permissions import Permission
from services.api.resources.filters import BooleanFilter
from services.api.resources.rows import Source
from services.api.resources.serializers import Resource, Serializer
from services.api.views.lists import KeysetListView
from services.api.views.objects import ActionView, DetailView
from services.kit.pagination.keyset import Ordering
from services.retention import actions, queries
from services.retention.choices import AuditAction
from services.retention.models import RetentionList

MAX_ENTRIES = 500


class RetentionListSerializer(Resource):
    kind = CharField()
    cutoff = DateTimeField(help_text="早于这一刻的")
    total = IntegerField()
    drawn_at = DateTimeField()
    confirmed_at = DateTimeField(allow_null=True)
    finished_at = DateTimeField(allow_null=True)
    deleted = IntegerField()


class EntrySerializer(Serializer):
    name = CharField()
    school = CharField()
    on = DateField(allow_null=True)


class RetentionListDetailSerializer(RetentionListSerializer):
    entries = EntrySerializer(many=True, help_text=f"至多 {MAX_ENTRIES} 条；删完以后为空")


class RetentionListListView(KeysetListView):
    required_permissions = {"GET": Permission.CONFIRM_DELETION}
    serializer = RetentionListSerializer
    orderings = {"-drawn_at": Ordering.of_columns("-id"), "drawn_at": Ordering.of_columns("id")}
    filters = {"unconfirmed": BooleanFilter("confirmed_at__isnull")}

    def get_queryset(self) -> QuerySet[RetentionList]:
        return queries.visible_lists(self.actor)


class RetentionListDetailView(DetailView[RetentionList]):
    required_permissions = {"GET": Permission.CONFIRM_DELETION}
    serializer = RetentionListDetailSerializer

    def get_queryset(self) -> QuerySet[RetentionList]:
        return queries.visible_lists(self.actor)

    def get_row(self) -> Source:
        row = self.get_object()
        row.entries = queries.entries_of(row, MAX_ENTRIES)  # type: ignore[attr-defined]
        target = [row, *row.targets[:MAX_ENTRIES]]
        audit.log(AuditAction.LIST_VIEWED, target=target, by=self.actor, now=self.now)
        return row


class RetentionListConfirmView(ActionView[RetentionList]):
    required_permissions = {"POST": Permission.CONFIRM_DELETION}
    serializer = RetentionListSerializer

    def get_queryset(self) -> QuerySet[RetentionList]:
        return queries.visible_lists(self.actor)

    def perform(self, retention_list: RetentionList, /) -> None:
        """Let the rows of the list be deleted tonight."""
        actions.confirm_list(retention_list=retention_list, by=self.actor, now=self.now)
