"""`roster-imports`: a workbook sent, watched, looked through, committed, taken back."""

from collections.abc import Callable
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api import request_params
from services.api.base import BaseView, get_or_404
from services.api.idempotency import idempotent
from services.api.lists import LIST_PARAMETERS, KeysetListView, size_of
from services.children.choices import AuditAction, ImportState
from services.children.importing import commit, storage, undo, upload
from services.children.models import RosterImport
from services.kit.pagination import Ordering

Text = serializers.CharField
COUNTED = ("new", "changed", "unchanged", "errors", "warnings")


class UploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField()


class ImportAcceptedSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    job = serializers.UUIDField()


class CountsSerializer(serializers.Serializer[Any]):
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    errors = serializers.IntegerField()  # type: ignore[assignment]
    warnings = serializers.IntegerField()


class IssueSerializer(serializers.Serializer[Any]):
    sheet = Text(allow_null=True)
    row = serializers.IntegerField(allow_null=True)
    column = Text(allow_null=True)
    header = Text(allow_null=True)
    code = Text()
    level = Text()
    message = Text()


class ImportSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    job = serializers.UUIDField(allow_null=True)
    file_name = Text()
    state = serializers.ChoiceField(choices=ImportState.choices)
    counts = CountsSerializer()
    case_files = serializers.IntegerField()
    uploaded_at = serializers.DateTimeField()
    committed_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)


class ImportDetailSerializer(ImportSerializer):
    message = Text()
    issues = IssueSerializer(many=True)


class RosterRowSerializer(serializers.Serializer[Any]):
    sheet = Text()
    row = serializers.IntegerField()
    is_acceptable = serializers.BooleanField()
    issues = serializers.ListField(child=Text())
    derived_from_id = serializers.ListField(child=Text())
    values = serializers.DictField()


def import_answer(roster: RosterImport) -> dict[str, Any]:
    return {
        "id": roster.public_id,
        "job": roster.job.public_id if roster.job else None,
        "file_name": roster.file_name,
        "state": upload.effective_state(roster),
        "counts": {name: roster.counts.get(name, 0) for name in COUNTED},
        "case_files": roster.counts.get("case_files", 0),
        "uploaded_at": roster.uploaded_at,
        "committed_at": roster.committed_at,
        "undone_at": roster.undone_at,
    }


class RosterImportListView(KeysetListView):
    required_permissions = {"GET": Permission.IMPORT_ROSTER, "POST": Permission.IMPORT_ROSTER}
    parser_classes = (MultiPartParser,)
    name = "roster-imports"
    orderings = {"-uploaded_at": Ordering.of_columns("-uploaded_at"), "uploaded_at": Ordering.of_columns("uploaded_at")}

    def rows(self) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = RosterImport.objects.select_related("job")
        state = request_params.choice_param(self.request, "state", ImportState.values)
        return rows.filter(state=state) if state else rows

    def to_representation(self, found: RosterImport) -> dict[str, Any]:
        return import_answer(found)

    @extend_schema(
        responses=request_params.page_schema(ImportSerializer),
        parameters=[*LIST_PARAMETERS, OpenApiParameter("state", str)],
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request={"multipart/form-data": UploadSerializer}, responses={202: ImportAcceptedSerializer})
    def post(self, request: Request) -> Response:
        """Send a workbook as the form field `file`; a worker reads it."""
        file = request.FILES.get("file")
        if file is None:
            raise ValidationError({"file": [_("请选择一个 Excel 工作簿。")]})
        upload.check_size(file.size or 0)

        def create() -> Response:
            roster = upload.upload(content=file.read(), file_name=file.name or "", by=self.by, now=self.now)
            return Response(_asked(roster), status=202)

        return idempotent(request, self.by, self.now, create)


class ImportMixin(BaseView):
    def roster(self, public_id: UUID) -> RosterImport:
        return cast("RosterImport", get_or_404(RosterImport.objects.select_related("job"), public_id))


class RosterImportDetailView(ImportMixin):
    required_permissions = {"GET": Permission.IMPORT_ROSTER}

    @extend_schema(responses=ImportDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        roster = self.roster(public_id)
        _sheets, issues = storage.summary_of(roster)
        audit.log(AuditAction.ROSTER_VIEWED, target=roster, by=self.by, now=self.now)
        names = ("sheet", "row", "column", "header", "code", "level", "message")
        told = [issue.as_json() for issue in issues]
        message = roster.job.message if roster.job and upload.is_stuck(roster) else ""
        return Response(
            import_answer(roster)
            | {"message": message, "issues": [{name: one[name] for name in names} for one in told]}
        )


class RosterRowListView(ImportMixin):
    required_permissions = {"GET": Permission.IMPORT_ROSTER}

    @extend_schema(
        responses=request_params.page_schema(RosterRowSerializer),
        parameters=[*LIST_PARAMETERS[:2], OpenApiParameter("faulty", OpenApiTypes.BOOL, description="只看有问题的行")],
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """The rows as they were read; the cursor is the place in the workbook."""
        roster = self.roster(public_id)
        size = size_of(request)
        start = self._start(request)
        found = storage.page_of(
            roster, start, size + 1, only_faulty=request_params.bool_param(request, "faulty") is True
        )
        audit.log(AuditAction.ROSTER_ROWS_VIEWED, target=roster, by=self.by, now=self.now, detail={"rows": len(found)})
        more = found[size][0] if len(found) > size else None
        return Response(
            {
                "results": [row for _place, row in found[:size]],
                "next": self._link(request, more),
                "previous": self._link(request, max(start - size, 0) if start else None),
            }
        )

    def _start(self, request: Request) -> int:
        wish = request.query_params.get("cursor", "0")
        if not (wish.isdecimal() and len(wish) <= 7):
            raise ValidationError({"cursor": [_("翻页标记无效，请从第一页重新开始。")]})
        return int(wish)

    def _link(self, request: Request, start: int | None) -> str | None:
        if start is None:
            return None
        params = request.query_params.copy()
        params["cursor"] = str(start)
        return f"{request.build_absolute_uri(request.path)}?{params.urlencode()}"


class ImportActionView(ImportMixin):
    required_permissions = {"POST": Permission.IMPORT_ROSTER}
    request_job: ClassVar[Callable[..., RosterImport]]

    @extend_schema(request=None, responses={202: ImportAcceptedSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        roster = self.roster(public_id)

        def ask() -> Response:
            return Response(_asked(type(self).request_job(roster=roster, by=self.by, now=self.now)), status=202)

        return idempotent(request, self.by, self.now, ask)


class ImportCommitView(ImportActionView):
    request_job = staticmethod(commit.request_commit)


class ImportUndoView(ImportActionView):
    request_job = staticmethod(undo.request_undo)


def _asked(roster: RosterImport) -> dict[str, Any]:
    return {"id": roster.public_id, "job": roster.job.public_id if roster.job else None}
