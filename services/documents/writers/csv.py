"""CSV as Excel and WPS open it by a double click: UTF-8 with a mark, no cell that becomes a formula (CWE-1236)."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO

from services.documents.head import Head
from services.documents.lists import Cells
from services.kit.xlsx.writer import safe_text

MEDIA_TYPE = "text/csv; charset=utf-8"
MAX_ROWS = 5_000_000  # a guard against a mistake; the county's longest list has a twentieth
MAX_SHOWN_DIGITS = 11  # spreadsheets show a longer number as 1.23E+11, and round it after the fifteenth digit


def write(target: BinaryIO, head: Head, headings: Sequence[str], rows: Iterable[Cells]) -> None:
    target.write(codecs.BOM_UTF8)
    target.writelines(line.encode() for line in _lines(head, headings, rows))


def _lines(head: Head, headings: Sequence[str], rows: Iterable[Cells]) -> Iterator[str]:
    yield _line([head.title])
    yield from (_line([f"{label}：{value}"]) for label, value in head.lines)
    yield _line([])
    yield _line(headings)
    yield from (_line(row) for row in rows)


def _line(cells: Sequence[object]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([_cell(value) for value in cells])
    return text.getvalue()


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case bool() | int() | float():
            return value
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case _:
            text = str(value)
            return f"'{text}" if text.isdecimal() and len(text) > MAX_SHOWN_DIGITS else safe_text(text)
