"""Runs in the sandbox: look for macros, embedded files and references to elsewhere in a .docx or .xlsx (ECMA-376)."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET  # parses only members without a DTD

_DOCUMENTML = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    f"{_DOCUMENTML}.wordprocessingml.document.main+xml": f"{_DOCUMENTML}.wordprocessingml.document",
    f"{_DOCUMENTML}.spreadsheetml.sheet.main+xml": f"{_DOCUMENTML}.spreadsheetml.sheet",
}
MAX_MEMBERS, MAX_UNPACKED, MAX_RATIO = 2000, 200 * 2**20, 200
_PIECE, _OVERLAP = 2**20, 256
_SMALL = 10 * 2**20  # bytes that may be packed as densely as they like
_MACROS = re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/", re.IGNORECASE)
_EMBEDDED = re.compile(r"/(embeddings|activex|ctrlprops)/|oleobject", re.IGNORECASE)
_EXTERNAL = re.compile(r"xl/(externallinks|connections|querytables)", re.IGNORECASE)
# Fields that start a program or fetch something when the document is opened.
_FIELD = re.compile(rb"\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE)\s", re.IGNORECASE)
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>[^<]*|w:instr\s*=\s*[\"'][^\"']*")
_ENCRYPTED = 0x1  # the zip format's flag of a member


class Refused(Exception):
    """`code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(*, path: str) -> dict[str, str]:
    """{"media_type"}, or {"error": code}. What cannot be read at all ends the process with an error."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive)
            media_type = _media_type(archive)
            unpacked = 0
            for member in archive.infolist():
                unpacked = _check_content(archive, member, unpacked)
            return {"media_type": media_type}
    except Refused as refused:
        return {"error": refused.code}


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MAX_MEMBERS:
        raise Refused("too_big")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Refused("password")
    if len(set(names)) < len(names) or any(_leaves(name) for name in names):
        raise Refused("broken")
    for pattern, code in ((_MACROS, "macros"), (_EMBEDDED, "office_embedded"), (_EXTERNAL, "office_external")):
        if any(pattern.search(f"/{name}") for name in names):
            raise Refused(code)


def _leaves(name: str) -> bool:
    """Whether a member would be unpacked elsewhere than below the folder."""
    return name.startswith("/") or "\\" in name or ".." in PurePosixPath(name).parts


def _media_type(archive: zipfile.ZipFile) -> str:
    if "[Content_Types].xml" not in archive.namelist():
        raise Refused("unknown")
    types = _parse(archive, "[Content_Types].xml")
    stated = {node.get("ContentType", "") for node in types.iter()}
    if any("macroenabled" in type_.lower() for type_ in stated):
        raise Refused("macros")
    kinds = [MEDIA_TYPES[type_] for type_ in stated if type_ in MEDIA_TYPES]
    if len(kinds) != 1:
        raise Refused("unknown")
    return kinds[0]


def _check_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, unpacked: int) -> int:
    """Unpack one member piece by piece, whatever the directory says of its size; all bytes so far."""
    is_xml = member.filename.endswith((".xml", ".rels", ".vml"))
    packed = sum(other.compress_size for other in archive.infolist())
    for window, size in _windows(archive, member):
        unpacked += size
        if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * packed):
            raise Refused("too_big")
        if is_xml:
            _check_text(window)
    if member.filename.endswith(".rels"):
        _check_relations(_parse(archive, member.filename))
    return unpacked


def _windows(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Pieces of a member that overlap, and how many bytes of each are new."""
    tail = b""
    with archive.open(member) as file:
        while piece := file.read(_PIECE):
            yield tail + piece, len(piece)
            tail = piece[-_OVERLAP:]


def _check_text(window: bytes) -> None:
    if b"<!DOCTYPE" in window or b"<!ENTITY" in window or window.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("broken")  # no Office program writes these
    if any(_FIELD.search(match[0]) for match in _INSTRUCTION.finditer(window)):
        raise Refused("office_external")


def _check_relations(relations: ET.Element) -> None:
    for node in relations.iter():
        # A link that a person clicks is none of these; a template or picture is fetched by itself.
        if node.get("TargetMode") == "External" and not node.get("Type", "").endswith("/hyperlink"):
            raise Refused("office_external")


def _parse(archive: zipfile.ZipFile, name: str) -> ET.Element:
    with archive.open(name) as file:
        content = file.read(_PIECE + 1)
    if len(content) > _PIECE:
        raise Refused("too_big")
    _check_text(content)
    return ET.fromstring(content)  # noqa: S314  without a DTD there is no entity to expand
