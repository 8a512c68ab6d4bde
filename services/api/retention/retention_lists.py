"""`retention-lists`: rows about children whose time is over, and the confirmation that lets them be deleted."""

from collections.abc import Sequence

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateField, DateTimeField, IntegerField

from services.access import audit
from services.access.permissions import Permission
from services.api.resources.filters import BooleanFilter
from services.api.resources.rows import Source
from services.api.resources.serializers import Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.lists import KeysetListView
from services.api.views.objects import DetailView, action
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


class RetentionListView(BaseView):
    def get_queryset(self) -> QuerySet[RetentionList]:
        return queries.visible_lists(self.actor)


class RetentionListListView(RetentionListView, KeysetListView):
    required_permissions = {"GET": Permission.CONFIRM_DELETION}
    serializer = RetentionListSerializer
    orderings = {"-drawn_at": Ordering.of_columns("-id"), "drawn_at": Ordering.of_columns("id")}
    filters = {"unconfirmed": BooleanFilter("confirmed_at__isnull")}


class RetentionListDetailView(RetentionListView, DetailView[RetentionList]):
    required_permissions = {"GET": Permission.CONFIRM_DELETION}
    serializer = RetentionListDetailSerializer

    def get_row(self) -> Source:
        row = self.get_object()
        row.entries = queries.entries_of(row, MAX_ENTRIES)  # type: ignore[attr-defined]
        return row

    def log_access(self, rows: Sequence[Source]) -> None:
        (row,) = rows
        target = [row, *row.targets[:MAX_ENTRIES]]
        audit.log(AuditAction.LIST_VIEWED, target=target, by=self.actor, now=self.now)

    @action(Permission.CONFIRM_DELETION, serializer=RetentionListSerializer)
    def confirm(self, retention_list: RetentionList, /) -> RetentionList:
        """Let the rows of the list be deleted tonight."""
        actions.confirm_list(retention_list=retention_list, by=self.actor, now=self.now)
        retention_list.refresh_from_db()
        return retention_list
