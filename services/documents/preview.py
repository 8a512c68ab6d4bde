"""Look at a finished PDF before it is downloaded: its pages as pictures, drawn in a process of their own."""

from datetime import datetime
from typing import NamedTuple

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.documents.actions import UnableToExport, require_reader
from services.documents.choices import AuditAction, ExportFormat
from services.documents.models import Export
from services.files import contents
from services.kit.execution import sandbox
from services.kit.memory_file import memory_file, path_of

MAX_PAGES = 20  # shown; who needs more downloads the file
_TARGET = "services.documents.pdf_pages:read"
_LIMITS = sandbox.SandboxLimits(elapsed_seconds=15, cpu_seconds=10)


class Picture(NamedTuple):
    """One page as PNG, b"" where there is none of that number; and how many pages the file has."""

    content: bytes
    pages: int


def may_preview(export: Export) -> bool:
    """Whether there is a file whose pages can be drawn."""
    return export.file_id is not None and export.format == ExportFormat.PDF


def count_pages(*, export: Export, by: Actor) -> int:
    """How many pages a finished PDF has. Raises UnableToExport, FileMissing."""
    return _draw(export, by, 0).pages


@transaction.atomic
def draw_page(*, export: Export, number: int, by: Actor, now: datetime) -> bytes:
    """A page as PNG, b"" where there is none of that number. Raises UnableToExport, FileMissing."""
    content = _draw(export, by, number).content if number <= MAX_PAGES else b""
    if content:
        audit.log(AuditAction.EXPORT_PREVIEWED, target=export, by=by, now=now, detail={"page": number})
    return content


def _draw(export: Export, by: Actor, number: int) -> Picture:
    require_reader(export, by)
    if export.file is None or not may_preview(export):
        raise UnableToExport(_("只有写好的 PDF 能先看。"))
    with memory_file() as file:
        file.writelines(contents.pieces(export.file))
        file.flush()
        try:
            answer = sandbox.run(_TARGET, {"path": path_of(file), "number": number}, _LIMITS, [file.fileno()])
        except sandbox.SandboxError as error:
            raise UnableToExport(_("这份文件现在不能先看，请下载后打开。")) from error
    head, _newline, content = answer.partition(b"\n")
    return Picture(content, orjson.loads(head)["pages"])
