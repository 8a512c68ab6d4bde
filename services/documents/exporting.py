"""Write the file of an export, in the scope of who asked: a list row by row into the format, or a document."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from services.access.actor import Actor, require_permission
from services.documents import lists
from services.documents.choices import ExportFormat
from services.documents.formats import LIST_FORMATS, MEDIA_TYPES, ListFormat
from services.documents.head import Head, head_of, mark_of
from services.documents.lists import Cells, Exportable, ExportableDocument, ExportableList, Rows
from services.documents.models import Export
from services.documents.writers import template
from services.files import actions as files
from services.jobs.registry import ProgressCallback
from services.kit.exceptions import ApplicationError

Fill = Callable[[BinaryIO], None]


class TooManyRows(ApplicationError):
    """The list has more rows than the format takes."""


@transaction.atomic
def write(*, export: Export, by: Actor, now: datetime, progress: ProgressCallback) -> Export:
    """Write the file of an export, once: a second run finds it. Raises TooManyRows, PermissionDenied."""
    if export.file_id is not None:
        return export
    exportable, media_type = lists.get(export.list_key), MEDIA_TYPES[ExportFormat(export.format)]
    require_permission(by, exportable.permission)
    # As the person reads: headings, words of states, and the head of the file.
    with translation.override(export.language):
        fill, total = _content(export, exportable, by, now, progress)
        export.file = files.keep(fill=fill, media_type=media_type, now=now)
    export.row_count = total
    export.save(update_fields=["file", "row_count"])
    return export


def _content(
    export: Export, exportable: Exportable, by: Actor, now: datetime, progress: ProgressCallback
) -> tuple[Fill, int]:
    """What writes the file, and how many rows or objects are in it."""
    if isinstance(exportable, ExportableDocument):
        content = exportable.compose(by, export.filters, now, progress)
        source = exportable.templates[ExportFormat(export.format)]
        return partial(_copy, template.render(source, content.data, mark_of(export, by, now), now)), content.total
    assert isinstance(exportable, ExportableList)  # noqa: S101  there is no third
    rows = exportable.read(by, export.filters, export.columns)
    format_ = LIST_FORMATS[ExportFormat(export.format)]
    _check_total(rows.total, format_)
    headings = exportable.columns(by)
    head = head_of(export, exportable, by, rows.total, now)
    return partial(_fill, format_, head, [headings[name] for name in export.columns], rows, progress), rows.total


def _copy(content: bytes, target: BinaryIO) -> None:
    target.write(content)


def _fill(
    format_: ListFormat, head: Head, headings: list[str], rows: Rows, progress: ProgressCallback, target: BinaryIO
) -> None:
    format_.write(target, head, headings, _with_progress(rows, progress))


def _with_progress(rows: Rows, progress: ProgressCallback) -> Iterator[Cells]:
    done = 0
    for batch in rows.batches:
        yield from batch
        done += len(batch)
        progress(min(done, rows.total), rows.total, "")


def _check_total(total: int, format_: ListFormat) -> None:
    if total > format_.max_rows:
        values = {"total": total, "most": format_.max_rows}
        raise TooManyRows(_("一共 %(total)d 行，这种格式最多 %(most)d 行。请缩小筛选，或换成 Excel。") % values)
