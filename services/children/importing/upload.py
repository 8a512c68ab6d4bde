"""Receive a workbook: check it quickly, keep it sealed, and let a worker read it."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children.choices import AuditAction, ImportState, JobKind
from services.children.importing import storage
from services.children.models import RosterFile, RosterImport
from services.jobs.actions import enqueue
from services.jobs.choices import JobState
from services.kit.exceptions import ApplicationError
from services.kit.xlsx.errors import UnreadableWorkbook, WorkbookLimits
from services.kit.xlsx.inspection import OLE, ZIP

_OLE_STREAMS = ("Workbook", "Book", "EncryptedPackage")  # of a workbook before 2007, or of one with a password
_MEGABYTE = 1024 * 1024
_MAX_NAME = 200  # characters; the end is kept, with the extension


class UnreadableFile(ApplicationError):
    """The file is no workbook, or too large."""


def check_size(size: int) -> None:
    """Check the size in bytes, before the content is read. Raises UnreadableFile."""
    limit = WorkbookLimits().file_bytes
    if size > limit:
        _refuse(UnreadableWorkbook("too_large", size=-(-size // _MEGABYTE), limit=limit // _MEGABYTE))
    if not size:
        _refuse(UnreadableWorkbook("empty"))


@transaction.atomic
def upload(*, content: bytes, file_name: str, by: Actor, now: datetime) -> RosterImport:
    """Keep a workbook and let a worker read it. Raises UnreadableFile."""
    require_permission(by, Permission.IMPORT_ROSTER)
    check_size(len(content))
    _check_kind(content)
    roster = RosterImport.objects.create(
        file_name=file_name[-_MAX_NAME:],
        size=len(content),
        sha256=sha256(content).hexdigest(),
        uploaded_by_id=by.user_id,
        uploaded_at=now,
        counts={"new": 0, "changed": 0, "unchanged": 0, "errors": 0, "warnings": 0},
    )
    file = RosterFile(roster_import=roster)
    storage.seal_bytes(file, "content", content)
    file.save()
    # the job names the import, so the import must have its id first
    roster.job = enqueue(kind=JobKind.READ_ROSTER, target_id=roster.public_id, by=by, now=now)
    roster.save(update_fields=["job"])
    audit.log(AuditAction.ROSTER_UPLOADED, target=roster, by=by, now=now, detail={"bytes": len(content)})
    return roster


def is_stuck(roster: RosterImport) -> bool:
    """Whether its job failed, so that it will not go on by itself."""
    return bool(roster.job and roster.job.state == JobState.FAILED)


def effective_state(roster: RosterImport) -> str:
    """The state to show of an import."""
    return shown_state(roster.state, roster.job.state if roster.job else None)


def shown_state(state: str, job_state: str | None) -> str:
    """FAILED when the job failed, although the stored state still waits for it."""
    is_waiting = state in {ImportState.STAGING, ImportState.COMMITTING}
    return ImportState.FAILED if is_waiting and job_state == JobState.FAILED else state


def _check_kind(content: bytes) -> None:
    """Check what the bytes show without parsing; the sandbox checks the rest. Raises UnreadableFile."""
    if content.startswith(OLE):
        if not any(name.encode("utf-16-le") in content for name in _OLE_STREAMS):
            _refuse(UnreadableWorkbook("not_workbook"))
        return
    if not content.startswith(ZIP):
        is_text = b"\x00" not in content[:4096]
        _refuse(UnreadableWorkbook("text_file" if is_text else "not_workbook"))
    if b"PK\x05\x06" not in content:  # the directory at the end of every zip
        _refuse(UnreadableWorkbook("broken"))
    if b"xl/workbook" not in content:
        _refuse(UnreadableWorkbook("not_workbook"))


def _refuse(reason: UnreadableWorkbook) -> None:
    raise UnreadableFile(reason.message, field="file") from reason
