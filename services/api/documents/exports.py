"""`exports`: take a list out as a file; one's own exports of the last days, and their files."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.fields import BooleanField, CharField, DateTimeField, DictField, IntegerField, ListField, UUIDField
from rest_framework.request import Request

from services.access.permissions import Permission
from services.api.resources.fields import Computed, EnumField
from services.api.resources.rows import Source
from services.api.resources.serializers import JobAccepted, Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.lists import WholeListView
from services.api.views.objects import DestroyMixin, DetailView, ListCreateView, ObjectView
from services.documents import actions, lists, queries
from services.documents.choices import ExportFormat
from services.documents.formats import MEDIA_TYPES
from services.documents.models import Export
from services.jobs.choices import JobState
from services.kit.pagination.keyset import Ordering

MAX_COLUMNS, MAX_NAME, MAX_VALUE = 60, 60, 60


def expires_at(_view: BaseView, created_at: datetime) -> datetime:
    return created_at + queries.KEEP


class ExportSerializer(Resource):
    list = CharField(source="list_key")
    filters = DictField(child=CharField())
    columns = ListField(child=CharField())
    format = EnumField(ExportFormat)
    reason = CharField(allow_blank=True)
    state = EnumField(JobState, source="job.state", allow_null=True)
    message = CharField(source="job.message", allow_null=True, help_text="没有写成的原因")
    job = UUIDField(source="job.public_id", allow_null=True)
    rows = IntegerField(source="row_count", allow_null=True)
    size = IntegerField(source="file.size", allow_null=True, help_text="字节")
    created_at = DateTimeField()
    expires_at = Computed(DateTimeField(), expires_at, "created_at")


class RequestExportSerializer(Serializer):
    list = CharField(max_length=MAX_NAME, help_text="列表的地址，如 children")
    filters = DictField(child=CharField(max_length=MAX_VALUE, allow_blank=True), required=False, default=dict)
    columns = ListField(
        child=CharField(max_length=MAX_NAME), required=False, default=[], max_length=MAX_COLUMNS, help_text="空：全部"
    )
    format = EnumField(ExportFormat)
    reason = CharField(max_length=actions.MAX_REASON_LENGTH, required=False, default="", allow_blank=True)


class ExportView(BaseView):
    def get_queryset(self) -> QuerySet[Export]:
        return queries.visible_to(self.actor, self.now)


class ExportListView(ExportView, ListCreateView):
    required_permissions = {"GET": Permission.EXPORT_LISTS, "POST": Permission.EXPORT_LISTS}
    serializer = ExportSerializer
    create_serializer = RequestExportSerializer
    created_serializer = JobAccepted
    created_status = 202
    orderings = {"-created_at": Ordering.of_columns("-id")}

    def create(self, **body: Any) -> Export:
        """Let a worker write a list into a file; what is personal needs a reason."""
        return actions.request_export(**body, by=self.by, now=self.now)


class ExportDetailView(ExportView, DetailView[Export], DestroyMixin[Export]):
    required_permissions = {"GET": Permission.EXPORT_LISTS, "DELETE": Permission.EXPORT_LISTS}
    serializer = ExportSerializer

    def destroy(self, target: Export, /) -> None:
        """Delete the file before its time is over."""
        actions.delete_export(export=target, by=self.by, now=self.now)


class ExportFileView(ExportView, ObjectView[Export]):
    required_permissions = {"GET": Permission.EXPORT_LISTS}

    @extend_schema(responses={(200, MEDIA_TYPES[ExportFormat.XLSX]): OpenApiTypes.BINARY})
    def get(self, request: Request, **kwargs: object) -> StreamingHttpResponse:
        """The file; each download leaves an audit event."""
        export = self.get_object()
        pieces = actions.download(export=export, by=self.by, now=self.now)
        response = StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[ExportFormat(export.format)])
        response["Content-Disposition"] = f'attachment; filename="{actions.file_name(export)}"'
        return response


class ExportColumnSerializer(Serializer):
    name = CharField()
    heading = CharField()


class ExportableListSerializer(Serializer):
    list = CharField(source="key")
    title = CharField()
    is_personal = BooleanField(help_text="要写事由")
    columns = ExportColumnSerializer(many=True)


class ExportableListListView(WholeListView):
    required_permissions = {"GET": Permission.EXPORT_LISTS}
    serializer = ExportableListSerializer

    def get_rows(self) -> Iterable[Source]:
        for row in lists.readable_by(self.actor):
            columns = [{"name": name, "heading": heading} for name, heading in row.columns(self.actor).items()]
            yield {"key": row.key, "title": str(row.title), "is_personal": row.is_personal, "columns": columns}
