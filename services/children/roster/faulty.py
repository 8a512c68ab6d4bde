"""Rows with an issue, as they were typed: kept so that a person can correct them without the workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypedDict

from services.children.roster.cells.classes import ParsedClass
from services.children.roster.cells.text import text
from services.children.roster.headers import Header, HeaderColumn
from services.children.roster.record import ReadContext
from services.children.roster.rows import RowReader
from services.kit.xlsx import CellValue, column_number

MAX_FAULTY = 1_000  # rows that are kept; the next ones follow when these are corrected and the workbook is read again

Cells = dict[str, str | float]  # letters of a column → what was typed


class SheetFrame(TypedDict):
    """All that a row of a sheet is read by: columns as (letters, header, row of the header, field)."""

    columns: list[tuple[str, str, int, str]]
    class_of_sheet: tuple[int, int] | None
    grade: str
    epoch: str


class FaultyRow(TypedDict):
    """A row as it was typed, and whether something in it is an error and not only a warning."""

    sheet: str
    row: int
    cells: Cells
    is_wrong: bool


@dataclass(frozen=True)
class Overlay:
    """What people corrected before: cells by sheet and row, and the rows that they left out."""

    cells: Mapping[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)
    left_out: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def of_plain(cls, rows: Sequence[tuple[str, int, Mapping[str, str], bool]]) -> "Overlay":
        """From (sheet, row, cells, whether it is left out), as it is sent to the sandbox."""
        cells = {(sheet, row): changed for sheet, row, changed, _is_left_out in rows if changed}
        return cls(cells, frozenset((sheet, row) for sheet, row, _changed, is_left_out in rows if is_left_out))

    def fill_in(self, sheet: str, row: int, values: list[CellValue]) -> None:
        """Put what was typed in place of what the workbook has."""
        for letters, typed in self.cells.get((sheet, row), {}).items():
            number = column_number(letters.encode())
            values.extend([""] * (number - len(values)))
            values[number - 1] = typed


def frame_of(reader: RowReader, header: Header, grade: str) -> SheetFrame:
    """What `reader_of` needs to read a row of the sheet again."""
    columns = [(column.letters, column.header, column.row, column.field or "") for column in header.columns]
    class_of_sheet = reader.sheet_class
    return {
        "columns": [column for column in columns if column[3]],
        "class_of_sheet": (class_of_sheet.grade, class_of_sheet.number) if class_of_sheet else None,
        "grade": grade,
        "epoch": reader.context.epoch.isoformat(),
    }


def reader_of(frame: SheetFrame, context: ReadContext) -> RowReader:
    """The reader with which the import read the sheet."""
    columns = [
        HeaderColumn(column_number(letters.encode()), header, row, field)
        for letters, header, row, field in frame["columns"]
    ]
    from_sheet = ParsedClass(*frame["class_of_sheet"]) if frame["class_of_sheet"] else None
    in_context = replace(context, epoch=date.fromisoformat(frame["epoch"]))
    return RowReader(Header([], columns), in_context, from_sheet, frame["grade"])


def plain_cells(values: Sequence[CellValue], reader: RowReader) -> Cells:
    """The cells of the columns that are read, numbers as numbers: what a number has lost must stay visible."""
    return {
        column.letters: _plain(values[column.number - 1])
        for column in (*reader.column_of.values(), *reader.more_phones)
        if column.number <= len(values) and values[column.number - 1] != ""
    }


def values_of(cells: Mapping[str, str | float]) -> list[CellValue]:
    """The cells as a row from column A on."""
    width = max((column_number(letters.encode()) for letters in cells), default=0)
    values: list[CellValue] = [""] * width
    for letters, typed in cells.items():
        values[column_number(letters.encode()) - 1] = typed
    return values


def _plain(raw: CellValue) -> str | float:
    if isinstance(raw, str) or (isinstance(raw, (int, float)) and not isinstance(raw, bool)):
        return raw
    return text(raw)
