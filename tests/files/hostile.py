"""Make files that must not be kept: disguised, harmful, damaged."""

import io
import struct
import zipfile
from collections.abc import Callable
from functools import partial

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from tests.files.pictures import photo

_TYPES = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{_TYPES}.wordprocessingml.document.main+xml", f"{_TYPES}.spreadsheetml.sheet.main+xml"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:document>'
HTML = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"


def office(kind: str = DOCX, more: dict[str, str | bytes] | None = None, *, body: str = "<w:body/>") -> bytes:
    """A minimal document; `more` are further members of the zip."""
    types = f'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", _DOCUMENT.format(body))
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(kind: str, target: str) -> str:
    return (
        f'<Relationships><Relationship Id="r1" Type="{_RELATION}/{kind}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    )


def encrypted_zip() -> bytes:
    content = bytearray(office())
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(start)
        content[at + offset] |= 1
    return bytes(content)


def lying_zip() -> bytes:
    """A member of 300 MB whose directory entry says 1 kB."""
    content = bytearray(office(more={"word/media/a.bin": bytes(300 * 2**20)}))
    real, lie = struct.pack("<L", 300 * 2**20), struct.pack("<L", 1024)
    return bytes(content.replace(real, lie))


def doubled_member() -> bytes:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out = io.BytesIO(office())
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("word/document.xml", "<other/>")
        return out.getvalue()


def pdf(change: Callable[[PdfWriter], object] = lambda writer: None) -> bytes:
    """A PDF of one page."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def action(kind: str, **more: str) -> DictionaryObject:
    pairs = {NameObject("/S"): NameObject(kind)} | {
        NameObject(f"/{key}"): TextStringObject(value) for key, value in more.items()
    }
    return DictionaryObject(pairs)


def _when_opened(act: DictionaryObject, writer: PdfWriter) -> None:
    writer._root_object[NameObject("/OpenAction")] = act


def _on_page(act: DictionaryObject, writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})


def _in_annotation(act: DictionaryObject, writer: PdfWriter) -> None:
    link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): act})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([link])


def _form(writer: PdfWriter) -> None:
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): ArrayObject([])})


def _encrypt(writer: PdfWriter) -> None:
    writer.encrypt("secret", algorithm="AES-256")


def _no_page(writer: PdfWriter) -> None:
    writer.remove_page(0)


def _deep(writer: PdfWriter) -> None:
    nested = ArrayObject([NumberObject(1)])
    for _ in range(300):
        nested = ArrayObject([nested])
    writer._root_object[NameObject("/Deep")] = nested


def _script(put: Callable[[DictionaryObject, PdfWriter], None]) -> bytes:
    return pdf(partial(put, action("/JavaScript", JS="app.alert(1)")))


def escaped_script() -> bytes:
    """The name in numbers, as a search of the bytes would miss it."""
    return _script(_when_opened).replace(b"/JavaScript", b"/J#61v#61Script").replace(b"/JS", b"/#4aS")


def unlisted_script() -> bytes:
    """An object that no table lists: a viewer that repairs files finds it."""
    return pdf().replace(b"xref", b"99 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj\nxref", 1)


def deeply_nested_pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj\n" + b"[" * 200_000 + b"]" * 200_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def looped_pages() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def _ole() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(2000)


Maker = Callable[[], bytes]
# Name: what makes it, and the code of the text that says why it is refused.
FILES: dict[str, tuple[Maker, str]] = {
    "nothing": (bytes, "empty"),
    "one_byte": (lambda: b"x", "unknown"),
    "text": (lambda: "王小明 138".encode() * 100, "unknown"),
    "html": (lambda: HTML, "unknown"),
    "html_that_begins_as_jpeg": (lambda: b"\xff\xd8\xff" + HTML, "broken"),
    "html_that_begins_as_png": (lambda: b"\x89PNG\r\n\x1a\n" + HTML, "broken"),
    "html_that_begins_as_pdf": (lambda: b"%PDF-1.7\n" + HTML, "broken"),
    "svg_with_script": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "unknown"),
    "windows_program": (lambda: b"MZ" + bytes(500), "unknown"),
    "linux_program": (lambda: b"\x7fELF" + bytes(500), "unknown"),
    "shell_script": (lambda: b"#!/bin/sh\nrm -rf /\n", "unknown"),
    "gif": (lambda: photo("GIF"), "unknown"),
    "webp": (lambda: photo("WEBP"), "unknown"),
    "bmp": (lambda: photo("BMP"), "unknown"),
    "tiff": (lambda: photo("TIFF"), "unknown"),
    "video": (lambda: b"\x00\x00\x00\x20ftypisom" + bytes(500), "unknown"),
    "jpeg_cut_off": (lambda: photo()[:-200], "broken"),
    "png_cut_off": (lambda: photo("PNG")[:-100], "broken"),
    "heic_cut_off": (lambda: photo("HEIF")[:-300], "broken"),
    "jpeg_of_noise": (lambda: b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40, "broken"),
    "heic_of_noise": (lambda: b"\x00\x00\x00\x18ftypheic" + bytes(range(256)) * 40, "broken"),
    "old_word": (_ole, "old_office"),
    "zip": (lambda: _zip({"photo.jpg": photo()}), "unknown"),
    "zip_cut_off": (lambda: office()[:-30], "broken"),
    "open_document": (lambda: _zip({"mimetype": "application/vnd.oasis.opendocument.text"}), "unknown"),
    "presentation": (lambda: office(f"{_TYPES}.presentationml.presentation.main+xml"), "unknown"),
    "word_with_macro_type": (partial(office, DOCM), "macros"),
    "word_with_macro": (partial(office, DOCX, {"word/vbaProject.bin": b"x"}), "macros"),
    "excel_with_macro_sheet": (partial(office, XLSX, {"xl/macrosheets/sheet1.xml": "<a/>"}), "macros"),
    "word_with_embedded_program": (partial(office, DOCX, {"word/embeddings/oleObject1.bin": b"MZ"}), "office_embedded"),
    "word_with_control": (partial(office, DOCX, {"word/activeX/activeX1.bin": b"x"}), "office_embedded"),
    "word_with_foreign_template": (
        partial(office, DOCX, {"word/_rels/settings.xml.rels": relations("attachedTemplate", "http://x.test/a.dotm")}),
        "office_external",
    ),
    "word_that_starts_a_program": (
        partial(office, DOCX, body='<w:instrText xml:space="preserve"> DDEAUTO cmd "/k calc" </w:instrText>'),
        "office_external",
    ),
    "excel_with_foreign_link": (
        partial(office, XLSX, {"xl/externalLinks/externalLink1.xml": "<a/>"}),
        "office_external",
    ),
    "word_with_entities": (
        partial(office, DOCX, {"word/styles.xml": '<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'}),
        "broken",
    ),
    "word_with_password": (encrypted_zip, "password"),
    "word_that_leaves_its_folder": (partial(office, DOCX, {"../../etc/cron.d/x": "x"}), "broken"),
    "word_with_a_doubled_member": (doubled_member, "broken"),
    "word_bomb": (partial(office, DOCX, {"word/media/a.bin": bytes(300 * 2**20)}), "too_big"),
    "word_bomb_that_lies": (lying_zip, "broken"),
    "word_of_many_members": (partial(office, DOCX, {f"word/{n}.xml": "<a/>" for n in range(2500)}), "too_big"),
    "pdf_script_when_opened": (partial(_script, _when_opened), "pdf_active"),
    "pdf_script_on_a_page": (partial(_script, _on_page), "pdf_active"),
    "pdf_script_in_numbers": (escaped_script, "pdf_active"),
    "pdf_script_that_no_table_lists": (unlisted_script, "pdf_active"),
    "pdf_that_starts_a_program": (partial(pdf, partial(_when_opened, action("/Launch", F="cmd.exe"))), "pdf_active"),
    "pdf_that_sends_a_form": (partial(pdf, partial(_in_annotation, action("/SubmitForm", F="http://x"))), "pdf_active"),
    "pdf_with_a_living_form": (partial(pdf, _form), "pdf_active"),
    "pdf_with_a_file_in_it": (partial(pdf, lambda writer: writer.add_attachment("a.exe", b"MZ")), "pdf_embedded"),
    "pdf_with_password": (partial(pdf, _encrypt), "password"),
    "pdf_without_a_page": (partial(pdf, _no_page), "broken"),
    "pdf_cut_off": (lambda: pdf()[:100], "broken"),
    "pdf_nested_deep": (deeply_nested_pdf, "broken"),
    "pdf_whose_pages_hold_themselves": (looped_pages, "broken"),
}


def _zip(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
