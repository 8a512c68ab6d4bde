"""The preview of a roster import: rows with their issues marked, and the issues as a list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.children.blind_indexes import mask_id
from services.children.choices import ImportState
from services.children.importing import storage
from services.children.models import RosterImport
from services.children.roster.issues import ERROR, RosterIssue
from services.children.roster.result import RosterRow, SheetSummary
from services.children.roster.synonyms import GUARDIANS
from services.schools.classes import class_label_in_grade
from services.web.components import Tab
from services.web.page_request import PageRequest

# Rows of one page; issues above it. A workbook may have tens of thousands of either.
MAX_ROWS, MAX_ISSUES = 50, 200
COLUMNS: dict[str, Promise] = {
    "name": gettext_lazy("姓名"),
    "sex": gettext_lazy("性别"),
    "birth_date": gettext_lazy("出生日期"),
    "class": gettext_lazy("班级"),
    "id_number": gettext_lazy("证件号"),
    "left_behind": gettext_lazy("是否留守"),
    "father": gettext_lazy("父亲"),
    "mother": gettext_lazy("母亲"),
    "guardian": gettext_lazy("监护人"),
}
STATES: dict[str, Promise] = {
    "away": gettext_lazy("外出"),
    "home": gettext_lazy("在家"),
    "deceased": gettext_lazy("去世"),
    "missing": gettext_lazy("失联"),
    "in_custody": gettext_lazy("服刑或强戒"),
}
# Fields of a roster that have no column of their own here: where their issues are shown.
_SHOWN_IN = {"grade": "class"} | {
    f"{person}_{part}": "guardian" if person in GUARDIANS else person
    for person in ("father", "mother", *GUARDIANS)
    for part in ("name", "phones", "location", "since", "relation", "age")
}
Issues = dict[str, list[RosterIssue]]  # by column of the preview, or by field where it is in none
Marks = dict[tuple[str | None, int | None], Issues]  # by sheet and row


@dataclass(frozen=True)
class PreviewCell:
    """A cell with its issues; `css_class` colours it."""

    label: Promise
    value: str
    issues: list[RosterIssue]

    @property
    def css_class(self) -> str:
        if not self.issues:
            return ""
        return "cell-error" if any(issue.level == ERROR for issue in self.issues) else "cell-warning"


@dataclass(frozen=True)
class PreviewRow:
    """A row of the workbook; `other_issues` belong to fields that have no column here."""

    sheet: str
    number: int
    cells: Sequence[PreviewCell]
    other_issues: Sequence[RosterIssue]


def preview(request: PageRequest, roster: RosterImport) -> dict[str, object]:
    """Context of a roster that is read: `only=faulty` or `all`, `from=` the position of the first row."""
    summary = storage.load_summary(roster)
    sheets, issues = summary.sheets, summary.issues
    only_faulty = _is_only_faulty(request, roster)
    start = _position(request.GET.get("from", ""))
    # One more than is shown: its position is where the next page begins.
    rows = storage.load_page(roster, start, MAX_ROWS + 1, only_faulty=only_faulty)
    following = rows[MAX_ROWS][0] if len(rows) > MAX_ROWS else None
    marks = _marks(sheets, issues)
    url = reverse("web:roster", args=[roster.public_id])
    current_url = f"{url}?only={'faulty' if only_faulty else 'all'}"
    return {
        "issues": issues[:MAX_ISSUES],
        "has_columns": bool(summary.columns),
        "hidden_issues": max(len(issues) - MAX_ISSUES, 0) + roster.counts.get("issues_left_out", 0),
        "columns": COLUMNS.values(),
        "rows": [_row(row, marks) for _position, row in rows[:MAX_ROWS]],
        "tabs": [
            Tab(_("仅看问题"), f"{url}?only=faulty", is_active=only_faulty),
            Tab(_("全部"), f"{url}?only=all", is_active=not only_faulty, count=roster.counts.get("rows")),
        ],
        "newer": current_url if start else "",
        "older": f"{current_url}&from={following}" if following else "",
    }


def _is_only_faulty(request: PageRequest, roster: RosterImport) -> bool:
    """A rejected roster opens with its faulty rows."""
    return request.GET.get("only", "faulty" if roster.state == ImportState.REJECTED else "all") == "faulty"


def _position(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _marks(sheets: list[SheetSummary], issues: list[RosterIssue]) -> Marks:
    """Issues name a column of the sheet; the preview shows fields."""
    fields = {(sheet["name"], column["column"]): column["field"] for sheet in sheets for column in sheet["columns"]}
    marks: Marks = defaultdict(lambda: defaultdict(list))
    for issue in issues:
        field = fields.get((issue.sheet or "", issue.column or ""), "") or ""
        marks[issue.sheet, issue.row][_SHOWN_IN.get(field, field)].append(issue)
    return marks


def _row(row: RosterRow, marks: Marks) -> PreviewRow:
    issues = marks.get((row["sheet"], row["row"]), {})
    values = _values(row["values"])
    return PreviewRow(
        sheet=row["sheet"],
        number=row["row"],
        cells=[PreviewCell(label, values[name], issues.get(name, [])) for name, label in COLUMNS.items()],
        other_issues=[issue for name, listed in issues.items() if name not in COLUMNS for issue in listed],
    )


def _values(record: Mapping[str, Any]) -> dict[str, str]:
    """A cleaned record as the preview shows it: papers masked, a parent in one cell, the guardians in one."""
    values = {name: record.get(name) or "" for name in COLUMNS}
    # Masked here too: whoever checks a roster compares the ends, and the number stands in the workbook.
    values["id_number"] = mask_id(record.get("id_number") or "")
    values["class"] = class_label_in_grade(record["grade"], record["class_no"]) if record.get("grade") else ""
    for parent in ("father", "mother"):
        state = STATES.get(record.get(f"{parent}_state") or "", "")
        facts = [record.get(f"{parent}_name"), str(state), record.get(f"{parent}_location")]
        values[parent] = " ".join(fact for fact in facts if fact)
    values["guardian"] = "、".join(name for person in GUARDIANS if (name := record.get(f"{person}_name")))
    return values
