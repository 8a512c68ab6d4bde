"""Uploads in pieces: begin, send each piece at its offset, attach the whole; what is not finished goes after a day."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.files import actions, contents, quota
from services.files.checking import check
from services.files.models import FileUpload, StoredFile, UploadPiece
from services.kit.exceptions import ApplicationError

PIECE_BYTES = 2**20  # that our page sends at once: ten seconds of a slow phone
MAX_PIECE_BYTES = 4 * 2**20
MAX_OPEN = 5  # uploads of one person under way


class UnableToUpload(ApplicationError):
    """A piece does not begin where the last one ended, is too long, or something is missing at the end."""


def visible_to(by: Actor) -> QuerySet[FileUpload]:
    """One's own uploads under way."""
    return FileUpload.objects.filter(started_by_id=by.user_id)


@transaction.atomic
def begin(*, size: int, by: Actor, now: datetime) -> FileUpload:
    """Begin an upload of so many bytes. Raises UnusableFile, QuotaExceeded, UnableToUpload."""
    require_permission(by, Permission.ADD_ATTACHMENTS)
    check.check_size(size)
    # The oldest makes way: a phone that lost its page would otherwise lock its person out for a day.
    abandoned = visible_to(by).order_by("-pk").values_list("pk", flat=True)[MAX_OPEN - 1 :]
    purge(list(abandoned))
    quota.require_space(size)
    return FileUpload.objects.create(started_by_id=by.user_id, size=size, created_at=now)


@transaction.atomic
def receive(*, upload: FileUpload, offset: int, content: bytes, by: Actor, now: datetime) -> FileUpload:
    """Keep one piece. A piece that has come already is not kept twice. Raises UnableToUpload, StorageFull."""
    require_permission(by, Permission.ADD_ATTACHMENTS)
    # One piece after the other: two tabs that send the same file must not count it twice.
    upload = FileUpload.objects.select_for_update().get(pk=upload.pk)
    end = offset + len(content)
    if not 0 < len(content) <= MAX_PIECE_BYTES or end > upload.size:
        raise UnableToUpload(_("这一段太长，或是空的。"))
    if end <= upload.received and upload.pieces.filter(offset=offset, file__size=len(content)).exists():
        return upload  # the answer was lost on its way, so the piece was sent again
    if offset != upload.received:
        raise UnableToUpload(_("已收到 %(received)d 字节，请从那里接着传。") % {"received": upload.received})
    with actions.removed_on_failure() as kept:
        file = actions.keep(fill=partial(_write, content), media_type="application/octet-stream", now=now)
        kept.append(file)
        UploadPiece.objects.create(upload=upload, offset=offset, file=file)
        upload.received = end
        upload.save(update_fields=["received"])
    return upload


def _write(content: bytes, target: BinaryIO) -> None:
    target.write(content)


def write_whole(upload: FileUpload, target: BinaryIO) -> None:
    """Write the bytes of a whole upload, in the transaction that attaches them. Raises UnableToUpload, FileMissing."""
    upload = FileUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.received < upload.size:
        values = {"received": upload.received, "size": upload.size}
        raise UnableToUpload(_("文件还没有传完：已收到 %(received)d 字节，共 %(size)d 字节。") % values, field="upload")
    for piece in upload.pieces.select_related("file").order_by("offset"):
        target.writelines(contents.pieces(piece.file))


@transaction.atomic
def cancel(*, upload: FileUpload, by: Actor, now: datetime) -> None:  # noqa: ARG001  as every action
    """Delete an upload under way."""
    require_permission(by, Permission.ADD_ATTACHMENTS)
    purge([upload.pk])


def due(county_id: int | None, before: datetime) -> QuerySet[FileUpload]:
    """Uploads of a county that nobody has finished, oldest first."""
    return FileUpload.objects.filter(county=county_id, created_at__lt=before).order_by("created_at", "pk")


@transaction.atomic
def purge(ids: Sequence[int]) -> int:
    """Delete uploads with their pieces; the number of uploads."""
    pieces = UploadPiece.objects.filter(upload__in=ids)
    files = list(StoredFile.objects.filter(pk__in=pieces.values("file")))
    pieces.delete()
    actions.delete(files)
    return FileUpload.objects.filter(pk__in=ids).delete()[0]
