"""Writing tables for people: in constant memory, and so that no text runs as a formula (CWE-1236)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def safe_text(value: str) -> str:
    """The same text, harmless also when a person later copies it into a CSV file."""
    return f"'{value}" if value.startswith(_RISKY) else value


def write_table(
    target: Path | str | IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "Sheet1"
) -> None:
    """One sheet, a bold frozen header row, every text cell of the type text (never formula, number or link)."""
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        page = book.add_worksheet(sheet)
        bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
        page.freeze_panes(1, 0)
        for column, header in enumerate(headers):
            page.write_string(0, column, header, bold)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                write_cell(page, number, column, value, day)


def write_cell(page: Any, row: int, column: int, value: Any, day: Any) -> None:
    """Write by the type of the value; what is no number, truth value or day is written as text."""
    match value:
        case None | "":
            return
        case bool():
            page.write_boolean(row, column, value)
        case int() | float():
            page.write_number(row, column, value)
        case datetime() if value.tzinfo:
            page.write_datetime(row, column, value.replace(tzinfo=None), day)
        case datetime() | date():
            page.write_datetime(row, column, value, day)
        case _:
            page.write_string(row, column, str(value))
