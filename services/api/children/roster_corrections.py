"""`roster-imports/{id}/faulty-rows`: rows with an issue as they were typed, corrected or left out one by one."""

from collections.abc import Sequence
from types import SimpleNamespace

from django.http import Http404
from rest_framework.fields import BooleanField, CharField, DateTimeField, DictField, IntegerField
from rest_framework.request import Request

from services.access import audit
from services.access.permissions import Permission
from services.api.children.roster_imports import IssueSerializer, position_of
from services.api.resources.rows import Row, Source
from services.api.resources.serializers import JobAccepted, Serializer
from services.api.views.base import get_or_404
from services.api.views.lists import KeysetListView, size_of
from services.api.views.objects import DetailView, ObjectView, UpdateMixin, action
from services.children.choices import AuditAction
from services.children.importing.correction import actions, rows
from services.children.importing.correction.rows import CorrectableRow
from services.children.models import RosterImport
from services.children.roster.cells.text import MAX_TEXT
from services.kit.pagination.keyset import Page


class CellSerializer(Serializer):
    column = CharField(help_text="列的字母")
    header = CharField()
    field = CharField(help_text="名册的哪一项")
    text = CharField(allow_blank=True, help_text="现在写的")


class FaultyRowSerializer(Serializer):
    number = IntegerField(help_text="这一行的编号；再读一遍以后会变")
    sheet = CharField()
    row = IntegerField()
    cells = CellSerializer(many=True)
    issues = IssueSerializer(many=True)
    is_open = BooleanField(help_text="还有错误，也没有选不导入")
    is_left_out = BooleanField()
    corrected_at = DateTimeField(allow_null=True)
    remaining = IntegerField(help_text="整份名册还有几行没有改好")


class CorrectionSerializer(Serializer):
    cells = DictField(
        child=CharField(allow_blank=True, max_length=MAX_TEXT), required=False, help_text="列的字母 → 改成什么"
    )
    is_left_out = BooleanField(required=False, help_text="这一行不导入")


class ApplySerializer(Serializer):
    leaves_out_rest = BooleanField(default=False, help_text="没有改好的行都不导入")


def _source(row: CorrectableRow, remaining: int) -> Source:
    issues = [issue.as_json() for issue in row.issues]
    return SimpleNamespace(**vars(row) | {"issues": issues, "is_open": row.is_open, "remaining": remaining})


class FaultyRowListView(KeysetListView):
    """The rows with an issue, as they were typed; the cursor is the number of a row."""

    required_permissions = {"GET": Permission.IMPORT_ROSTER}
    serializer = FaultyRowSerializer

    # They are one sealed blob, as the rows are.
    def get_page(self, request: Request) -> Page[Row]:
        roster: RosterImport = get_or_404(RosterImport.objects.all(), self.kwargs["public_id"])
        faulty, start, size = rows.load(roster), position_of(request), size_of(request)
        total, remaining = len(faulty.rows), faulty.remaining
        shown = [faulty.row(number) for number in range(start, min(start + size, total))]
        audit.log(
            AuditAction.ROSTER_ROWS_VIEWED, target=roster, by=self.actor, now=self.now, detail={"rows": len(shown)}
        )
        return Page(
            [dict(vars(_source(row, remaining))) for row in shown],
            next=str(start + size) if start + size < total else None,
            previous=str(max(start - size, 0)) if start else None,
        )


class FaultyRowView(DetailView[RosterImport], UpdateMixin[RosterImport]):
    """One faulty row. `PATCH` types other cells and answers what is still wrong with it."""

    required_permissions = {"GET": Permission.IMPORT_ROSTER, "PATCH": Permission.IMPORT_ROSTER}
    queryset = RosterImport.objects.all()
    serializer = FaultyRowSerializer
    update_serializer = CorrectionSerializer

    def get_row(self) -> Source:
        faulty, number = rows.load(self.get_object()), self.kwargs["number"]
        if number >= len(faulty.rows):
            raise Http404
        return _source(faulty.row(number), faulty.remaining)

    def version_of(self, answer: Row) -> Row:
        return {name: value for name, value in answer.items() if name != "remaining"}

    def log_access(self, rows: Sequence[Source]) -> None:
        audit.log(
            AuditAction.ROSTER_ROWS_VIEWED,
            target=self.get_object(),
            by=self.actor,
            now=self.now,
            detail={"rows": len(rows)},
        )

    def update(
        self, roster: RosterImport, /, *, cells: dict[str, str] | None = None, is_left_out: bool | None = None
    ) -> None:
        """Type other cells into the row, or leave it out."""
        self.get_row()  # 404 for a number that is none
        actions.correct_row(
            roster=roster,
            number=self.kwargs["number"],
            cells=cells or {},
            is_left_out=is_left_out,
            by=self.actor,
            now=self.now,
        )


class RosterCorrectionsView(ObjectView[RosterImport]):
    queryset = RosterImport.objects.all()

    @action(
        Permission.IMPORT_ROSTER,
        body_serializer=ApplySerializer,
        serializer=JobAccepted,
        status=202,
        accepts_idempotency_key=True,
    )
    def apply(self, roster: RosterImport, /, *, leaves_out_rest: bool = False) -> RosterImport:
        """Read the workbook again with the corrected rows; a worker does it."""
        return actions.apply_corrections(roster=roster, leaves_out_rest=leaves_out_rest, by=self.actor, now=self.now)
