"""附件: photos, certificates and forms of a child's case file."""

from datetime import datetime
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from services.access.actor import Actor
from services.children import access
from services.children.models import Child, ChildAttachment
from services.files import attachments, uploads
from services.files.checking import check
from services.files.choices import AttachmentKind
from services.files.models import FileUpload
from services.files.targets import AttachmentTarget
from services.kit.memory_file import memory_file

TARGET = AttachmentTarget(ChildAttachment, "child", access.visible_to)


def visible_to(by: Actor, now: datetime) -> QuerySet[ChildAttachment]:
    """The attachments that somebody may open: those of the children whom they may see."""
    return TARGET.attachments(by, now)


@transaction.atomic
def attach_to_child(
    *,
    child: Child,
    file: "UploadedFile[bytes] | FileUpload",
    kind: AttachmentKind,
    caption: str = "",
    by: Actor,
    now: datetime,
) -> ChildAttachment:
    """Check a file, sent at once or in pieces, and keep it in a case file.

    Raises UnusableFile, ChecksBusy, UnableToUpload.
    """
    check.check_size(file.size or 0)
    with memory_file() as content:
        _write(file, content)
        checked = check.check(content)
        if isinstance(file, FileUpload):
            uploads.purge([file.pk])  # before the file is kept: the school's quota has no space for both
        return attachments.attach(
            ChildAttachment(child=child), checked=checked, source=content, kind=kind, caption=caption, by=by, now=now
        )


def _write(file: "UploadedFile[bytes] | FileUpload", target: BinaryIO) -> None:
    if isinstance(file, FileUpload):
        uploads.write_whole(file, target)
        return
    target.writelines(file.chunks())
