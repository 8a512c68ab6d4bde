"""Runs in the sandbox: look for what a PDF does by itself. ISO 32000-1: actions §12.6, embedded files §7.11.4."""

import re
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject

MEDIA_TYPE = "application/pdf"
MAX_OBJECTS = 100_000  # a scanned book has some ten for each page
_ACTIVE = frozenset(
    {"/JS", "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/RichMedia", "/XFA"}
)
_EMBEDDED = frozenset({"/EmbeddedFile", "/EmbeddedFiles", "/FileAttachment", "/Collection"})
# Also in objects that no table lists, which a lenient viewer may find. Long names: three letters occur by chance.
_ACTIVE_BYTES = (b"/JavaScript", b"/Launch")
_EMBEDDED_BYTES = (b"/EmbeddedFile",)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")  # §7.3.5: any letter of a name may be written as its number


def read(*, path: str) -> dict[str, str]:
    """{"media_type"}, or {"error": code}. What cannot be read at all ends the process with an error."""
    if error := _error_in_bytes(Path(path).read_bytes()):
        return {"error": error}
    reader = PdfReader(path)
    if reader.is_encrypted:
        return {"error": "password"}
    for count, name in enumerate(_names(reader)):
        if name in _ACTIVE:
            return {"error": "pdf_active"}
        if name in _EMBEDDED:
            return {"error": "pdf_embedded"}
        if count > MAX_OBJECTS * 50:
            return {"error": "too_complex"}
    if not len(reader.pages):
        raise PdfReadError("no page")
    return {"media_type": MEDIA_TYPE}


def _error_in_bytes(content: bytes) -> str:
    plain = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), content)
    if any(name in plain for name in _ACTIVE_BYTES):
        return "pdf_active"
    return "pdf_embedded" if any(name in plain for name in _EMBEDDED_BYTES) else ""


def _names(reader: PdfReader) -> Iterator[str]:
    """Every name in every object that the tables list: keys, types and kinds of actions."""
    listed = [(number, generation) for generation, numbers in reader.xref.items() for number in numbers]
    listed += [(number, 0) for number in reader.xref_objStm]
    if len(listed) > MAX_OBJECTS:
        raise PdfReadError("too many objects")
    yield from _names_in(reader.trailer)
    for number, generation in listed:
        yield from _names_in(reader.get_object(IndirectObject(number, generation, reader)))


def _names_in(root: PdfObject | None) -> Iterator[str]:
    # Not recursive: a file may nest its arrays ten thousand deep.
    waiting: list[object] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, NameObject):
            yield str(item)
        elif isinstance(item, DictionaryObject):
            for key, value in dict.items(item):  # not its own, which follows references
                yield str(key)
                waiting.append(value)
        elif isinstance(item, ArrayObject):
            waiting.extend(list.__iter__(item))
