"""Write tables in constant memory and so that no text becomes a formula (CWE-1236)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def safe_text(value: str) -> str:
    """The text with a leading apostrophe where a spreadsheet would take it for a formula, also from CSV."""
    return f"'{value}" if value.startswith(_RISKY) else value


def write_table(
    target: Path | str | IO[bytes],
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    sheet: str = "Sheet1",
    mark: str = "",
) -> None:
    """Write one sheet with a bold frozen header row; text cells are never formulas, numbers or links.

    `mark` stands at the foot of each printed page.
    """
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        page = book.add_worksheet(sheet)
        bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
        page.freeze_panes(1, 0)
        set_up_print(page, mark, 0)
        for column, header in enumerate(headers):
            page.write_string(0, column, header, bold)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                write_cell(page, number, column, value, day)


def set_up_print(page: Worksheet, mark: str, header_row: int) -> None:
    """A4 across, all columns on it, the headings on each page, and at its foot the mark and the page's number."""
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(header_row)
    # `&` begins a command of the footer.
    page.set_footer(f"&L{mark.replace('&', '&&')}&R&P / &N")


def write_cell(page: Worksheet, row: int, column: int, value: object, day: Format) -> None:
    """Write a value by its type; anything but numbers, booleans and dates is written as text."""
    match value:
        case None | "":
            return
        # Before the numbers: a bool is an int, too.
        case bool():
            page.write_boolean(row, column, value)
        case int() | float():
            page.write_number(row, column, value)
        # Excel has no time zones and refuses such a value.
        case datetime() if value.tzinfo:
            page.write_datetime(row, column, value.replace(tzinfo=None), day)
        case datetime() | date():
            page.write_datetime(row, column, value, day)
        case _:
            page.write_string(row, column, str(value))
