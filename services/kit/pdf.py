"""Render PDFs from a Typst source and data. The data is passed as JSON, so no value can act as markup.

Typst takes a character that the source's font lacks from any other font it is given: those of the system that have it.
"""

import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import typst

from services.kit import fonts

SANS, SERIF = "Noto Sans SC", "Noto Serif SC"
"""The bundled fonts; each has the regular weight only."""


class UnableToRender(Exception):
    """The Typst source is wrong or uses data that is missing."""


def render(
    source: str, data: Mapping[str, object], *, root: Path | None = None, made_at: datetime | None = None
) -> bytes:
    """Render a source that reads its data with `#let data = json(bytes(sys.inputs.data))`. Raises UnableToRender.

    `root` is the folder the source may import from, none by default. With `made_at` the same input gives the same
    bytes.
    """
    if root is not None:
        return _compile(source, data, root, made_at)
    # An empty folder, because Typst insists on one: a source without `root` may read no file.
    with tempfile.TemporaryDirectory(prefix="pdf-") as empty_folder:
        return _compile(source, data, Path(empty_folder), made_at)


@lru_cache(maxsize=8)
def _fonts(*more: Path) -> typst.Fonts:
    """The bundled fonts and those of further folders."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in (fonts.BUNDLED.parent, *more)],
    )


def _compile(source: str, data: Mapping[str, object], root: Path, made_at: datetime | None) -> bytes:
    packed = json.dumps(data, ensure_ascii=False, default=str)
    inputs = {"data": packed}
    try:
        document = typst.Compiler(
            source.encode(), root=str(root), font_paths=_fonts(*fonts.folders_with(packed)), sys_inputs=inputs
        )
        pdf = document.compile(format="pdf", timestamp=None if made_at is None else int(made_at.timestamp()))
    except typst.TypstError as error:
        raise UnableToRender(error.message) from error
    if not isinstance(pdf, bytes):
        raise UnableToRender("the source gives no document")
    return pdf
