"""名册导入 in four steps: 选择文件 → 对列 → 核对 → 完成."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.permissions import Permission
from services.children.choices import AuditAction, ImportState, JobKind
from services.children.importing import commit as roster_commit
from services.children.importing import storage, upload
from services.children.importing import undo as roster_undo
from services.children.models import RosterImport
from services.children.roster.workbooks.template import roster_template
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.kit.execution import sandbox
from services.web.children.roster_columns import STEPS
from services.web.children.roster_preview import preview
from services.web.components import Tone, flash_failure
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, perform_or_flash
from services.web.jobs import progress_of
from services.web.page_request import PageRequest

MAX_RECENT = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# States in which the page polls the job; a failed one shows why it failed.
STATES_WITH_PROGRESS = {ImportState.STAGING, ImportState.COMMITTING, ImportState.FAILED}
STATES_WITH_PREVIEW = {ImportState.READY, ImportState.REJECTED}
STATES_WITH_COUNTS = {*STATES_WITH_PREVIEW, ImportState.COMMITTED, ImportState.UNDONE}
STATES_OF_LAST_STEP = {ImportState.COMMITTING, ImportState.COMMITTED, ImportState.UNDONE}
TONES: dict[ImportState, Tone] = {
    ImportState.STAGING: "now",
    ImportState.MAPPING: "due",
    ImportState.REJECTED: "alert",
    ImportState.READY: "due",
    ImportState.COMMITTING: "now",
    ImportState.COMMITTED: "done",
    ImportState.UNDONE: "",
    ImportState.FAILED: "alert",
}


@requires(Permission.IMPORT_ROSTER)
def rosters(request: PageRequest) -> HttpResponse:
    """Step one: choose a file. The latest imports are listed below."""
    error = ""
    if request.method == "POST":
        try:
            return redirect("web:roster", _upload(request).public_id)
        except ApplicationError as reason:
            error = str(reason)
    # All of the school, whoever uploaded: two people share this work.
    recent = RosterImport.objects.select_related("job").order_by("-pk")[:MAX_RECENT]
    context = {"steps": STEPS, "error": error, "recent": [(roster, *_state_of(roster)) for roster in recent]}
    return render(request, "rosters/upload.html", context, status=422 if error else 200)


def _upload(request: PageRequest) -> RosterImport:
    file = request.FILES.get("file")
    if file is None:
        # Django's own text for an empty file field does not say what kind of file.
        raise upload.UnreadableFile(_("请先选择一个 Excel 工作簿。"), field="file")
    upload.check_size(file.size or 0)  # before the content is read into memory
    return upload.upload(content=file.read(), file_name=file.name or "", by=request.actor, now=clock.now())


def _state_of(roster: RosterImport) -> tuple[str, Tone]:
    state = ImportState(upload.effective_state(roster))
    return str(state.label), TONES[state]


@requires(Permission.IMPORT_ROSTER)
def roster(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The last steps of one import: its progress, the preview to check, or the result."""
    current = _get_roster(public_id)
    if current.state == ImportState.MAPPING and storage.has_file(current):
        return redirect("web:roster_columns", public_id)
    # The preview shows names and birth dates of the whole school.
    audit.log(AuditAction.ROSTER_VIEWED, target=current, by=request.actor, now=clock.now())
    state = ImportState(upload.effective_state(current))
    counts, has_file = current.counts, storage.has_file(current)
    context: dict[str, object] = {
        "roster": current,
        "state": state,
        "steps": STEPS,
        "step": 4 if state in STATES_OF_LAST_STEP else 3,
        "counts": counts,
        "shows_counts": state in STATES_WITH_COUNTS and bool(counts.get("rows")),
        # A rejected roster has rows without a fault, which are not imported either.
        "acceptable": sum(counts.get(name, 0) for name in ("new", "changed", "unchanged")),
        "work": progress_of(current.job) if current.job and _is_working(current, state) else None,
        "can_undo": state == ImportState.COMMITTED and has_file and roster_undo.is_last(current),
        "has_file": has_file,
        **(preview(request, current) if state in STATES_WITH_PREVIEW else {}),
    }
    return render(request, "rosters/roster.html", context)


def _is_working(roster: RosterImport, state: ImportState) -> bool:
    """Whether a job on the import is running or has failed. While it is undone its state is still committed."""
    is_undoing = state == ImportState.COMMITTED and roster.job is not None and roster.job.kind == JobKind.UNDO_ROSTER
    return state in STATES_WITH_PROGRESS or is_undoing


@require_POST
@requires(Permission.IMPORT_ROSTER)
def commit(request: PageRequest, public_id: UUID) -> HttpResponse:
    return _request(request, public_id, roster_commit.request_commit)


@require_POST
@requires(Permission.IMPORT_ROSTER)
def undo(request: PageRequest, public_id: UUID) -> HttpResponse:
    return _request(request, public_id, roster_undo.request_undo)


def _request(request: PageRequest, public_id: UUID, action: Callable[..., RosterImport]) -> HttpResponse:
    """Start a job on an import; the page shows its progress, so only a failure needs a message."""
    perform_or_flash(request, action, roster=_get_roster(public_id))
    return redirect("web:roster", public_id)


@requires(Permission.IMPORT_ROSTER)
def annotated(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The uploaded workbook with the faulty cells coloured."""
    current = _get_roster(public_id)
    audit.log(AuditAction.ROSTER_DOWNLOADED, target=current, by=request.actor, now=clock.now())
    try:
        return _download(_annotate(current), "roster-marked.xlsx")
    except sandbox.SandboxError as error:
        flash_failure(request, error.message)
    except storage.FileDeleted as error:
        flash_failure(request, str(error))
    return redirect("web:roster", public_id)


def _annotate(roster: RosterImport) -> bytes:
    """The workbook with its issues marked, made in the sandbox because the file is untrusted. Raises SandboxError."""
    issues = storage.load_summary(roster).issues
    marks = [[issue.sheet, issue.row, issue.column, issue.level, issue.message] for issue in issues]
    # The sandbox has no database and no network: the workbook reaches it as a file.
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(storage.load_content(roster))
        file.flush()
        arguments = {"path": str(Path(file.name)), "marks": marks}
        content: bytes = sandbox.run("services.children.roster.workbooks.annotation:annotate", arguments)
    return content


@requires(Permission.IMPORT_ROSTER)
def template(_request: HttpRequest) -> HttpResponse:
    return _download(roster_template(), "roster-template.xlsx")


def _download(content: bytes, file_name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Cache-Control"] = "no-store"
    return response


def _get_roster(public_id: UUID) -> RosterImport:
    return get_visible_or_404(RosterImport.objects.select_related("job"), public_id)
