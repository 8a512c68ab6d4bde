"""Sheets of a workbook as rows of plain values, hidden rows and columns included.

Values: str, float, bool, datetime.date, datetime.datetime, datetime.time, datetime.timedelta; "" where nothing
stands; an error cell is its text ("#N/A"), a formula that was never computed is "#FORMULA!".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import python_calamine as calamine

from services.kit.xlsx.columns import column_letters
from services.kit.xlsx.errors import UnreadableWorkbook, WorkbookLimits
from services.kit.xlsx.inspection import UNCOMPUTED, Inspection, inspect

ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", UNCOMPUTED}
EPOCH = date(1899, 12, 30)  # day 0 of the 1900 date system as Excel counts it after February 1900
EPOCH_1904 = date(1904, 1, 1)


@dataclass
class Sheet:
    """One worksheet. Rows and columns are counted from 1; merges are (top, left, bottom, right).

    `epoch`: the day from which a number that was meant as a day is counted.
    """

    name: str
    is_hidden: bool
    height: int
    width: int
    merges: list[tuple[int, int, int, int]]
    epoch: date
    _grid: Any = field(repr=False)
    _errors: dict[int, list[tuple[int, str]]] = field(repr=False)

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """(row number, values from column A on) of every row down to the last with a value."""
        # calamine gives the empty rows above the first value, but not the empty columns left of it
        left = (self._grid.start or (0, 0))[1]
        pad = [""] * left
        for number, values in enumerate(self._grid.iter_rows(), 1):
            row = pad + values if left else values
            for column, text in self._errors.pop(number, ()):
                row.extend([""] * (column - len(row)))
                row[column - 1] = row[column - 1] or text
            yield number, row
        for number in sorted(self._errors):
            yield number, _only(self._errors[number])


def _only(errors: list[tuple[int, str]]) -> list[Any]:
    row = [""] * max(column for column, _ in errors)
    for column, text in errors:
        row[column - 1] = text
    return row


@dataclass
class Workbook:
    """An opened workbook; each sheet is loaded when its turn comes."""

    _file: Any
    _marks: dict[str, Inspection]
    _limits: WorkbookLimits

    @property
    def is_1904(self) -> bool:
        """Whether it counts its days from 1904."""
        return any(marks.is_1904 for marks in self._marks.values())

    @property
    def sheets(self) -> Iterator[Sheet]:
        for about in self._file.sheets_metadata:
            if about.typ == calamine.SheetTypeEnum.WorkSheet:
                yield self._sheet(about)

    def _sheet(self, about: Any) -> Sheet:
        grid = self._file.get_sheet_by_name(about.name)
        bottom, right = grid.end or (-1, -1)
        if bottom >= self._limits.rows or right >= self._limits.columns:
            raise UnreadableWorkbook("far_cell", sheet=about.name, cell=f"{column_letters(right + 1)}{bottom + 1}")
        errors: dict[int, list[tuple[int, str]]] = {}
        marks = self._marks.get(about.name, Inspection())
        for (row, column), text in marks.errors.items():
            errors.setdefault(row, []).append((column, text))
        merges = [(top + 1, left + 1, low + 1, far + 1) for (top, left), (low, far) in grid.merged_cell_ranges or ()]
        is_hidden = about.visible != calamine.SheetVisibleEnum.Visible
        height = max(chain([bottom + 1], errors))
        epoch = EPOCH_1904 if marks.is_1904 else EPOCH
        return Sheet(about.name, is_hidden, height, right + 1, merges, epoch, grid, errors)


@contextmanager
def open_workbook(path: Path | str, limits: WorkbookLimits | None = None) -> Iterator[Workbook]:
    """A workbook that passed the guard. Raises UnreadableWorkbook, there or while it is read."""
    limits = limits or WorkbookLimits()
    marks = inspect(Path(path), limits)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as file:
            yield Workbook(file, marks, limits)
    except calamine.PasswordError as locked:
        raise UnreadableWorkbook("password") from locked
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError) as bad:
        raise UnreadableWorkbook("broken") from bad
