"""What calamine does not report of an .xls (MS-XLS): error cells, and the day from which it counts."""

import struct
from collections.abc import Iterator

from services.kit.xlsx import ole

_BEGIN, _END, _BOUND_SHEET, _DATE_MODE, _BOOL_ERROR, _FORMULA = 0x809, 0x0A, 0x85, 0x22, 0x205, 0x06
_BIFF8 = 0x0600  # Excel 97 and later; names were bytes before
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
Errors = dict[tuple[int, int], str]


def inspect(content: bytes) -> tuple[dict[str, Errors], bool]:
    """({sheet: {(row, column) from 1: "#N/A"}}, whether days are counted from 1904)."""
    book = ole.stream(content, ("Workbook", "Book"))
    sheets: dict[str, int] = {}
    is_1904, version = False, 0
    for kind, body in _records(book, 0):
        if kind == _BEGIN:
            version = struct.unpack_from("<H", body, 0)[0]
        elif kind == _BOUND_SHEET and len(body) > 7:
            sheets[_name(body, version)] = struct.unpack_from("<I", body, 0)[0]
        elif kind == _DATE_MODE:
            is_1904 = struct.unpack_from("<H", body, 0)[0] == 1
    return {name: dict(_errors(book, start)) for name, start in sheets.items()}, is_1904


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of each record of a part of the stream, to the mark of its end; a chart inside has its own."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if not depth:
            return
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _name(body: bytes, version: int) -> str:
    length = body[6]
    if version < _BIFF8:
        return body[7 : 7 + length].decode("gb18030", "replace")
    is_wide = body[7] & 1
    return body[8 : 8 + length * 2].decode("utf-16-le") if is_wide else body[8 : 8 + length].decode("latin-1")


def _errors(book: bytes, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, body in _records(book, start):
        if kind not in {_BOOL_ERROR, _FORMULA} or len(body) < 8:
            continue
        row, column = struct.unpack_from("<HH", body, 0)
        if kind == _BOOL_ERROR and body[7]:
            yield (row + 1, column + 1), _ERRORS.get(body[6], "#N/A")
        # the value of a formula: 2, any, code …, FF FF for an error
        elif kind == _FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
            yield (row + 1, column + 1), _ERRORS.get(body[8], "#N/A")
