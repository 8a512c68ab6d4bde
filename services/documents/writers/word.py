"""Word documents: `data/word` has what all share, styles, watermark and page numbers; an app brings the body.

The parts lie as the XML they are (ECMA-376), so that a change of one is read in a diff; docxtpl fills the places
`{{ }}` and `{%tr for %}`. A text is escaped, so no value can act as markup.
"""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FRAME = Path(__file__).resolve().parent.parent / "data" / "word"
_BODY = "word/document.xml"
# XML 1.0 has no such characters, and docxtpl makes breaks of pages and paragraphs of three of them.
_NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(body: str, data: Mapping[str, object]) -> bytes:
    """The .docx of a body with its data."""
    from docxtpl import DocxTemplate  # slow to import, and for documents alone
    from jinja2 import Environment, StrictUndefined

    document = DocxTemplate(_packed(body))
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    document.render(_clean(data), environment)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _packed(body: str) -> BytesIO:
    """The template as the archive that Word would have saved."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in sorted(path for path in _FRAME.rglob("*") if path.is_file()):
            archive.write(part, part.relative_to(_FRAME).as_posix())
        archive.writestr(_BODY, body)
    target.seek(0)
    return target


def _clean(value: object) -> object:
    match value:
        case str():
            return _NOT_IN_XML.sub("", value)
        case Mapping():
            return {name: _clean(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_clean(inner) for inner in value]
        case _:
            return value
