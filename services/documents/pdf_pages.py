"""Runs in the sandbox: draw one page of a PDF as a picture, for browsers that show no PDF in a page."""

import io
from collections.abc import Iterator
from pathlib import Path

import orjson
import pypdfium2

WIDTH = 1240  # pixels: A4 at 150 dpi, sharp on a phone that is zoomed in


def read(*, path: str, number: int) -> Iterator[bytes]:
    """A line of JSON, {"pages"}, then page `number` as PNG in grey; no picture where there is no such page."""
    # As bytes: the library resolves a path, and a file without a name has none.
    document = pypdfium2.PdfDocument(Path(path).read_bytes())
    yield orjson.dumps({"pages": len(document)}) + b"\n"
    if 1 <= number <= len(document):
        page = document[number - 1]
        bitmap = page.render(scale=WIDTH / page.get_width(), grayscale=True)
        target = io.BytesIO()
        bitmap.to_pil().save(target, "PNG", optimize=True)
        yield target.getvalue()
        page.close()
    document.close()
