"""The sample rosters and how the tests read them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from services.children.roster.issues import RosterIssue
from services.children.roster.reader import RosterReading, read_roster

FOLDER = Path(__file__).resolve().parents[2] / "rosters"
TODAY, TERM = date(2026, 11, 23), date(2026, 9, 1)
# The samples' oracles were written by others: their keys → ours.
_OF_FILE = {"faults": "issues"}
_OF_ROW = {"acceptable": "is_acceptable", "faults": "issues", "from_id": "derived_from_id"}
_OF_ISSUE = {"also": "other_columns", "twin": "duplicate_of"}
_OF_VALUES = {f"{parent}_place": f"{parent}_location" for parent in ("father", "mother")} | {
    "hukou_place": "hukou_address"
}
Where = tuple[str | None, int | None, str | None, str, str]


def read(path: Path | str, school_name: str = "", aliases: dict[str, str] | None = None) -> RosterReading:
    """Read a file, or a sample by its name, as on the day of the tests."""
    file = Path(path) if isinstance(path, Path) else FOLDER / f"{path}.xlsx"
    return read_roster(file, school_name=school_name, today=TODAY, term_start=TERM, aliases=aliases)


def oracle(name: str) -> dict[str, Any]:
    """What a sample holds, in the reader's keys."""
    expected = _renamed(json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8")), _OF_FILE)
    rows = [_renamed(row, _OF_ROW) for row in expected["rows"]]
    for row in rows:
        values = _renamed(row["values"], _OF_VALUES)
        row["values"] = {key: "deceased" if value == "dead" else value for key, value in values.items()}
    expected["rows"] = rows
    expected["issues"] = [_renamed(issue, _OF_ISSUE) for issue in expected["issues"]]
    for column in (column for sheet in expected["sheets"] for column in sheet["columns"]):
        column["field"] = _OF_VALUES.get(column["field"], column["field"])
    return expected


def _renamed(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in row.items()}


def where(issue: RosterIssue) -> Where:
    """Sheet, row, column, code and level."""
    return issue.sheet, issue.row, issue.column, issue.code, issue.level


def typed(path: Path, *rows: list[Any], sheet: str = "Sheet1", merges: tuple[str, ...] = ()) -> Path:
    """A workbook of these rows, written as typed: text as text, numbers as numbers, dates as dates."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page, day = book.add_worksheet(sheet), book.add_format({"num_format": "yyyy-mm-dd"})
        for cells in merges:
            page.merge_range(cells, "")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, column, value, day)
                elif value is not None:
                    page.write(number, column, value)
    return path
