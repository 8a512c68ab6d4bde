"""Inspect a workbook before it is parsed: its format, its unpacked size, its error cells.

calamine builds a dense table up to the outermost cells, and reads error cells and formulas without a value as empty.
Both are therefore looked up here in the XML of the sheets (ECMA-376 part 1, §18.3.1).
"""

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree as ET  # parses only members found free of DTDs below

from services.kit.xlsx import biff
from services.kit.xlsx.columns import column_number
from services.kit.xlsx.errors import UnreadableWorkbook, WorkbookLimits

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A sheet may unpack to 200 MB: it is read in pieces that overlap, because a tag may begin in one and end in the next.
_CHUNK, _OVERLAP = 4 * 1024 * 1024, 4096
# A quick test: most sheets have no such cell and are not searched with the slower pattern.
_FAR_HINT = re.compile(rb'r="(?:[A-Z]{3}|[A-Z]{1,2}\d{6})')
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*?(?<!/)>(?!</)')
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\b[^>]*?\bref="(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})"')
_NO_VALUE = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_REF = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_MAX_CELL_LENGTH = 9000  # bytes; a formula has at most 8,192 characters
_DATE_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true|on)["']""")
UNCOMPUTED = "#FORMULA!"
_COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what any spreadsheet program writes
_BROKEN = (zipfile.BadZipFile, zlib.error, ET.ParseError, OSError, EOFError, KeyError, ValueError, NotImplementedError)


@dataclass
class Inspection:
    """What calamine does not report of a sheet. `errors` is {(row, column): "#N/A"}, counted from 1.

    `is_1904`: the workbook counts its days from 1904.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    is_1904: bool = False


def inspect(path: Path, limits: WorkbookLimits) -> dict[str, Inspection]:
    """Inspections by sheet name. Raises UnreadableWorkbook."""
    inspect_size(path, limits)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(OLE):
        return _inspect_ole(path)
    if not head.startswith(ZIP):
        raise UnreadableWorkbook("text_file" if _is_text(head) else "not_workbook")
    try:
        with zipfile.ZipFile(path) as archive:
            return _inspect_zip(archive, limits)
    except _BROKEN as error:
        raise UnreadableWorkbook("broken") from error


def inspect_size(path: Path, limits: WorkbookLimits) -> int:
    """The size of the file in bytes. Raises UnreadableWorkbook when it is empty or too large."""
    size = path.stat().st_size
    if not size:
        raise UnreadableWorkbook("empty")
    if size > limits.file_bytes:
        megabyte = 1024 * 1024
        raise UnreadableWorkbook("too_large", size=-(-size // megabyte), limit=limits.file_bytes // megabyte)
    return size


def _inspect_ole(path: Path) -> dict[str, Inspection]:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableWorkbook("password")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise UnreadableWorkbook("not_workbook")
    try:
        sheets, is_1904 = biff.inspect(content)
    except (struct.error, IndexError, UnicodeError) as error:
        raise UnreadableWorkbook("broken") from error
    return {title: Inspection(errors=errors, is_1904=is_1904) for title, errors in sheets.items()}


def _is_text(head: bytes) -> bool:
    return b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _inspect_zip(archive: zipfile.ZipFile, limits: WorkbookLimits) -> dict[str, Inspection]:
    members = archive.infolist()
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    # Small files may be packed more densely without harm.
    too_dense = unpacked > 10 * 1024 * 1024 and unpacked > limits.ratio * max(packed, 1)
    if len(members) > limits.members or unpacked > limits.unpacked_bytes or too_dense:
        raise UnreadableWorkbook("bomb")
    if any(m.flag_bits & 0x1 for m in members):
        raise UnreadableWorkbook("password")
    if any(m.compress_type not in _COMPRESSIONS for m in members):
        raise UnreadableWorkbook("broken")
    names = {m.filename for m in members}
    if "xl/workbook.xml" not in names:
        raise _other_format(names)
    for member in members:
        if member.filename.endswith((".xml", ".rels")) and "/worksheets/" not in member.filename:
            _refuse_doctype(archive, member)
    sheets = _sheet_members(archive)
    # also the sheets that the workbook does not list: calamine may read them
    unnamed = [n for n in names if "/worksheets/" in n and n.endswith(".xml") and n not in set(sheets.values())]
    for name in unnamed:
        _inspect_sheet(archive, name, name, limits)
    inspections = {
        title: _inspect_sheet(archive, name, title, limits) for title, name in sheets.items() if name in names
    }
    is_1904 = bool(_DATE_1904.search(archive.read("xl/workbook.xml")))
    return {title: replace(marks, is_1904=is_1904) for title, marks in inspections.items()}


def _other_format(names: set[str]) -> UnreadableWorkbook:
    if "xl/workbook.bin" in names:
        return UnreadableWorkbook("other_format", format="xlsb")
    if "content.xml" in names:
        return UnreadableWorkbook("other_format", format="ODF")
    if "word/document.xml" in names:
        return UnreadableWorkbook("other_format", format="Word")
    return UnreadableWorkbook("not_workbook")


def _refuse_doctype(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    tail = b""
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            _refuse_doctype_in(tail + chunk)
            # The mark may begin in one piece and end in the next.
            tail = chunk[-16:]


def _refuse_doctype_in(chunk: bytes) -> None:
    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk or chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableWorkbook("doctype")


def _sheet_members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The archive member of each sheet name. Compares local names: the strict format has other namespaces."""
    relations = {
        node.get("Id"): node.get("Target", "")
        for node in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    }
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    members = {}
    for node in book.iterfind(".//{*}sheet"):
        target = relations.get(next((value for name, value in node.items() if name.endswith("}id")), None), "")
        members[node.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return members


def _inspect_sheet(archive: zipfile.ZipFile, member: str, title: str, limits: WorkbookLimits) -> Inspection:
    marks, merges, tail, wide = Inspection(), 0, b"", False
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            window = tail + chunk
            wide = wide if tail else _is_wide(window, limits)
            _refuse_doctype_in(window)
            _refuse_far(window, title, limits)
            if wide:
                _measure(window, marks, title, limits)
            _collect_errors(window, marks)
            merges += chunk.count(b"mergeCell ")
            if merges > limits.merges:
                raise UnreadableWorkbook("too_many_merges", sheet=title)
            tail = window[-_OVERLAP:]
    return marks


def _is_wide(window: bytes, limits: WorkbookLimits) -> bool:
    """Whether the stated area is too large, so that it must be measured cell by cell."""
    dimension = _DIMENSION.search(window, 0, 8192)
    return bool(dimension and column_number(dimension[1]) * int(dimension[2]) > limits.cells)


def _measure(window: bytes, marks: Inspection, title: str, limits: WorkbookLimits) -> None:
    for cell in _FILLED_CELL.finditer(window):
        marks.rows, marks.columns = max(marks.rows, int(cell[2])), max(marks.columns, column_number(cell[1]))
    if marks.rows * marks.columns > limits.cells:
        raise UnreadableWorkbook("too_many_cells", sheet=title)


def _refuse_far(window: bytes, title: str, limits: WorkbookLimits) -> None:
    if not _FAR_HINT.search(window):
        return
    for cell in _FILLED_CELL.finditer(window):
        if int(cell[2]) > limits.rows or column_number(cell[1]) > limits.columns:
            raise UnreadableWorkbook("far_cell", sheet=title, cell=(cell[1] + cell[2]).decode())


def _collect_errors(window: bytes, marks: Inspection) -> None:
    if b't="e"' in window:
        for mark in re.finditer(rb't="e"', window):
            start = window.rfind(b"<", max(0, mark.start() - _MAX_CELL_LENGTH), mark.start())
            if ref := _REF.search(window, max(start, 0), mark.end() + 64):
                marks.errors[int(ref[2]), column_number(ref[1])] = _error_text(window, mark.end())
    if b"<f" not in window and b":f" not in window:
        return
    for cell in _NO_VALUE.finditer(window):
        start = window.rfind(b' r="', max(0, cell.start() - _MAX_CELL_LENGTH), cell.start())
        ref = _REF.match(window, start + 1) if start >= 0 else None
        if ref and b't="str"' not in window[start : window.find(b">", start)]:
            marks.errors[int(ref[2]), column_number(ref[1])] = UNCOMPUTED


def _error_text(window: bytes, start: int) -> str:
    """The text of an error cell, as "#REF!"."""
    at = window.find(b"v>", start, start + _MAX_CELL_LENGTH) + 2
    text = window[at : at + 16].partition(b"<")[0].decode("ascii", "replace")
    return text if at > 1 and text.startswith("#") else "#N/A"
