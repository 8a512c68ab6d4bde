"""The formats of an export: how each is written, what it is called in HTTP, how many rows it takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from services.documents.choices import ExportFormat
from services.documents.head import Head
from services.documents.lists import Cells
from services.documents.writers import csv, pdf, xlsx


class Writer(Protocol):
    """Writes one document to a stream that can only be written to."""

    def __call__(self, target: BinaryIO, head: Head, headings: Sequence[str], rows: Iterable[Cells]) -> None: ...


@dataclass(frozen=True)
class Format:
    write: Writer
    media_type: str
    max_rows: int


FORMATS = {
    ExportFormat.XLSX: Format(xlsx.write, xlsx.MEDIA_TYPE, xlsx.MAX_ROWS),
    ExportFormat.CSV: Format(csv.write, csv.MEDIA_TYPE, csv.MAX_ROWS),
    ExportFormat.PDF: Format(pdf.write, pdf.MEDIA_TYPE, pdf.MAX_ROWS),
}
