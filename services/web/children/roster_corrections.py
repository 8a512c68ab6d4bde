"""改正: the faulty rows of a roster, each with its cells as typed; a cell is checked as soon as it is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.permissions import Permission
from services.children.choices import AuditAction
from services.children.importing.correction import actions, rows
from services.children.importing.correction.rows import CorrectableCell, CorrectableRow, FaultyRows
from services.children.models import RosterImport
from services.children.roster.cells.text import MAX_TEXT
from services.children.roster.issues import RosterIssue
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.web.children.roster_columns import LABELS, STEPS
from services.web.components import Tab
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, perform_or_flash
from services.web.page_request import PageRequest

MAX_ROWS = 50  # of one page
WRONG, NOTED = "wrong", "noted"  # rows that were read with an error, and those with warnings alone
_IDENTIFYING = ("name", "class", "birth_date")  # shown of every row, so that its child is recognised


@dataclass(frozen=True)
class ShownCell:
    """A cell with an input: one that is wrong, or that may be wrong instead."""

    cell: CorrectableCell
    issues: Sequence[RosterIssue]

    @property
    def label(self) -> Promise | str:
        return LABELS.get(self.cell.field, self.cell.header)


@dataclass(frozen=True)
class ShownRow:
    """A row of the page; `others` are cells without an input open, `elsewhere` issues of no cell."""

    row: CorrectableRow
    version: str
    cells: Sequence[ShownCell]
    others: Sequence[ShownCell]
    elsewhere: Sequence[RosterIssue]
    who: str
    failure: str = ""


@requires(Permission.IMPORT_ROSTER)
def corrections(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The faulty rows of an import."""
    roster = get_visible_or_404(RosterImport.objects.all(), public_id)
    faulty = rows.load(roster)
    if roster.state not in actions.STATES or not faulty.rows:
        return redirect("web:roster", public_id)
    wrong, noted = faulty.by_level()
    is_noted = not wrong or (request.GET.get("only") == NOTED and bool(noted))
    start, numbers = _position(request.GET.get("from", "")), noted if is_noted else wrong
    shown = [_shown(faulty.row(number)) for number in numbers[start : start + MAX_ROWS]]
    detail = {"rows": len(shown)}
    audit.log(AuditAction.ROSTER_ROWS_VIEWED, target=roster, by=request.actor, now=clock.now(), detail=detail)
    url = reverse("web:roster_corrections", args=[public_id])
    current_url = f"{url}?only={NOTED if is_noted else WRONG}"
    tabs = [
        Tab(_("要改的"), f"{url}?only={WRONG}", is_active=not is_noted, count=len(wrong)),
        Tab(_("只有提醒的"), f"{url}?only={NOTED}", is_active=is_noted, count=len(noted)),
    ]
    context = _progress(faulty) | {
        "roster": roster,
        "steps": STEPS,
        "tabs": tabs if wrong and noted else [],
        "rows": shown,
        "max_length": MAX_TEXT,
        "newer": f"{current_url}&from={max(start - MAX_ROWS, 0)}" if start else "",
        "older": f"{current_url}&from={start + MAX_ROWS}" if start + MAX_ROWS < len(numbers) else "",
    }
    return render(request, "rosters/corrections.html", context)


@require_POST
@requires(Permission.IMPORT_ROSTER)
def correct(request: PageRequest, public_id: UUID, number: int) -> HttpResponse:
    """Type other cells into a row; the row as it is now. Without a script the whole page follows."""
    roster = get_visible_or_404(RosterImport.objects.all(), public_id)
    before = rows.load(roster)
    if number >= len(before.rows):
        raise Http404
    failure = _correct(request, roster, before.row(number))
    if "HX-Request" not in request.headers:
        return redirect(_url_of(roster, before, number))
    faulty = rows.load(roster)
    context = _progress(faulty) | {
        "roster": roster,
        "row": _shown(faulty.row(number), failure),
        "max_length": MAX_TEXT,
        "is_answer": True,
    }
    return render(request, "rosters/correction_answer.html", context)


@require_POST
@requires(Permission.IMPORT_ROSTER)
def apply(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Read the workbook again with the corrections."""
    roster = get_visible_or_404(RosterImport.objects.all(), public_id)
    leaves_out_rest = request.POST.get("rest") == "left_out"
    perform_or_flash(request, actions.apply_corrections, roster=roster, leaves_out_rest=leaves_out_rest)
    return redirect("web:roster", public_id)


def _url_of(roster: RosterImport, faulty: FaultyRows, number: int) -> str:
    """The page that shows a row, at the row."""
    wrong, noted = faulty.by_level()
    only, numbers = (WRONG, wrong) if number in wrong else (NOTED, noted)
    start = numbers.index(number) // MAX_ROWS * MAX_ROWS
    return f"{reverse('web:roster_corrections', args=[roster.public_id])}?only={only}&from={start}#row-{number}"


def _correct(request: PageRequest, roster: RosterImport, row: CorrectableRow) -> str:
    """Why the row was not changed, "" where it was."""
    if request.POST.get("version") != _version(row):
        return _("您打开这一页以后，有人改过这一行。现在是这样，请再看一遍。")
    before = {cell.column: cell.text for cell in row.cells}
    sent = {
        column: request.POST[f"cell-{column}"].strip()[:MAX_TEXT]
        for column in before
        if f"cell-{column}" in request.POST
    }
    cells = {column: text for column, text in sent.items() if text != before[column]}
    choice = request.POST.get("left_out")
    try:
        actions.correct_row(
            roster=roster,
            number=row.number,
            cells=cells,
            is_left_out=None if choice is None else choice == "1",
            by=request.actor,
            now=clock.now(),
        )
    except ApplicationError as error:
        return str(error)
    return ""


def _shown(row: CorrectableRow, failure: str = "") -> ShownRow:
    named = {issue.column for issue in row.issues} | {
        letters for issue in row.issues for letters in issue.other_columns
    }
    cells = [ShownCell(cell, [issue for issue in row.issues if issue.column == cell.column]) for cell in row.cells]
    return ShownRow(
        row,
        _version(row),
        [shown for shown in cells if shown.cell.column in named],
        [shown for shown in cells if shown.cell.column not in named],
        [issue for issue in row.issues if issue.column is None],
        " ".join(cell.text for name in _IDENTIFYING for cell in row.cells if cell.field == name and cell.text),
        failure,
    )


def _version(row: CorrectableRow) -> str:
    seen = [row.sheet, row.row, row.is_left_out, [(cell.column, cell.text) for cell in row.cells]]
    return sha256(repr(seen).encode()).hexdigest()[:32]


def _progress(faulty: FaultyRows) -> dict[str, object]:
    return {"remaining": faulty.remaining, "may_be_read": faulty.may_be_read, "total": len(faulty.rows)}


def _position(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0
