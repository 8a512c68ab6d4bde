"""Make harmful workbooks: a few kilobytes that unpack to gigabytes, or no workbook at all."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

import openpyxl

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{kind}" Target="{target}"/>{more}</Relationships>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_REL}">'
    '<sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
HEADER = "".join(
    f'<c r="{column}1" t="inlineStr"><is><t>{word}</t></is></c>'
    for column, word in zip("ABCDE", ("姓名", "性别", "出生日期", "班级", "身份证号"), strict=True)
)


def sheet_xml(data: str, *, after: str = "", before: str = "", dimension: str = "") -> str:
    """A worksheet around these rows."""
    inside = f"{dimension}<sheetData>{data}</sheetData>{after}"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{_MAIN}">{inside}</worksheet>'


Content = str | bytes | Iterable[str | bytes]


def workbook(path: Path, sheet: Content, more: dict[str, Content] | None = None, *, shared: str = "") -> Path:
    """A minimal .xlsx of one sheet, written member by member."""
    strings = f'<Relationship Id="rId2" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>' if shared else ""
    members: dict[str, Content] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS.format(kind=f"{_REL}/officeDocument", target="xl/workbook.xml", more=""),
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _RELS.format(
            kind=f"{_REL}/worksheet", target="worksheets/sheet1.xml", more=strings
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    if shared:
        members["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{shared}</sst>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as case_file:
        for name, content in (members | (more or {})).items():
            _put(case_file, name, content)
    return path


def _put(case_file: zipfile.ZipFile, name: str, content: Content) -> None:
    """Piece by piece, so that making a bomb does not go off."""
    chunks = (content,) if isinstance(content, str | bytes) else content
    with case_file.open(name, "w") as member:
        for chunk in chunks:
            member.write(chunk.encode() if isinstance(chunk, str) else chunk)


def _sheet_of(rows: Iterable[str]) -> Iterable[str]:
    yield f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>'
    yield from rows
    yield "</sheetData></worksheet>"


def _bytes(content: bytes) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


def _one_row(cells: str) -> str:
    return f'<row r="1">{HEADER}</row><row r="2">{cells}</row>'


def zip_bomb(path: Path) -> Path:
    """Members of zeros: half a gigabyte in half a megabyte."""
    return workbook(path, sheet_xml(""), {f"xl/media/{n}.bin": _zeros(128) for n in range(4)})


def _zeros(megabytes: int) -> Iterable[bytes]:
    return (bytes(1024 * 1024) for _ in range(megabytes))


def lying_zip(path: Path) -> Path:
    """A sheet of 300 MB whose directory entry says 1 kB."""
    workbook(path, _sheet_of(" " * 1024 * 1024 for _ in range(300)))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as case_file:
        size = case_file.getinfo("xl/worksheets/sheet1.xml").file_size
    lie, at = struct.pack("<L", 1024), 0
    while (at := content.find(struct.pack("<L", size), at)) >= 0:
        content[at : at + 4] = lie
    path.write_bytes(content)
    return path


def far_cell(path: Path) -> Path:
    return workbook(
        path, sheet_xml(_one_row('<c r="A2"><v>1</v></c>') + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    )


def far_cell_in_disguise(path: Path) -> Path:
    """The same in single quotes, which a look at the bytes may miss."""
    return workbook(
        path, sheet_xml("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row><row r='1'><c r='A1'><v>1</v></c></row>")
    )


def wide_area(path: Path) -> Path:
    """Two corners within the limits span 140 million cells."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="199999"><c r="ZZ199999"><v>1</v></c></row>'
    return workbook(path, sheet_xml(rows, dimension='<dimension ref="A1:ZZ199999"/>'))


def wide_area_undeclared(path: Path) -> Path:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999"><c r="ZZ99999"><v>1</v></c></row>'
    return workbook(path, sheet_xml(rows, dimension='<dimension ref="A1:B2"/>'))


def entity_bomb(path: Path) -> Path:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    cell = '<c r="A2" t="inlineStr"><is><t>&i;</t></is></c>'
    return workbook(path, sheet_xml(_one_row(cell), before=f"<!DOCTYPE worksheet [{entities}]>"))


def entity_bomb_in_strings(path: Path) -> Path:
    bomb = '<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return workbook(path, sheet_xml(""), {"xl/sharedStrings.xml": f"{bomb}<sst><si><t>&x;</t></si></sst>"})


def many_columns(path: Path) -> Path:
    return workbook(path, sheet_xml("<row>" + '<c t="inlineStr"><is><t>列</t></is></c>' * 100_000 + "</row>"))


def many_empty_rows(path: Path) -> Path:
    rows = (f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(2, 1_000_001))
    return workbook(path, _sheet_of(chain([f'<row r="1">{HEADER}</row>'], rows)))


def many_blank_rows(path: Path) -> Path:
    """A million rows that hold one blank each."""
    rows = (f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t> </t></is></c></row>' for n in range(2, 1_000_001))
    return workbook(path, _sheet_of(chain([f'<row r="1">{HEADER}</row>'], rows)))


def long_strings(path: Path) -> Path:
    """Every cell of every kind is megabytes long."""
    cells = "".join(f'<c r="{c}2" t="inlineStr"><is><t>{"1 (" * 300_000}</t></is></c>' for c in "ABCDE")
    return workbook(path, sheet_xml(_one_row(cells)))


def repeated_string(path: Path) -> Path:
    """One string of 30 kB, pointed at two million times."""
    cells = '<c t="s"><v>0</v></c>' * 20
    rows = (f'<row r="{n}">{cells}</row>' for n in range(1, 100_001))
    return workbook(path, _sheet_of(rows), shared=f"<si><t>{'长' * 30_000}</t></si>")


def merges(path: Path, count: int, ref: str) -> Path:
    after = f'<mergeCells count="{count}">' + f'<mergeCell ref="{ref}"/>' * count + "</mergeCells>"
    return workbook(path, sheet_xml(_one_row('<c r="A2"><v>1</v></c>'), after=after))


def many_merges(path: Path) -> Path:
    return merges(path, 250_000, "A1:B2")


def deep_merges(path: Path) -> Path:
    return merges(path, 150_000, "A2:XFD1048576")


def many_errors(path: Path) -> Path:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>' for n in range(2, 150_000))
    return workbook(path, sheet_xml(f'<row r="1">{HEADER}</row>{rows}'))


def deep_xml(path: Path) -> Path:
    return workbook(path, sheet_xml("<row>" * 2_000_000))


def unclosed_cells(path: Path) -> Path:
    """Bytes that make a careless pattern look at everything again and again."""
    return workbook(path, sheet_xml('<c r="AAA1" ' * 700_000))


def truncated(path: Path) -> Path:
    workbook(path, sheet_xml(_one_row("")))
    path.write_bytes(path.read_bytes()[:-60])
    return path


def spoilt(path: Path) -> Path:
    """A flipped byte inside the compressed sheet."""
    workbook(path, sheet_xml("".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919}</v></c></row>' for n in range(1, 2000))))
    content = bytearray(path.read_bytes())
    content[content.find(b"sheet1.xml") + 200] ^= 0xFF
    path.write_bytes(content)
    return path


def not_xml(path: Path) -> Path:
    return workbook(path, b"\x00\x01this is no XML<<<>>>")


def no_sheets(path: Path) -> Path:
    return workbook(path, sheet_xml(""), {"xl/workbook.xml": f'<workbook xmlns="{_MAIN}"/>'})


def empty_sheet(path: Path) -> Path:
    openpyxl.Workbook().save(path)
    return path


def wrong_types(path: Path) -> Path:
    """True, times, errors and spans of time where names, sexes and days belong."""
    cells = (
        '<c r="A2" t="b"><v>1</v></c><c r="B2"><v>-1E308</v></c><c r="C2"><v>1E308</v></c>'
        '<c r="D2" t="e"><v>#REF!</v></c><c r="E2" t="b"><v>0</v></c>'
    )
    third = (
        '<c r="A3" t="d"><v>2020-02-30</v></c><c r="B3" t="n"><v>NaN</v></c>'
        '<c r="C3"><v>-5</v></c><c r="E3"><v>inf</v></c>'
    )
    return workbook(path, sheet_xml(_one_row(cells) + f'<row r="3">{third}</row>'))


def docx(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as case_file:
        case_file.writestr("word/document.xml", "<x/>")
    return path


def ods(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as case_file:
        case_file.writestr("content.xml", "<x/>")
    return path


def locked_zip(path: Path) -> Path:
    """The flag of an encrypted member in both of its headers."""
    workbook(path, sheet_xml(""))
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + offset] |= 1
    path.write_bytes(content)
    return path


def _ole(*names: str) -> bytes:
    """The head of a compound file and directory entries with these names."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entries.ljust(4096, b"\x00")


def too_large(path: Path) -> Path:
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(21 * 1024 * 1024)
    return path


def _zip_of_zips() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as case_file:
        for number in range(5000):
            case_file.writestr(f"xl/{number}.xml", "")
        case_file.writestr("xl/workbook.xml", _BOOK)
    return inner.getvalue()


FILES: dict[str, tuple[str, Callable[[Path], Path]]] = {
    # name: (code of the issue expected, "" where several are right, maker)
    "empty_file": ("file_empty", _bytes(b"")),
    "csv_renamed": ("file_text_file", _bytes("姓名,性别\n张三,男\n".encode("gbk"))),
    "csv_utf16": ("file_text_file", _bytes("姓名\t性别\n".encode("utf-16"))),
    "html_renamed": ("file_text_file", _bytes("<html><table><tr><td>姓名".encode())),
    "picture": ("file_not_workbook", _bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))),
    "bare_zip_mark": ("file_broken", _bytes(b"PK\x03\x04")),
    "encrypted_ole": ("file_password", _bytes(_ole("Root Entry", "EncryptionInfo", "EncryptedPackage"))),
    "word_97": ("file_not_workbook", _bytes(_ole("Root Entry", "WordDocument"))),
    "broken_xls": ("file_broken", _bytes(_ole("Root Entry", "Workbook"))),
    "many_members": ("file_bomb", _bytes(_zip_of_zips())),
    "too_large": ("file_too_large", too_large),
    "locked_zip": ("file_password", locked_zip),
    "docx": ("file_other_format", docx),
    "ods": ("file_other_format", ods),
    "truncated": ("file_broken", truncated),
    "spoilt": ("file_broken", spoilt),
    "not_xml": ("", not_xml),
    "no_sheets": ("no_roster", no_sheets),
    "empty_sheet": ("no_roster", empty_sheet),
    "zip_bomb": ("file_bomb", zip_bomb),
    "lying_zip": ("file_broken", lying_zip),
    "far_cell": ("file_far_cell", far_cell),
    "far_cell_in_disguise": ("", far_cell_in_disguise),
    "wide_area": ("file_too_many_cells", wide_area),
    "wide_area_undeclared": ("file_too_big", wide_area_undeclared),
    "entity_bomb": ("file_doctype", entity_bomb),
    "entity_bomb_in_strings": ("file_doctype", entity_bomb_in_strings),
    "many_columns": ("", many_columns),
    "many_empty_rows": ("no_pupils", many_empty_rows),
    "many_blank_rows": ("", many_blank_rows),
    "long_strings": ("", long_strings),
    "repeated_string": ("", repeated_string),
    "many_merges": ("file_too_many_merges", many_merges),
    "deep_merges": ("", deep_merges),
    "many_errors": ("", many_errors),
    "deep_xml": ("", deep_xml),
    "unclosed_cells": ("", unclosed_cells),
    "wrong_types": ("", wrong_types),
}
