"""Look at a file before a parser does: what it is, how big it becomes, what stands where.

calamine builds a dense table from the outermost cells and shows error cells and formulas without a value as
empty, so both are looked up here in the sheets' XML (ECMA-376 part 1, §18.3.1).
"""

import re
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree as ET  # parses only members found free of DTDs below

from services.kit.xlsx.columns import column_number
from services.kit.xlsx.errors import UnreadableWorkbook, WorkbookLimits

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK, _OVERLAP = 4 * 1024 * 1024, 4096
_FAR_HINT = re.compile(rb'r="(?:[A-Z]{3}|[A-Z]{1,2}\d{6})')
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*?(?<!/)>(?!</)')
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\b[^>]*?\bref="(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})"')
_NO_VALUE = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_REF = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_NEAR = 9000  # bytes; a formula has at most 8,192 characters
_DATE_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true|on)["']""")
UNCOMPUTED = "#FORMULA!"
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what any spreadsheet program writes
_BROKEN = (zipfile.BadZipFile, zlib.error, ET.ParseError, OSError, EOFError, KeyError, ValueError, NotImplementedError)


@dataclass
class Inspection:
    """What calamine does not tell of one sheet: errors as {(row, column): "#N/A"}, both counted from 1.

    `is_1904`: the workbook counts its days from 1904.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    is_1904: bool = False


def inspect(path: Path, limits: WorkbookLimits) -> dict[str, Inspection]:
    """Marks by sheet name (none for old .xls). Raises UnreadableWorkbook."""
    inspect_size(path, limits)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(OLE):
        _inspect_ole(path)
        return {}
    if not head.startswith(ZIP):
        raise UnreadableWorkbook("text_file" if _is_text(head) else "not_workbook")
    try:
        with zipfile.ZipFile(path) as case_file:
            return _inspect_zip(case_file, limits)
    except _BROKEN as bad:
        raise UnreadableWorkbook("broken") from bad


def inspect_size(path: Path, limits: WorkbookLimits) -> int:
    """The bytes of the file. Raises UnreadableWorkbook."""
    size = path.stat().st_size
    if not size:
        raise UnreadableWorkbook("empty")
    if size > limits.file_bytes:
        mega = 1024 * 1024
        raise UnreadableWorkbook("too_large", size=-(-size // mega), limit=limits.file_bytes // mega)
    return size


def _inspect_ole(path: Path) -> None:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableWorkbook("password")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise UnreadableWorkbook("not_workbook")


def _is_text(head: bytes) -> bool:
    return b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _inspect_zip(case_file: zipfile.ZipFile, limits: WorkbookLimits) -> dict[str, Inspection]:
    members = case_file.infolist()
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    too_dense = unpacked > 10 * 1024 * 1024 and unpacked > limits.ratio * max(packed, 1)
    if len(members) > limits.members or unpacked > limits.unpacked_bytes or too_dense:
        raise UnreadableWorkbook("bomb")
    if any(m.flag_bits & 0x1 for m in members):
        raise UnreadableWorkbook("password")
    if any(m.compress_type not in _PACKINGS for m in members):
        raise UnreadableWorkbook("broken")
    names = {m.filename for m in members}
    if "xl/workbook.xml" not in names:
        raise _other_format(names)
    for member in members:
        if member.filename.endswith((".xml", ".rels")) and "/worksheets/" not in member.filename:
            _refuse_doctype(case_file, member)
    sheets = _sheet_members(case_file)
    # read also the sheets that no one names: calamine may, and their sizes must be true
    unnamed = [n for n in names if "/worksheets/" in n and n.endswith(".xml") and n not in set(sheets.values())]
    for name in unnamed:
        _inspect_sheet(case_file, name, name, limits)
    found = {title: _inspect_sheet(case_file, name, title, limits) for title, name in sheets.items() if name in names}
    is_1904 = bool(_DATE_1904.search(case_file.read("xl/workbook.xml")))
    return {title: replace(marks, is_1904=is_1904) for title, marks in found.items()}


def _other_format(names: set[str]) -> UnreadableWorkbook:
    if "xl/workbook.bin" in names:
        return UnreadableWorkbook("other_format", format="xlsb")
    if "content.xml" in names:
        return UnreadableWorkbook("other_format", format="ODF")
    if "word/document.xml" in names:
        return UnreadableWorkbook("other_format", format="Word")
    return UnreadableWorkbook("not_workbook")


def _refuse_doctype(case_file: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    tail = b""
    with case_file.open(member) as file:
        while chunk := file.read(_CHUNK):
            _refuse_doctype_in(tail + chunk)
            tail = chunk[-16:]


def _refuse_doctype_in(chunk: bytes) -> None:
    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk or chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableWorkbook("doctype")


def _sheet_members(case_file: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → member of the archive. By local names: the strict format has namespaces of its own."""
    relations = {
        node.get("Id"): node.get("Target", "")
        for node in ET.fromstring(case_file.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    }
    book = ET.fromstring(case_file.read("xl/workbook.xml"))  # noqa: S314
    found = {}
    for node in book.iterfind(".//{*}sheet"):
        target = relations.get(next((value for name, value in node.items() if name.endswith("}id")), None), "")
        found[node.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _inspect_sheet(case_file: zipfile.ZipFile, member: str, title: str, limits: WorkbookLimits) -> Inspection:
    marks, merges, tail, wide = Inspection(), 0, b"", False
    with case_file.open(member) as file:
        while chunk := file.read(_CHUNK):
            window = tail + chunk
            wide = wide if tail else _is_wide(window, limits)
            _refuse_doctype_in(window)
            _refuse_far(window, title, limits)
            if wide:
                _measure(window, marks, title, limits)
            _note_errors(window, marks)
            merges += chunk.count(b"mergeCell ")
            if merges > limits.merges:
                raise UnreadableWorkbook("too_many_merges", sheet=title)
            tail = window[-_OVERLAP:]
    return marks


def _is_wide(window: bytes, limits: WorkbookLimits) -> bool:
    """Whether the sheet states an area worth measuring cell by cell; most sheets do not."""
    stated = _DIMENSION.search(window, 0, 8192)
    return bool(stated and column_number(stated[1]) * int(stated[2]) > limits.cells)


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


def _note_errors(window: bytes, marks: Inspection) -> None:
    if b't="e"' in window:
        for found in re.finditer(rb't="e"', window):
            start = window.rfind(b"<", max(0, found.start() - _NEAR), found.start())
            if ref := _REF.search(window, max(start, 0), found.end() + 64):
                marks.errors[int(ref[2]), column_number(ref[1])] = _shown(window, found.end())
    if b"<f" not in window and b":f" not in window:
        return
    for found in _NO_VALUE.finditer(window):
        start = window.rfind(b' r="', max(0, found.start() - _NEAR), found.start())
        ref = _REF.match(window, start + 1) if start >= 0 else None
        if ref and b't="str"' not in window[start : window.find(b">", start)]:
            marks.errors[int(ref[2]), column_number(ref[1])] = UNCOMPUTED


def _shown(window: bytes, start: int) -> str:
    """The error an error cell shows."""
    at = window.find(b"v>", start, start + _NEAR) + 2
    shown = window[at : at + 16].partition(b"<")[0].decode("ascii", "replace")
    return shown if at > 1 and shown.startswith("#") else "#N/A"
