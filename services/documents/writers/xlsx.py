"""A workbook in constant memory: the head, a frozen row of headings with a filter, rows; texts are never formulas."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from services.documents.head import Head
from services.documents.lists import Cells
from services.kit.scratch import scratch_folder
from services.kit.xlsx.writer import OPTIONS, set_up_print, write_cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 1_000_000  # Excel reads 1,048,576, the head among them
_COPY = 2**20
_WIDTH, _MAX_WIDTH = 12, 40  # characters


def write(target: BinaryIO, head: Head, headings: Sequence[str], rows: Iterable[Cells]) -> None:
    # The library writes its parts to files first; they lie in a folder of ours, which is emptied after a crash too.
    with scratch_folder() as folder:
        path = folder / "export.xlsx"
        _write(path, folder, head, headings, rows)
        with path.open("rb") as file:
            while piece := file.read(_COPY):
                target.write(piece)


def _write(path: Path, folder: Path, head: Head, headings: Sequence[str], rows: Iterable[Cells]) -> None:
    with xlsxwriter.Workbook(path, {**OPTIONS, "tmpdir": str(folder)}) as book:
        page = book.add_worksheet()
        first = _write_head(book, page, head, headings)
        last = _write_rows(book, page, rows, first + 1)
        page.freeze_panes(first + 1, 1)
        page.autofilter(first, 0, last, len(headings) - 1)
        set_up_print(page, head.mark, first)


def _write_head(book: xlsxwriter.Workbook, page: Worksheet, head: Head, headings: Sequence[str]) -> int:
    """Title, lines and headings; the row of the headings."""
    page.write_string(0, 0, head.title, book.add_format({"bold": True, "font_size": 14}))
    for number, (label, value) in enumerate(head.lines, 1):
        page.write_string(number, 0, f"{label}：{value}")
    row, bold = len(head.lines) + 2, book.add_format({"bold": True, "bottom": 1})
    for column, heading in enumerate(headings):
        page.set_column(column, column, min(max(_WIDTH, 2 * len(heading) + 4), _MAX_WIDTH))
        page.write_string(row, column, heading, bold)
    return row


def _write_rows(book: xlsxwriter.Workbook, page: Worksheet, rows: Iterable[Cells], first: int) -> int:
    """The number of the last row."""
    day, moment = (book.add_format({"num_format": pattern}) for pattern in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
    number = first - 1
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row):
            write_cell(page, number, column, value, moment if isinstance(value, datetime) else day)
    return number
