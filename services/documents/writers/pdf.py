"""A short list as PDF: A4 across, headings on each page, and behind the rows who took it out and when."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from services.documents.head import Head
from services.documents.lists import Cells
from services.kit import fonts, pdf

MEDIA_TYPE = "application/pdf"
MAX_ROWS = 500
_SOURCE = Path(__file__).parent.parent / "data" / "list.typ"


def write(target: BinaryIO, head: Head, headings: Sequence[str], rows: Iterable[Cells]) -> None:
    texts = [[_text(value) for value in row] for row in rows]
    unprintable = fonts.unprintable("".join(cell for row in texts for cell in row))
    data = {
        "unprintable": fonts.warning_about(unprintable),
        "title": head.title,
        "lines": [f"{label}：{value}" for label, value in head.lines],
        "mark": head.mark,
        "headings": list(headings),
        "rows": texts,
    }
    target.write(pdf.render(_SOURCE.read_text(encoding="utf-8"), data))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case _:
            return str(value)
