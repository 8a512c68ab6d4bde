"""Read the sheets of a workbook as rows of plain values, with hidden rows and columns.

An empty cell is "", an error cell its text ("#N/A"), a formula without a computed value "#FORMULA!".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import chain
from pathlib import Path

import python_calamine as calamine

from services.kit.xlsx.columns import column_letters
from services.kit.xlsx.errors import UnreadableWorkbook, WorkbookLimits
from services.kit.xlsx.inspection import UNCOMPUTED, Inspection, inspect

ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", UNCOMPUTED}
EPOCH = date(1899, 12, 30)  # day 0 of the 1900 date system as Excel counts it after February 1900
EPOCH_1904 = date(1904, 1, 1)

CellValue = str | float | date | time | timedelta  # a bool is a number, a datetime is a date


@dataclass
class Sheet:
    """One worksheet. Rows and columns are counted from 1; merged ranges are (top, left, bottom, right).

    `epoch` is the date that the number 0 means in a cell formatted as a date.
    """

    name: str
    is_hidden: bool
    height: int
    width: int
    merges: list[tuple[int, int, int, int]]
    epoch: date
    _grid: calamine.CalamineSheet = field(repr=False)
    _errors: dict[int, list[tuple[int, str]]] = field(repr=False)

    def rows(self) -> Iterator[tuple[int, list[CellValue]]]:
        """(row number, values from column A on) of every row down to the last with a value. Iterable once only."""
        # calamine gives the empty rows above the first value, but not the empty columns left of it
        left = (self._grid.start or (0, 0))[1]
        padding: list[CellValue] = [""] * left
        for number, values in enumerate(self._grid.iter_rows(), 1):
            row: list[CellValue] = [*padding, *values]
            for column, text in self._errors.pop(number, ()):
                row.extend([""] * (column - len(row)))
                row[column - 1] = row[column - 1] or text
            yield number, row
        for number in sorted(self._errors):
            yield number, _error_row(self._errors[number])


def _error_row(errors: list[tuple[int, str]]) -> list[CellValue]:
    row: list[CellValue] = [""] * max(column for column, _ in errors)
    for column, text in errors:
        row[column - 1] = text
    return row


@dataclass
class Workbook:
    """An opened workbook; each sheet is loaded when it is iterated."""

    _file: calamine.CalamineWorkbook
    _inspections: dict[str, Inspection]
    _limits: WorkbookLimits

    @property
    def is_1904(self) -> bool:
        """Whether the workbook counts its days from 1904."""
        return any(inspection.is_1904 for inspection in self._inspections.values())

    @property
    def sheets(self) -> Iterator[Sheet]:
        for metadata in self._file.sheets_metadata:
            if metadata.typ == calamine.SheetTypeEnum.WorkSheet:
                yield self._sheet(metadata)

    def _sheet(self, metadata: calamine.SheetMetadata) -> Sheet:
        grid = self._file.get_sheet_by_name(metadata.name)
        bottom, right = grid.end or (-1, -1)
        if bottom >= self._limits.rows or right >= self._limits.columns:
            raise UnreadableWorkbook("far_cell", sheet=metadata.name, cell=f"{column_letters(right + 1)}{bottom + 1}")
        errors: dict[int, list[tuple[int, str]]] = {}
        inspection = self._inspections.get(metadata.name, Inspection())
        for (row, column), text in inspection.errors.items():
            errors.setdefault(row, []).append((column, text))
        ranges = grid.merged_cell_ranges or ()  # counted from 0
        merges = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges]
        # Hidden and “very hidden”, which Excel shows in no menu.
        is_hidden = metadata.visible != calamine.SheetVisibleEnum.Visible
        height = max(chain([bottom + 1], errors))
        epoch = EPOCH_1904 if inspection.is_1904 else EPOCH
        return Sheet(metadata.name, is_hidden, height, right + 1, merges, epoch, grid, errors)


@contextmanager
def open_workbook(path: Path | str, limits: WorkbookLimits | None = None) -> Iterator[Workbook]:
    """Inspect and open a workbook. Raises UnreadableWorkbook, here or later while its sheets are read."""
    limits = limits or WorkbookLimits()
    inspections = inspect(Path(path), limits)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as file:
            yield Workbook(file, inspections, limits)
    except calamine.PasswordError as error:
        raise UnreadableWorkbook("password") from error
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError) as error:
        raise UnreadableWorkbook("broken") from error
