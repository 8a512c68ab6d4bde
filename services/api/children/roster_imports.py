"""`roster-imports`: a workbook is uploaded, read by a worker, reviewed, committed, undone."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.fields import (
    BooleanField,
    CharField,
    ChoiceField,
    DateTimeField,
    DictField,
    FileField,
    FloatField,
    IntegerField,
    ListField,
    UUIDField,
)
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api.resources.fields import Computed, EnumField
from services.api.resources.filters import BooleanFilter, ChoiceFilter
from services.api.resources.rows import Row, Source
from services.api.resources.serializers import JobAccepted, Resource, Serializer
from services.api.views.base import BaseView, get_or_404
from services.api.views.lists import KeysetListView, ordered_by, size_of
from services.api.views.objects import DetailView, ListCreateView, ObjectView, job_action
from services.children.choices import AuditAction, ImportState
from services.children.importing import commit, mapping, storage, undo, upload
from services.children.importing.mapping import ColumnChoice
from services.children.models import RosterImport
from services.children.roster.headers import CONTENT, NAME, PERSON
from services.kit.pagination.keyset import Page

NO_FILE = gettext_lazy("请选择一个 Excel 工作簿。")
MAX_CURSOR_DIGITS = 7  # a sheet has at most 1,048,576 rows


class UploadSerializer(Serializer):
    # Emptiness is judged by the app, whose message says what to do.
    file = FileField(allow_empty_file=True, error_messages={"required": NO_FILE, "invalid": NO_FILE})


class CountsSerializer(Serializer):
    new = IntegerField()
    changed = IntegerField()
    unchanged = IntegerField()
    errors = IntegerField()
    warnings = IntegerField()


COUNTED = tuple(CountsSerializer().get_fields())


class IssueSerializer(Serializer):
    sheet = CharField(allow_null=True)
    row = IntegerField(allow_null=True)
    column = CharField(allow_null=True)
    header = CharField(allow_null=True)
    code = CharField()
    level = CharField()
    message = CharField()


def effective_state(_view: BaseView, state: str, job_state: str | None) -> str:
    return upload.shown_state(state, job_state)


def counts(_view: BaseView, counts: Mapping[str, int]) -> Mapping[str, int]:
    return {name: counts.get(name, 0) for name in COUNTED}


def case_files(_view: BaseView, counts: Mapping[str, int]) -> int:
    return counts.get("case_files", 0)


class ImportSerializer(Resource):
    job = UUIDField(source="job.public_id", allow_null=True)
    file_name = CharField()
    state = Computed(EnumField(ImportState), effective_state, "state", "job.state")
    counts = Computed(CountsSerializer(), counts, "counts")
    case_files = Computed(IntegerField(), case_files, "counts")
    uploaded_at = DateTimeField()
    committed_at = DateTimeField(allow_null=True)
    undone_at = DateTimeField(allow_null=True)


class ImportDetailSerializer(ImportSerializer):
    message = CharField()
    issues = IssueSerializer(many=True)


class RosterRowSerializer(Serializer):
    sheet = CharField()
    row = IntegerField()
    is_acceptable = BooleanField()
    issues = ListField(child=CharField())
    derived_from_id = ListField(child=CharField())
    values = DictField()


class RosterImportListView(ListCreateView):
    required_permissions = {"GET": Permission.IMPORT_ROSTER, "POST": Permission.IMPORT_ROSTER}
    parser_classes = (MultiPartParser,)
    queryset = RosterImport.objects.all()
    serializer = ImportSerializer
    create_serializer = UploadSerializer
    created_serializer, created_status = JobAccepted, 202
    orderings = ordered_by("-uploaded_at", "uploaded_at")
    filters = {"state": ChoiceFilter(ImportState.values, "state")}

    def create(self, *, file: "UploadedFile[bytes]") -> RosterImport:
        """Send a workbook as the form field `file`; a worker reads it."""
        upload.check_size(file.size or 0)  # before the content is read into memory
        return upload.upload(content=file.read(), file_name=file.name or "", by=self.actor, now=self.now)


class RosterImportDetailView(DetailView[RosterImport]):
    required_permissions = {"GET": Permission.IMPORT_ROSTER}
    queryset = RosterImport.objects.select_related("job")
    serializer = ImportDetailSerializer

    def get_row(self) -> Source:
        roster = self.get_object()
        message = roster.job.message if roster.job and upload.is_stuck(roster) else ""
        more = {
            "instance": roster,
            "job": roster.job,
            "message": message,
            "issues": [issue.as_json() for issue in storage.load_summary(roster).issues],
        }
        return SimpleNamespace(**vars(roster) | more)

    def log_access(self, rows: Sequence[Source]) -> None:
        (row,) = rows
        audit.log(AuditAction.ROSTER_VIEWED, target=row.instance, by=self.actor, now=self.now)

    @job_action(Permission.IMPORT_ROSTER)
    def commit(self, roster: RosterImport, /) -> RosterImport:
        """Write the acceptable rows to the pupils; a worker does it."""
        return commit.request_commit(roster=roster, by=self.actor, now=self.now)

    @job_action(Permission.IMPORT_ROSTER)
    def undo(self, roster: RosterImport, /) -> RosterImport:
        """Undo a committed import; a worker does it."""
        return undo.request_undo(roster=roster, by=self.actor, now=self.now)


class ColumnSerializer(Serializer):
    sheet = CharField()
    column = CharField(help_text="列的字母")
    field = CharField(allow_null=True, help_text="名册的哪一项，如 name；null：不要这一列，或还不知道")
    header = CharField(required=False, allow_blank=True)
    samples = ListField(child=CharField(allow_blank=True), required=False, help_text="至多三格，已遮盖")
    certainty = FloatField(required=False, help_text="0 到 1；低于 0.8 的要由人选定")
    by = ChoiceField((NAME, CONTENT, PERSON), required=False, help_text="按列名、按内容、由人选定")


@extend_schema_view(
    get=extend_schema(responses=ColumnSerializer(many=True)),
    put=extend_schema(request=ColumnSerializer(many=True), responses={202: JobAccepted}),
)
class RosterColumnListView(ObjectView[RosterImport]):
    """What each column was read as. `PUT` the list with `field` chosen: the workbook is read again."""

    required_permissions = {"GET": Permission.IMPORT_ROSTER, "PUT": Permission.IMPORT_ROSTER}
    queryset = RosterImport.objects.all()
    serializer = ColumnSerializer

    def get(self, request: Request, **kwargs: object) -> Response:
        roster = self.get_object()
        columns = storage.load_summary(roster).columns
        audit.log(AuditAction.ROSTER_VIEWED, target=roster, by=self.actor, now=self.now)
        return Response([self.represent(column) for column in columns])

    def put(self, request: Request, **kwargs: object) -> Response:
        roster = self.get_object()
        body = ColumnSerializer(data=request.data, many=True, context={"view": self})
        body.is_valid(raise_exception=True)
        choices = [ColumnChoice(item["sheet"], item["column"], item["field"]) for item in body.validated_data]
        staged = mapping.choose_columns(roster=roster, choices=choices, by=self.actor, now=self.now)
        return Response(self.represent(staged, JobAccepted), status=202)


class RosterRowListView(KeysetListView):
    """The rows as they were read; the cursor is the position in the workbook."""

    required_permissions = {"GET": Permission.IMPORT_ROSTER}
    serializer = RosterRowSerializer
    filters = {"faulty": BooleanFilter(description="只看有问题的行")}

    # Until they are committed the rows are one sealed blob: there is no table to page through.
    def get_page(self, request: Request) -> Page[Row]:
        roster: RosterImport = get_or_404(RosterImport.objects.all(), self.kwargs["public_id"])
        start, size = position_of(request), size_of(request)
        rows = storage.load_page(roster, start, size + 1, only_faulty=self.params["faulty"] is True)
        detail = {"rows": len(rows)}
        audit.log(AuditAction.ROSTER_ROWS_VIEWED, target=roster, by=self.actor, now=self.now, detail=detail)
        return Page(
            [dict(row) for _position, row in rows[:size]],
            next=str(rows[size][0]) if len(rows) > size else None,
            previous=str(max(start - size, 0)) if start else None,
        )


def position_of(request: Request) -> int:
    """The cursor of a list that is no table. Raises ValidationError."""
    text = request.query_params.get("cursor", "0")
    if not (text.isdecimal() and len(text) <= MAX_CURSOR_DIGITS):
        raise ValidationError({"cursor": [_("翻页标记无效，请从第一页重新开始。")]})
    return int(text)
