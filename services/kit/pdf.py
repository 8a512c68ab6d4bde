"""PDF from a Typst source and data; the data comes in as JSON, so no value can act as markup."""

import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

SANS, SERIF = "Noto Sans SC", "Noto Serif SC"
"""The two faces that are always there; each has the regular weight only."""

_FONTS = typst.Fonts(
    include_system_fonts=False,
    include_embedded_fonts=True,
    font_paths=[str(pylopdf_fonts_zh_cn.sans_path().parent)],
)


class UnableToRender(Exception):
    """The Typst source is wrong or asks for data that is not there."""


def render(
    source: str, data: Mapping[str, object], *, root: Path | None = None, made_at: datetime | None = None
) -> bytes:
    """The PDF of a source that reads its data with `#let data = json(bytes(sys.inputs.data))`.

    `root` is the folder the source may import from (none by default); `made_at` makes the bytes repeatable.
    """
    if root is not None:
        return _compile(source, data, root, made_at)
    with tempfile.TemporaryDirectory(prefix="pdf-") as nowhere:
        return _compile(source, data, Path(nowhere), made_at)


def _compile(source: str, data: Mapping[str, object], root: Path, made_at: datetime | None) -> bytes:
    words = {"data": json.dumps(data, ensure_ascii=False, default=str)}
    try:
        document = typst.Compiler(source.encode(), root=str(root), font_paths=_FONTS, sys_inputs=words)
        answer = document.compile(format="pdf", timestamp=None if made_at is None else int(made_at.timestamp()))
    except typst.TypstError as reason:
        raise UnableToRender(reason.message) from reason
    if not isinstance(answer, bytes):
        raise UnableToRender("the source made no document")
    return answer
