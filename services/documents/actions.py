"""Ask for an export, hand out its file, delete it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.documents import lists
from services.documents.choices import AuditAction, JobKind
from services.documents.lists import Exportable
from services.documents.models import Export
from services.files import actions as files
from services.files import contents
from services.files.models import StoredFile
from services.jobs.actions import enqueue
from services.jobs.choices import JobState
from services.kit import clock
from services.kit.exceptions import ApplicationError

MIN_REASON_LENGTH = 2  # characters
MAX_WAITING = 5  # exports of one person that are not written yet
MAX_REASON_LENGTH = Export.reason.field.max_length


class UnableToExport(ApplicationError):
    """A column or the format is unknown, the reason is missing, or the file is not ready or gone."""


@transaction.atomic
def request_export(
    *,
    list: str,  # noqa: A002  named as in the API's body
    filters: Mapping[str, str],
    columns: Sequence[str],
    format: str,  # noqa: A002
    reason: str,
    by: Actor,
    now: datetime,
) -> Export:
    """Let a worker write a list or a document into a file. Raises UnknownList, InvalidFilter, UnableToExport."""
    exportable = lists.get(list)
    _require_reader(exportable, by)
    given = {name: value for name, value in filters.items() if value}
    exportable.check(by, given, now)
    _check_waiting(by)
    if format not in exportable.formats:
        raise UnableToExport(_("这份文件没有这种格式。"), field="format")
    reason = reason.strip()
    if exportable.is_personal and len(reason) < MIN_REASON_LENGTH:
        raise UnableToExport(_("请写明事由，事由会留痕。"), field="reason")
    export = Export.objects.create(
        list_key=list,
        filters=given,
        columns=_chosen(exportable.columns(by), columns),
        format=format,
        reason=reason[:MAX_REASON_LENGTH],
        language=get_language() or "zh-hans",
        requested_by_id=by.user_id,
        requested_as=by.role,
        created_at=now,
    )
    export.job = enqueue(kind=JobKind.WRITE_EXPORT, target_id=export.public_id, by=by, now=now)
    export.save(update_fields=["job"])
    detail = {"list": list, "format": format, "columns": export.columns, "filters": sorted(given)}
    audit.log(AuditAction.EXPORT_REQUESTED, target=export, by=by, now=now, purpose=export.reason, detail=detail)
    return export


@transaction.atomic
def download(*, export: Export, by: Actor, now: datetime) -> Iterator[bytes]:
    """The bytes of the file, piece by piece. Raises UnableToExport, FileMissing."""
    require_reader(export, by)
    if export.file is None:
        raise UnableToExport(_("文件还没有写好。"))
    audit.log(AuditAction.EXPORT_DOWNLOADED, target=export, by=by, now=now, detail={"rows": export.row_count})
    return contents.pieces(export.file)


def file_name(export: Export) -> str:
    """What the browser stores it under: the list and the day, no name of anybody."""
    day = clock.local_date(export.created_at).isoformat()
    return f"{export.list_key.replace('/', '-')}-{day}.{export.format}"


@transaction.atomic
def delete_export(*, export: Export, by: Actor, now: datetime) -> None:
    """Delete one's own export before its time is over."""
    audit.log(AuditAction.EXPORT_DELETED, target=export, by=by, now=now)
    purge([export.pk])


@transaction.atomic
def purge(ids: Sequence[int]) -> int:
    """Delete exports with their files; the number of exports."""
    files.delete(StoredFile.objects.filter(pk__in=Export.objects.filter(pk__in=ids).values("file")))
    return Export.objects.filter(pk__in=ids).delete()[0]


def require_reader(export: Export, by: Actor) -> None:
    """Ask again who may have a finished file: the role may have lost the list since. Raises PermissionDenied."""
    _require_reader(lists.get(export.list_key), by)


def _require_reader(exportable: Exportable, by: Actor) -> None:
    require_permission(by, exportable.permission)
    # One child in an emergency is looked at, not taken along.
    if by.emergency_child_id is not None:
        raise PermissionDenied(_("紧急查看时不能导出。"))


def _check_waiting(by: Actor) -> None:
    # They share a queue with imports and plans, which must not wait behind one person's finger on a button.
    waiting = Export.objects.filter(requested_by_id=by.user_id, job__state__in=(JobState.QUEUED, JobState.RUNNING))
    if waiting.count() >= MAX_WAITING:
        raise UnableToExport(_("您前面的导出还没有写完，请等它们写完再导出。"))


def _chosen(known: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    """The columns in the order of the list; all of them where none was named."""
    if unknown := [name for name in columns if name not in known]:
        raise UnableToExport(_("没有这一列：%(column)s。") % {"column": "、".join(unknown)[:60]}, field="columns")
    return [name for name in known if name in columns] or [*known]
