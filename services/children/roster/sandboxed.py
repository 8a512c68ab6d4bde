"""The sandbox's side of a reading: every row as one line of JSON, the summary last."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import orjson

from services.children.roster import classes
from services.children.roster.issues import ERROR, TOO_MANY, WARN, CellProblem, RosterIssue
from services.children.roster.reader import ACCEPT, REFUSE
from services.children.roster.record import ReadContext, RosterRecord
from services.children.roster.sheets import DATA, SheetPupil, SheetReader, SheetReport
from services.children.roster.synonyms import extended
from services.kit import xlsx

MAX_ISSUES = 5_000  # listed, besides those of the whole file; all are counted
MAX_PUPILS = 60_000  # ten times the largest school; a worker compares them in 300 MB


def read(*, path: str, school_name: str, today: str, term_start: str, synonyms: Mapping[str, str]) -> Iterator[bytes]:
    """Lines of JSON, joined by newlines. What the file cannot give is a fault, never an exception."""
    start = date.fromisoformat(term_start)
    setting = ReadContext(school_name, date.fromisoformat(today), start, classes.calendar_of(start, school_name))
    roster = _Roster(setting, extended(synonyms))
    try:
        for row in roster.rows(path):
            yield orjson.dumps(row) + b"\n"
    except xlsx.UnreadableWorkbook as unreadable:
        roster.issue(RosterIssue(f"file_{unreadable.code}", params=unreadable.params))
    yield orjson.dumps(roster.summary())


class _Roster:
    """All sheets of one workbook, and what only the whole file can tell."""

    def __init__(self, setting: ReadContext, known: Mapping[str, str]) -> None:
        self._setting, self._known = setting, known
        self._issues: list[RosterIssue] = []
        self._told: set[tuple[Any, ...]] = set()
        self._levels: Counter[str] = Counter()
        self._sheets: list[dict[str, Any]] = []
        self._left_behind: Counter[str] = Counter()
        self._classes: set[tuple[int, int]] = set()
        self._seen: dict[tuple[str, ...], tuple[str, int]] = {}
        self._count = self._acceptable = 0

    def rows(self, path: str) -> Iterator[dict[str, Any]]:
        with xlsx.open_workbook(path) as book:
            for sheet in book.sheets:
                reader = SheetReader(sheet, self._setting, self._known)
                for pupil in reader.pupils():
                    if self._count == MAX_PUPILS:
                        self.issue(RosterIssue(TOO_MANY, params={"limit": MAX_PUPILS}))
                        return
                    yield self._row(sheet.name, pupil)
                self._close(reader.report)
        if not any(sheet["role"] == DATA for sheet in self._sheets):
            self.issue(RosterIssue("no_roster"))
        elif not self._count:
            self.issue(RosterIssue("no_pupils"))

    def issue(self, issue: RosterIssue) -> None:
        self._levels[issue.level] += 1
        if issue.sheet is None or len(self._issues) < MAX_ISSUES:
            self._issues.append(issue)

    def summary(self) -> dict[str, Any]:
        errors, warnings = self._levels[ERROR], self._levels[WARN]
        counts = {
            "rows": self._count,
            "acceptable": self._acceptable,
            "errors": errors,
            "warnings": warnings,
            "left_behind": dict(self._left_behind),
            "classes": len(self._classes),
            "issues_left_out": errors + warnings - len(self._issues),
        }
        order = {sheet["name"]: number for number, sheet in enumerate(self._sheets)}
        issues = sorted(
            self._issues,
            key=lambda f: (order.get(f.sheet or "", -1), f.row or 0, len(f.column or ""), f.column or ""),
        )
        plain = [issue.packed() for issue in issues]
        return {
            "outcome": REFUSE if errors else ACCEPT,
            "counts": counts,
            "sheets": self._sheets,
            "issues": plain,
        }

    def _close(self, report: SheetReport) -> None:
        self._sheets.append(report.as_json())
        for row, column, header, problem in report.notes:
            self.issue(RosterIssue(problem.code, report.name, row, column, header, problem.params))

    def _row(self, sheet: str, pupil: SheetPupil) -> dict[str, Any]:
        record = pupil.record
        twins = self._compare(sheet, pupil.row, record)
        for name, problem, also in record.issues:
            self._tell(sheet, pupil, name, problem, also, twins.get(problem.code))
        is_acceptable = record.is_acceptable
        self._count += 1
        self._acceptable += is_acceptable
        values = record.values
        if is_acceptable and values.get("left_behind"):
            self._left_behind[values["left_behind"]] += 1
        if values["grade"]:
            self._classes.add((values["grade"], values["class_no"]))
        codes = [problem.code for _, problem, _ in record.issues]
        return {
            "sheet": sheet,
            "row": pupil.row,
            "is_acceptable": is_acceptable,
            "issues": codes,
            "derived_from_id": record.derived_from_id,
            "values": values,
        }

    def _tell(
        self,
        sheet: str,
        pupil: SheetPupil,
        name: str,
        problem: CellProblem,
        also: tuple[str, ...],
        twin: dict[str, Any] | None,
    ) -> None:
        column = pupil.reader.column_of.get(name)
        is_carried = name in pupil.carried and not twin  # a row that repeats another is itself what is wrong
        row = pupil.carried[name] if is_carried else pupil.row
        if is_carried and (sheet, row, name) in self._told:
            return  # said once, where the merged value stands
        self._told.add((sheet, row, name))
        others = [pupil.reader.column_of[other].letters for other in also if other in pupil.reader.column_of]
        letters, header = (column.letters, column.header) if column else (None, None)
        self.issue(RosterIssue(problem.code, sheet, row, letters, header, problem.params, others, twin))

    def _compare(self, sheet: str, row: int, record: RosterRecord) -> dict[str, dict[str, Any]]:
        """Blame a row that repeats an earlier one of the file; answers {code: the earlier row}."""
        twins = {}
        for code, name, key in _keys(record):
            if earlier := self._seen.get(key):
                twins[code] = {"sheet": earlier[0], "row": earlier[1]}
                where = "" if earlier[0] == sheet else f"“{earlier[0]}”"
                record.add_issue(name, CellProblem(code, {"sheet": where, "row": earlier[1]}))
                break
        for _, _, key in _keys(record):
            self._seen.setdefault(key, (sheet, row))
        return twins


def _keys(record: RosterRecord) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(code, field to blame, key) under which no two rows may stand."""
    values = record.values
    if number := values.get("id_number"):
        yield "duplicate_id", "id_number", ("id", number)
    elif not record.has_number and values.get("name") and values.get("birth_date"):
        yield "duplicate_person", "name", ("person", values["name"], values["birth_date"])
    if student_no := values.get("student_no"):
        yield "duplicate_student_no", "student_no", ("student_no", student_no)
