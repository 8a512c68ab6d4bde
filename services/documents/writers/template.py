"""A document from the template of an app: Typst gives a PDF, the body of a Word document a Word file."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from services.documents.writers import word
from services.kit import fonts, pdf


def render(template: Path, data: Mapping[str, object], mark: str, now: datetime) -> bytes:
    """The bytes; each page bears the mark: who took it out, and when. Raises UnableToRender."""
    source = template.read_text(encoding="utf-8")
    if template.suffix == ".xml":
        return word.render(source, {**data, "mark": mark})
    # A reader's own Word has other fonts; what is missing in ours is missing on every print of the PDF.
    missing = fonts.unprintable(json.dumps(data, ensure_ascii=False, default=str))
    shown = {**data, "mark": mark, "unprintable": fonts.warning_about(missing)}
    return pdf.render(source, shown, root=template.parent, made_at=now)
