"""The formats of an export: what each is called in HTTP; how a list is written, and how many rows it takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from services.documents.choices import ExportFormat
from services.documents.head import Head
from services.documents.lists import Cells
from services.documents.writers import csv, pdf, word, xlsx


class Writer(Protocol):
    """Writes one document to a stream that can only be written to."""

    def __call__(self, target: BinaryIO, head: Head, headings: Sequence[str], rows: Iterable[Cells]) -> None: ...


@dataclass(frozen=True)
class ListFormat:
    write: Writer
    max_rows: int


LIST_FORMATS = {
    ExportFormat.XLSX: ListFormat(xlsx.write, xlsx.MAX_ROWS),
    ExportFormat.CSV: ListFormat(csv.write, csv.MAX_ROWS),
    ExportFormat.PDF: ListFormat(pdf.write, pdf.MAX_ROWS),
}
MEDIA_TYPES = {
    ExportFormat.XLSX: xlsx.MEDIA_TYPE,
    ExportFormat.CSV: csv.MEDIA_TYPE,
    ExportFormat.PDF: pdf.MEDIA_TYPE,
    ExportFormat.DOCX: word.MEDIA_TYPE,
}
