"""Runs in the sandbox: write every row as one line of JSON, the summary last."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

import orjson

from services.children.roster import faulty
from services.children.roster.cells.classes import calendar_of
from services.children.roster.columns import ColumnReading
from services.children.roster.faulty import MAX_FAULTY, FaultyRow, Overlay, SheetFrame
from services.children.roster.headers import Vocabulary
from services.children.roster.issues import ERROR, TOO_MANY, WARN, CellProblem, EarlierRow, RosterIssue
from services.children.roster.reader import ACCEPT, REFUSE
from services.children.roster.record import ReadContext, RosterRecord
from services.children.roster.result import RosterCounts, RosterRow, RosterValues, SheetSummary
from services.children.roster.sheets import DATA, SheetPupil, SheetReader
from services.children.roster.synonyms import extended
from services.kit import xlsx

MAX_ISSUES = 5_000  # that are listed, besides those of the whole file; all are counted
MAX_PUPILS = 60_000  # ten times the largest school; a worker compares them in 300 MB


def read(
    *,
    path: str,
    school_name: str,
    site_names: Sequence[str],
    today: str,
    term_start: str,
    aliases: Mapping[str, str],
    answers: Mapping[str, str],
    county_name: str = "",
    township_name: str = "",
    corrections: Sequence[tuple[str, int, Mapping[str, str], bool]] = (),
    namesakes: Sequence[tuple[str, str]] = (),
) -> Iterator[bytes]:
    """Lines of JSON, joined by newlines. What is wrong with the file is an issue, never an exception."""
    start = date.fromisoformat(term_start)
    context = ReadContext(
        school_name,
        date.fromisoformat(today),
        start,
        calendar_of(start, school_name),
        tuple(site_names),
        county_name,
        township_name,
    )
    roster = _Roster(context, Vocabulary(extended(aliases), answers), Overlay.of_plain(corrections), namesakes)
    try:
        for row in roster.rows(path):
            yield orjson.dumps(row) + b"\n"
    except xlsx.UnreadableWorkbook as unreadable:
        roster.add_issue(RosterIssue(f"file_{unreadable.code}", params=unreadable.params))
    yield orjson.dumps(roster.summary())


@dataclass
class _Tally:
    """What is counted over all rows."""

    rows: int = 0
    acceptable: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    left_behind: Counter[str] = field(default_factory=Counter)
    classes: set[tuple[int, int]] = field(default_factory=set)


class _Roster:
    """All sheets of one workbook: collects the issues, and those that only the whole file shows."""

    def __init__(
        self,
        context: ReadContext,
        vocabulary: Vocabulary,
        overlay: Overlay,
        namesakes: Sequence[tuple[str, str]],
    ) -> None:
        self._context, self._vocabulary, self._overlay = context, vocabulary, overlay
        self._frames: dict[str, SheetFrame] = {}
        self._faulty: list[FaultyRow] = []
        self._points: dict[tuple[str, int], FaultyRow] = {}  # rows whose class is a number that may turn out ambiguous
        # Who shares name and birth date with another row, or several pupils of the school: matching may be unclear.
        self._shared: set[tuple[str, str]] = {(name, born) for name, born in namesakes}
        self._persons: set[tuple[str, str]] = set()
        self._namesakes: list[FaultyRow] = []
        self._tally = _Tally()
        self._sheets: list[SheetSummary] = []
        self._columns: list[ColumnReading] = []
        self._issues: list[RosterIssue] = []
        self._reported_cells: set[tuple[str, int, str]] = set()
        self._seen: dict[tuple[str, ...], EarlierRow] = {}

    def rows(self, path: str) -> Iterator[RosterRow]:
        """Every pupil's row of every sheet; where none is clearly a roster, of those that a person may know as one."""
        yield from self._rows(path, is_lenient=False)
        if any(issue.code == TOO_MANY for issue in self._issues):
            return
        if not self._has_data():
            self._sheets, self._columns, self._issues, self._tally = [], [], [], _Tally()
            self._frames, self._faulty, self._namesakes, self._persons = {}, [], [], set()
            yield from self._rows(path, is_lenient=True)
        if not self._has_data():
            self.add_issue(RosterIssue("no_roster"))
        elif not self._tally.rows:
            self.add_issue(RosterIssue("no_pupils"))

    def _has_data(self) -> bool:
        return any(sheet["role"] == DATA for sheet in self._sheets)

    def _rows(self, path: str, *, is_lenient: bool) -> Iterator[RosterRow]:
        with xlsx.open_workbook(path) as book:
            for sheet in book.sheets:
                reader = SheetReader(sheet, self._context, self._vocabulary, self._overlay, is_lenient=is_lenient)
                for pupil in reader.pupils():
                    if self._tally.rows == MAX_PUPILS:
                        self.add_issue(RosterIssue(TOO_MANY, params={"limit": MAX_PUPILS}))
                        return
                    yield self._row(sheet.name, pupil)
                self._close(reader)

    def add_issue(self, issue: RosterIssue) -> None:
        """Count an issue, and list it while there is room."""
        self._tally.levels[issue.level] += 1
        if issue.sheet is None or len(self._issues) < MAX_ISSUES:
            self._issues.append(issue)

    def summary(self) -> dict[str, object]:
        """Outcome, counts, sheets and issues."""
        tally = self._tally
        errors, warnings = tally.levels[ERROR], tally.levels[WARN]
        counts: RosterCounts = {
            "rows": tally.rows,
            "acceptable": tally.acceptable,
            "errors": errors,
            "warnings": warnings,
            "left_behind": dict(tally.left_behind),
            "classes": len(tally.classes),
            "issues_left_out": errors + warnings - len(self._issues),
        }
        order = {sheet["name"]: number for number, sheet in enumerate(self._sheets)}
        issues = sorted(
            self._issues,
            # columns by length first: Z comes before AA
            key=lambda issue: (
                order.get(issue.sheet or "", -1),
                issue.row or 0,
                len(issue.column or ""),
                issue.column or "",
            ),
        )
        return {
            "outcome": REFUSE if errors else ACCEPT,
            "counts": counts,
            "sheets": self._sheets,
            "columns": self._columns,
            "issues": [issue.packed() for issue in issues],
            "faulty": {"frames": self._frames, "rows": self._faulty, "namesakes": self._namesakes},
        }

    def _close(self, reader: SheetReader) -> None:
        report = reader.report
        if reader.frame:
            self._frames[report.name] = reader.frame
        self._sheets.append(report.summary())
        self._columns += report.readings
        for row, column, header, problem in report.notes:
            self.add_issue(RosterIssue(problem.code, report.name, row, column, header, problem.params))
            if row and (ambiguous := self._points.get((report.name, row))):
                self._keep(ambiguous)

    def _row(self, sheet: str, pupil: SheetPupil) -> RosterRow:
        record = pupil.record
        earlier = self._compare(sheet, pupil.row, record)
        for name, problem, others in record.issues:
            self._add_row_issue(sheet, pupil, name, problem, others, earlier.get(problem.code))
        self._count(record)
        self._keep_cells(sheet, pupil)
        return {
            "sheet": sheet,
            "row": pupil.row,
            "is_acceptable": record.is_acceptable,
            "issues": [problem.code for _, problem, _ in record.issues],
            "derived_from_id": record.derived_from_id,
            "values": cast("RosterValues", record.values),
        }

    def _keep_cells(self, sheet: str, pupil: SheetPupil) -> None:
        is_point = pupil.reader.class_number(pupil.cells) is not None
        is_shared = self._is_shared(pupil.record)
        if not (is_point or is_shared or pupil.record.issues) or len(self._faulty) >= MAX_FAULTY:
            return
        is_wrong = not pupil.record.is_acceptable
        cells = faulty.plain_cells(pupil.cells, pupil.reader)
        row: FaultyRow = {"sheet": sheet, "row": pupil.row, "cells": cells, "is_wrong": is_wrong}
        if pupil.record.issues:
            self._faulty.append(row)
            return
        if is_point and len(self._points) < MAX_FAULTY:
            self._points[sheet, pupil.row] = row
        if is_shared and len(self._namesakes) < MAX_FAULTY:
            self._namesakes.append(row)

    def _is_shared(self, record: RosterRecord) -> bool:
        """Whether another row before it, or several pupils of the school, have the name and birth date."""
        person = record.values.get("name") or "", record.values.get("birth_date") or ""
        if all(person) and person in self._persons:
            self._shared.add(person)
        self._persons.add(person)
        return person in self._shared

    def _keep(self, row: FaultyRow) -> None:
        if len(self._faulty) < MAX_FAULTY:
            self._faulty.append({**row, "is_wrong": True})

    def _count(self, record: RosterRecord) -> None:
        tally, values, is_acceptable = self._tally, record.values, record.is_acceptable
        tally.rows += 1
        tally.acceptable += is_acceptable
        if is_acceptable and values.get("left_behind"):
            tally.left_behind[values["left_behind"]] += 1
        if values["grade"]:
            tally.classes.add((values["grade"], values["class_no"]))

    def _add_row_issue(
        self,
        sheet: str,
        pupil: SheetPupil,
        name: str,
        problem: CellProblem,
        others: tuple[str, ...],
        duplicate_of: EarlierRow | None,
    ) -> None:
        column_of = pupil.reader.column_of
        is_carried = name in pupil.carried and not duplicate_of  # of a repeated row the row itself is wrong
        row = pupil.carried[name] if is_carried else pupil.row
        if is_carried and (sheet, row, name) in self._reported_cells:
            return  # one issue, where the merged value is, not one for each row it covers
        self._reported_cells.add((sheet, row, name))
        letters = [column_of[other].letters for other in others if other in column_of]
        column = column_of.get(name)
        self.add_issue(
            RosterIssue(
                problem.code,
                sheet,
                row,
                column.letters if column else None,
                column.header if column else None,
                problem.params,
                letters,
                duplicate_of,
            )
        )

    def _compare(self, sheet: str, row: int, record: RosterRecord) -> dict[str, EarlierRow]:
        """Add an issue to a row that repeats an earlier one of the file; {code: the earlier row}."""
        repeated: dict[str, EarlierRow] = {}
        for code, name, key in keys_of(record):
            if earlier := self._seen.get(key):
                repeated[code] = earlier
                in_sheet = "" if earlier["sheet"] == sheet else f"“{earlier['sheet']}”"
                record.add_issue(name, CellProblem(code, {"sheet": in_sheet, "row": earlier["row"]}))
                break
        # the first row of a key stays the one that later rows repeat
        for _, _, key in keys_of(record):
            self._seen.setdefault(key, {"sheet": sheet, "row": row})
        return repeated


def keys_of(record: RosterRecord) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(code of the issue, field, key): no two rows of a file may have the same key."""
    values = record.values
    if number := values.get("id_number"):
        yield "duplicate_id", "id_number", ("id", number)
    elif not record.has_number and values.get("name") and values.get("birth_date"):
        yield "duplicate_person", "name", ("person", values["name"], values["birth_date"])
    if student_no := values.get("student_no"):
        yield "duplicate_student_no", "student_no", ("student_no", student_no)
