"""The sender's workbook with its faults marked: the same cells in the same places, to be put right and sent again.

Runs in the sandbox: it opens a stranger's file.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from services.kit import xlsx
from services.kit.xlsx.writer import OPTIONS, write_cell

Mark = tuple[str | None, int | None, str | None, str, str]  # sheet, row, column letters, level, sentence
_COLOURS = {"error": "#F8D0CB", "warn": "#FBE5B6"}


def annotate(*, path: str, marks: Sequence[Mark]) -> Iterator[bytes]:
    """The marked workbook. Faults of a whole sheet or file stand on a sheet of their own, with all the others."""
    target = BytesIO()
    with xlsx.open_workbook(path) as source:
        options = OPTIONS | {"constant_memory": False, "in_memory": True, "date_1904": source.is_1904}
        with xlsxwriter.Workbook(target, options) as book:
            styles = {level: book.add_format({"bg_color": colour, "border": 1}) for level, colour in _COLOURS.items()}
            for sheet in source.sheets:
                _copy(book, styles, sheet, [one for one in marks if one[0] == sheet.name])
            _list(book, marks)
    yield target.getvalue()


def _copy(book: Any, styles: dict[str, Any], sheet: Any, marks: list[Mark]) -> None:
    page, day = book.add_worksheet(sheet.name), book.add_format({"num_format": "yyyy-mm-dd"})
    at: dict[tuple[int, int], list[Mark]] = {}
    for one in marks:
        if one[1] and one[2]:
            at.setdefault((one[1], xlsx.column_number(one[2].encode())), []).append(one)
    for number, row in sheet.rows():
        for column, value in enumerate(row, 1):
            if (number, column) not in at:
                write_cell(page, number - 1, column - 1, value, day)
            else:
                _write_marked(page, number, column, value, styles[_worst(at[number, column])])
    for (number, column), told in at.items():
        page.write_comment(number - 1, column - 1, "\n".join(one[4] for one in told), {"x_scale": 2})
    coloured = {place: styles[_worst(told)] for place, told in at.items()}
    _merge_again(page, sheet, coloured, day, book.add_format({"valign": "vcenter"}))


def _write_marked(page: Any, row: int, column: int, value: Any, style: Any) -> None:
    page.write_string(row - 1, column - 1, "" if value is None else str(value), style)


def _merge_again(page: Any, sheet: Any, coloured: dict[tuple[int, int], Any], day: Any, middle: Any) -> None:
    """Merged cells hold for every row they cover, so they must stay merged; numbers and days stay what they are."""
    values = dict(sheet.rows()) if sheet.merges else {}
    for top, left, bottom, right in sheet.merges:
        row = values.get(top, [])
        value = row[left - 1] if left <= len(row) else ""
        style = coloured.get((top, left))
        page.merge_range(top - 1, left - 1, bottom - 1, right - 1, str(value), style or middle)
        if not (style or isinstance(value, str)):
            write_cell(page, top - 1, left - 1, value, day)


def _list(book: Any, marks: Sequence[Mark]) -> None:
    page = book.add_worksheet("问题清单（导入前请删去本表）")
    page.set_column(3, 3, 80)
    for column, header in enumerate(("工作表", "行", "列", "问题")):
        page.write_string(0, column, header)
    for number, (sheet, row, letters, _level, sentence) in enumerate(marks, 1):
        for place, word in enumerate((sheet or "", str(row or ""), letters or "", sentence)):
            page.write_string(number, place, word)


def _worst(marks: list[Mark]) -> str:
    return "error" if any(one[3] == "error" for one in marks) else "warn"
