"""The roster import in three steps: 选择文件 → 核对 → 完成."""

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.permissions import Permission
from services.children.blind_indexes import mask_id
from services.children.choices import AuditAction, ImportState, JobKind
from services.children.importing import commit as committing
from services.children.importing import storage, upload
from services.children.importing import undo as undoing
from services.children.models import RosterImport
from services.children.roster.issues import ERROR, RosterIssue
from services.children.roster.template import roster_template
from services.kit import clock, sandbox
from services.kit.exceptions import ApplicationError
from services.schools.classes import class_label_in_grade
from services.web.components import Tab, flash
from services.web.decorators import requires
from services.web.jobs import progress_of

STEPS = ("选择文件", "核对", "完成")
ROWS, MAX_ISSUES, RECENT = 50, 200, 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = {
    "name": "姓名", "sex": "性别", "birth_date": "出生日期", "class": "班级", "id_number": "证件号",
    "left_behind": "是否留守", "father_place": "父亲", "mother_place": "母亲", "guardian_name": "监护人",
}  # fmt: skip
COUNTED = {ImportState.READY, ImportState.REJECTED, ImportState.COMMITTED, ImportState.UNDONE}
STATES = {"away": "外出", "home": "在家", "dead": "去世", "missing": "失联", "in_custody": "服刑或强戒"}
TONES = {
    ImportState.STAGING: "now", ImportState.REJECTED: "alert", ImportState.READY: "due", ImportState.COMMITTING: "now",
    ImportState.COMMITTED: "done", ImportState.UNDONE: "", ImportState.FAILED: "alert",
}  # fmt: skip


@requires(Permission.IMPORT_ROSTER)
def rosters(request: Any) -> HttpResponse:
    """Step one, and what was sent before."""
    wrong = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise upload.UnreadableFile(_("请先选择一个 Excel 工作簿。"), field="file")
            upload.check_size(file.size)
            roster = upload.upload(content=file.read(), file_name=file.name, by=request.actor, now=clock.now())
        except ApplicationError as refusal:
            wrong = str(refusal)
        else:
            return redirect("web:roster", roster.public_id)
    recent = RosterImport.objects.select_related("job").order_by("-pk")[:RECENT]
    context = {
        "steps": [_(word) for word in STEPS],
        "wrong": wrong,
        "recent": [_line(roster) for roster in recent],
    }
    return render(request, "rosters/upload.html", context, status=422 if wrong else 200)


def _line(roster: RosterImport) -> dict[str, Any]:
    state = ImportState(upload.effective_state(roster))
    return {"roster": roster, "state": state.label, "tone": TONES[state]}


@requires(Permission.IMPORT_ROSTER)
def roster(request: Any, public_id: UUID) -> HttpResponse:
    """Steps two and three: working, to be looked through, or done."""
    found = _roster(public_id)
    audit.log(AuditAction.ROSTER_VIEWED, target=found, by=request.actor, now=clock.now())
    state = upload.effective_state(found)
    context: dict[str, Any] = {
        "roster": found,
        "state": state,
        "steps": [_(word) for word in STEPS],
        "step": 3 if state in {ImportState.COMMITTING, ImportState.COMMITTED, ImportState.UNDONE} else 2,
        "counts": found.counts,
        "shows_counts": state in COUNTED and bool(found.counts.get("rows")),
        "sound": sum(found.counts.get(name, 0) for name in ("new", "changed", "unchanged")),
        "work": None,
        "can_undo": state == ImportState.COMMITTED and undoing.is_last(found),
    }
    is_undoing = state == ImportState.COMMITTED and found.job and found.job.kind == JobKind.UNDO_ROSTER
    if found.job and (state in {ImportState.STAGING, ImportState.COMMITTING, ImportState.FAILED} or is_undoing):
        context["work"] = progress_of(found.job)
    if state in {ImportState.READY, ImportState.REJECTED}:
        context |= _preview(request, found)
    return render(request, "rosters/roster.html", context)


def _preview(request: Any, found: RosterImport) -> dict[str, Any]:
    """Rows with their faulty cells marked, and the faults as sentences."""
    sheets, issues = storage.summary_of(found)
    only = request.GET.get("only") == "faulty" or (found.state == ImportState.REJECTED and "only" not in request.GET)
    start = int(request.GET["from"]) if request.GET.get("from", "").isdecimal() and len(request.GET["from"]) < 8 else 0
    rows = storage.page_of(found, start, ROWS + 1, only_faulty=only)
    here = reverse("web:roster", args=[found.public_id])
    kind = "faulty" if only else "all"
    following = rows[ROWS][0] if len(rows) > ROWS else None
    marks = _marks(sheets, issues)
    return {
        "issues": issues[:MAX_ISSUES],
        "more_faults": max(len(issues) - MAX_ISSUES, 0) + found.counts.get("issues_left_out", 0),
        "heads": [_(word) for word in SHOWN.values()],
        "rows": [_cells(row, marks) for _place, row in rows[:ROWS]],
        "tabs": [
            Tab(_("仅看问题"), f"{here}?only=faulty", only),
            Tab(_("全部"), f"{here}?only=all", not only, found.counts.get("rows")),
        ],
        "newer": f"{here}?only={kind}" if start else "",
        "older": f"{here}?only={kind}&from={following}" if following else "",
    }


Marks = dict[tuple[str | None, int | None], dict[str, list[RosterIssue]]]


def _marks(sheets: list[dict[str, Any]], issues: list[RosterIssue]) -> Marks:
    """Faults by sheet and row, then by the field their column is."""
    fields = {(sheet["name"], column["column"]): column["field"] for sheet in sheets for column in sheet["columns"]}
    found: Marks = defaultdict(lambda: defaultdict(list))
    for issue in issues:
        field = fields.get((issue.sheet or "", issue.column or ""), "") or ""
        found[issue.sheet, issue.row][_SHOWN_AS.get(field, field)].append(issue)
    return found


_SHOWN_AS = {"grade": "class"} | {
    f"{who}_{part}": place
    for who, place in (("father", "father_place"), ("mother", "mother_place"), ("guardian", "guardian_name"))
    for part in ("name", "phones", "place", "since", "relation", "age")
}


def _cells(row: dict[str, Any], marks: Marks) -> dict[str, Any]:
    values, wrong = row["values"], marks.get((row["sheet"], row["row"]), {})
    shown = {name: values.get(name) or "" for name in SHOWN}
    shown["id_number"] = mask_id(values.get("id_number") or "")
    shown["class"] = class_label_in_grade(values["grade"], values["class_no"]) if values.get("grade") else ""
    for who in ("father", "mother"):
        state = STATES.get(values.get(f"{who}_state") or "", "")
        shown[f"{who}_place"] = " ".join(
            filter(None, [values.get(f"{who}_name"), _(state) if state else "", values.get(f"{who}_place")])
        )
    cells = [(word, shown[name], wrong.get(name, [])) for name, word in SHOWN.items()]
    others = [issue for name, told in wrong.items() if name not in SHOWN for issue in told]
    return {
        "sheet": row["sheet"],
        "row": row["row"],
        "others": others,
        "cells": [
            {"word": _(word), "value": value, "issues": told, "class": _tone(told)} for word, value, told in cells
        ],
    }


def _tone(issues: list[RosterIssue]) -> str:
    if not issues:
        return ""
    return "wrong" if any(issue.level == ERROR for issue in issues) else "doubt"


@require_POST
@requires(Permission.IMPORT_ROSTER)
def commit(request: Any, public_id: UUID) -> HttpResponse:
    return _ask(request, public_id, committing.request_commit)


@require_POST
@requires(Permission.IMPORT_ROSTER)
def undo(request: Any, public_id: UUID) -> HttpResponse:
    return _ask(request, public_id, undoing.request_undo)


def _ask(request: Any, public_id: UUID, act: Any) -> HttpResponse:
    try:
        act(roster=_roster(public_id), by=request.actor, now=clock.now())
    except ApplicationError as refusal:
        flash(request, str(refusal))
    return redirect("web:roster", public_id)


@requires(Permission.IMPORT_ROSTER)
def annotated(request: Any, public_id: UUID) -> HttpResponse:
    """The sender's own workbook with the faulty cells coloured."""
    found = _roster(public_id)
    _sheets, issues = storage.summary_of(found)
    marks = [[one.sheet, one.row, one.column, one.level, one.message] for one in issues]
    audit.log(AuditAction.ROSTER_DOWNLOADED, target=found, by=request.actor, now=clock.now())
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(storage.content_of(found))
        file.flush()
        try:
            target = "services.children.importing.annotation:annotate"
            content = sandbox.run(target, {"path": str(Path(file.name)), "marks": marks})
        except sandbox.SandboxError as refusal:
            flash(request, refusal.sentence)
            return redirect("web:roster", public_id)
    return _download(content, "roster-marked.xlsx")


@requires(Permission.IMPORT_ROSTER)
def template(_request: Any) -> HttpResponse:
    return _download(roster_template(), "roster-template.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _roster(public_id: UUID) -> RosterImport:
    found = RosterImport.objects.select_related("job").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
