"""Attach a file to an object, open it, delete it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import BinaryIO, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.files import actions, contents, quota, targets, uploads
from services.files.checking import check
from services.files.checking.check import CheckedFile
from services.files.choices import AttachmentKind, AuditAction
from services.files.models import Attachment, FileUpload, StoredFile
from services.files.targets import AttachmentTarget
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.kit.memory_file import memory_file
from services.kit.memory_upload import MemoryUpload

MAX_CAPTION_LENGTH = 120
MIN_REASON_LENGTH, MAX_REASON_LENGTH = 2, 200


SHOWN_IN_BROWSER = frozenset({"image/jpeg"})
EXTENSIONS = {
    "image/jpeg": "jpg",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


@dataclass(frozen=True)
class ServedFile:
    """What is sent to a browser: the bytes, and the headers without which they must not be sent."""

    pieces: Iterator[bytes]
    headers: dict[str, str]


class UnableToDelete(ApplicationError):
    """The reason is missing, or somebody else added the attachment."""


@transaction.atomic
def attach(
    *,
    target: AttachmentTarget,
    owner: Model,
    file: "UploadedFile[bytes] | FileUpload",
    kind: AttachmentKind,
    caption: str = "",
    by: Actor,
    now: datetime,
) -> Attachment:
    """Check a file, sent at once or in pieces, and keep it as an attachment of an object.

    Raises UnusableFile, ChecksBusy, UnableToScan, UnableToUpload, QuotaExceeded, StorageFull.
    """
    require_permission(by, Permission.ADD_ATTACHMENTS)
    if by.staff_id is None:
        raise PermissionDenied(_("您的账号没有对应的人员，请联系管理员。"))
    check.check_size(file.size or 0)
    with _in_memory(file) as content:
        checked = check.check(content)
        if isinstance(file, FileUpload):
            uploads.purge([file.pk])  # before the file is kept: the school's quota has no space for both
        attachment = target.new(owner)
        attachment.kind, attachment.added_by_id, attachment.added_at = kind, by.staff_id, now
        attachment.seal("caption", caption.strip()[:MAX_CAPTION_LENGTH])
        return _save(attachment, checked, content, by, now)


@contextmanager
def _in_memory(file: "UploadedFile[bytes] | FileUpload") -> Iterator[BinaryIO]:
    """The bytes where a check can open them. What a request brought lies there already: a copy would double it."""
    if isinstance(file, MemoryUpload):
        yield cast("BinaryIO", file.file)
        return
    with memory_file() as content:
        if isinstance(file, FileUpload):
            uploads.write_whole(file, content)
        else:
            content.writelines(file.chunks())
        yield content


def _save(attachment: Attachment, checked: CheckedFile, source: BinaryIO, by: Actor, now: datetime) -> Attachment:
    quota.require_space(source.seek(0, 2))
    with actions.removed_on_failure() as kept:
        attachment.file = _keep(checked.media_type, checked.content or source, now, kept)
        attachment.thumbnail = _keep(checked.media_type, checked.thumbnail, now, kept) if checked.thumbnail else None
        attachment.save(force_insert=True)
        detail = {"kind": attachment.kind, "type": checked.media_type, "bytes": attachment.file.size}
        audit.log(AuditAction.ATTACHMENT_ADDED, target=_about(attachment), by=by, now=now, detail=detail)
    return attachment


@transaction.atomic
def open_attachment(*, attachment: Attachment, is_thumbnail: bool = False, by: Actor, now: datetime) -> ServedFile:
    """The bytes of the file, or of its thumbnail, piece by piece. Raises FileMissing."""
    file = attachment.thumbnail if is_thumbnail else attachment.file
    if file is None:
        raise contents.FileMissing(_("这个附件没有缩略图。"))
    detail = {"thumbnail": is_thumbnail}
    audit.log(AuditAction.ATTACHMENT_OPENED, target=_about(attachment), by=by, now=now, detail=detail)
    return ServedFile(contents.pieces(file), _headers(attachment, file))


@transaction.atomic
def delete_attachment(*, attachment: Attachment, reason: str, by: Actor, now: datetime) -> None:
    """Delete one's own attachment with its bytes; others' with the permission for that. Raises UnableToDelete."""
    require_permission(by, Permission.ADD_ATTACHMENTS)
    if attachment.added_by_id != by.staff_id and not by.has_permission(Permission.DELETE_ATTACHMENTS):
        raise UnableToDelete(_("别人加的附件，请校长或学校管理员删除。"))
    reason = reason.strip()
    if len(reason) < MIN_REASON_LENGTH:
        raise UnableToDelete(_("请写明为什么删除，理由会留痕。"), field="reason")
    purpose = reason[:MAX_REASON_LENGTH]
    audit.log(AuditAction.ATTACHMENT_DELETED, target=_about(attachment), by=by, now=now, purpose=purpose)
    files = [file for file in (attachment.file, attachment.thumbnail) if file is not None]
    attachment.delete()
    actions.delete(files)


def caption_of(model: type[Attachment], caption: bytes | None, school_id: int, seal_id: UUID) -> str:
    """The caption of a row that was read column by column."""
    return model(caption=caption, school_id=school_id, seal_id=seal_id).unseal("caption")


def _headers(attachment: Attachment, file: StoredFile) -> dict[str, str]:
    # A name of ours, of letters and digits alone: what it shows and the day, no name of anybody.
    day = clock.local_date(attachment.added_at).isoformat()
    name = f"{attachment.kind}-{day}.{EXTENSIONS.get(file.media_type, 'bin')}"
    # Only what we have written ourselves is shown in the browser; a document is stored, never opened in our pages.
    how = "inline" if file.media_type in SHOWN_IN_BROWSER else "attachment"
    return {
        "Content-Type": file.media_type,
        "Content-Disposition": f'{how}; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }


def _keep(media_type: str, content: bytes | BinaryIO, now: datetime, kept: list[StoredFile]) -> StoredFile:
    kept.append(actions.keep(fill=partial(_copy, content), media_type=media_type, now=now))
    return kept[-1]


def _copy(content: bytes | BinaryIO, target: BinaryIO) -> None:
    if isinstance(content, bytes):
        target.write(content)
        return
    content.seek(0)
    shutil.copyfileobj(content, target)


def _about(attachment: Attachment) -> list[Model]:
    """The attachment and its object: the access log of each names what was done."""
    target = targets.of(attachment)
    return [attachment, *target.about(target.owner_of(attachment))]
