"""A workbook comes in: looked at in a moment, kept sealed, and handed to a worker to be read."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from services.access import audit
from services.access.actor import Actor
from services.access.actor import require_permission as demand
from services.access.permissions import Permission
from services.children.choices import AuditAction, ImportState, JobKind
from services.children.importing import storage
from services.children.models import RosterFile, RosterImport
from services.jobs.actions import enqueue
from services.kit.exceptions import ApplicationError
from services.kit.xlsx.errors import UnreadableWorkbook, WorkbookLimits
from services.kit.xlsx.inspection import OLE, ZIP

_OLE_NAMES = ("Workbook", "Book", "EncryptedPackage")  # of the streams of an old or a locked workbook
_NAME_LIMIT = 200


class UnreadableFile(ApplicationError):
    """What was sent is no workbook, or too large for one."""


def check_size(size: int) -> None:
    """Before the content is read at all. Raises UnreadableFile."""
    limit = WorkbookLimits().file_bytes
    if size > limit:
        mega = 1024 * 1024
        _refuse(UnreadableWorkbook("too_large", size=-(-size // mega), limit=limit // mega))
    if not size:
        _refuse(UnreadableWorkbook("empty"))


@transaction.atomic
def upload(*, content: bytes, file_name: str, by: Actor, now: datetime) -> RosterImport:
    """Keep a workbook and let a worker read it. Raises UnreadableFile for what is no workbook."""
    demand(by, Permission.IMPORT_ROSTER)
    check_size(len(content))
    _check_kind(content)
    roster = RosterImport.objects.create(
        file_name=file_name[-_NAME_LIMIT:],
        size=len(content),
        sha256=sha256(content).hexdigest(),
        uploaded_by_id=by.user_id,
        uploaded_at=now,
        counts={"new": 0, "changed": 0, "unchanged": 0, "errors": 0, "warnings": 0},
    )
    file = RosterFile(roster_import=roster)
    storage.put(file, "content", content)
    file.save()
    roster.job = enqueue(kind=JobKind.READ_ROSTER, subject=roster.public_id, by=by, now=now)
    roster.save(update_fields=["job"])
    audit.log(AuditAction.ROSTER_UPLOADED, target=roster, by=by, now=now, detail={"bytes": len(content)})
    return roster


def is_stuck(roster: RosterImport) -> bool:
    """Whether its worker gave up, so that it will not go on by itself."""
    return bool(roster.job and roster.job.state == "failed")


def effective_state(roster: RosterImport) -> str:
    """The state to show of an import."""
    return shown_state(roster.state, roster.job.state if roster.job else None)


def shown_state(state: str, job_state: str | None) -> str:
    """A job that failed leaves its import where it was, which nobody should wait for."""
    waiting = state in {ImportState.STAGING, ImportState.COMMITTING}
    return ImportState.FAILED if waiting and job_state == "failed" else state


def _check_kind(content: bytes) -> None:
    """What the first bytes tell; the rest is looked at in the sandbox."""
    if content.startswith(OLE):
        if not any(name.encode("utf-16-le") in content for name in _OLE_NAMES):
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
    raise UnreadableFile(reason.sentence, field="file") from reason
