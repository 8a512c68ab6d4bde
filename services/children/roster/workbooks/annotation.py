"""The uploaded workbook with its issues marked: the same cells in the same places, to be corrected and sent again.

Runs in the sandbox, because it opens an untrusted file.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.kit import xlsx
from services.kit.xlsx import CellValue
from services.kit.xlsx.writer import OPTIONS, write_cell

Mark = tuple[str | None, int | None, str | None, str, str]  # sheet, row, column letters, level, message
Styles = dict[str, Format]
Cell = tuple[int, int]  # row and column from 1
_COLOURS = {"error": "#F8D0CB", "warn": "#FBE5B6"}


def annotate(*, path: str, marks: Sequence[Mark]) -> Iterator[bytes]:
    """The marked workbook. A last sheet lists every issue, also those of a whole sheet or file."""
    target = BytesIO()
    with xlsx.open_workbook(path) as source:
        options = OPTIONS | {"constant_memory": False, "in_memory": True, "date_1904": source.is_1904}
        with xlsxwriter.Workbook(target, options) as book:
            styles = {level: book.add_format({"bg_color": colour, "border": 1}) for level, colour in _COLOURS.items()}
            for sheet in source.sheets:
                _copy(book, styles, sheet, [mark for mark in marks if mark[0] == sheet.name])
            _list_issues(book, marks)
    yield target.getvalue()


def _copy(book: xlsxwriter.Workbook, styles: Styles, sheet: xlsx.Sheet, marks: list[Mark]) -> None:
    page, day = book.add_worksheet(sheet.name), book.add_format({"num_format": "yyyy-mm-dd"})
    by_cell = _by_cell(marks)
    for number, row in sheet.rows():
        for column, value in enumerate(row, 1):
            if (number, column) not in by_cell:
                write_cell(page, number - 1, column - 1, value, day)
            else:
                _write_marked(page, number, column, value, styles[_worst(by_cell[number, column])])
    for (number, column), of_cell in by_cell.items():
        page.write_comment(number - 1, column - 1, "\n".join(mark[4] for mark in of_cell), {"x_scale": 2})
    coloured = {cell: styles[_worst(of_cell)] for cell, of_cell in by_cell.items()}
    _merge_again(page, sheet, coloured, day, book.add_format({"valign": "vcenter"}))


def _by_cell(marks: list[Mark]) -> dict[Cell, list[Mark]]:
    by_cell: dict[Cell, list[Mark]] = {}
    for mark in marks:
        if mark[1] and mark[2]:
            by_cell.setdefault((mark[1], xlsx.column_number(mark[2].encode())), []).append(mark)
    return by_cell


def _write_marked(page: Worksheet, row: int, column: int, value: CellValue, style: Format) -> None:
    page.write_string(row - 1, column - 1, "" if value is None else str(value), style)


def _merge_again(page: Worksheet, sheet: xlsx.Sheet, coloured: dict[Cell, Format], day: Format, middle: Format) -> None:
    """Merge cells as they were: the reader takes a merged value for every row. Numbers and days keep their type."""
    values = dict(sheet.rows()) if sheet.merges else {}
    for top, left, bottom, right in sheet.merges:
        row = values.get(top, [])
        value = row[left - 1] if left <= len(row) else ""
        style = coloured.get((top, left))
        page.merge_range(top - 1, left - 1, bottom - 1, right - 1, str(value), style or middle)
        if not (style or isinstance(value, str)):
            write_cell(page, top - 1, left - 1, value, day)


def _list_issues(book: xlsxwriter.Workbook, marks: Sequence[Mark]) -> None:
    page = book.add_worksheet("问题清单（导入前请删去本表）")
    page.set_column(3, 3, 80)
    for column, header in enumerate(("工作表", "行", "列", "问题")):
        page.write_string(0, column, header)
    for number, (sheet, row, letters, _level, message) in enumerate(marks, 1):
        for column, text in enumerate((sheet or "", str(row or ""), letters or "", message)):
            page.write_string(number, column, text)


def _worst(marks: list[Mark]) -> str:
    return "error" if any(mark[3] == "error" for mark in marks) else "warn"
