"""Commit: the whole workbook in one transaction, compared once more with the school as it is now; or nothing."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from services.access import audit
from services.access.actor import Actor
from services.access.actor import require_permission as demand
from services.access.permissions import Permission
from services.children.actions.class_teachers import sync_assignments
from services.children.choices import AuditAction, ImportState, JobKind
from services.children.importing import snapshots, storage, upload, writer
from services.children.importing.diff import CHUNK_SIZE, ImportDiff, diff_roster
from services.children.importing.staging import in_reading_order
from services.children.models import Child, Pupil, RosterFile, RosterImport
from services.jobs.actions import enqueue
from services.kit import clock, locks
from services.kit.exceptions import ApplicationError
from services.kit.gc_control import gc_paused
from services.kit.prefetch import prefetch
from services.schools.scope import current

ProgressCallback = Callable[[int, int, str], None]


class UnableToCommit(ApplicationError):
    """The import is not ready to be committed; the sentence says why."""


@transaction.atomic
def request_commit(*, roster: RosterImport, by: Actor, now: datetime) -> RosterImport:
    """Let a worker commit an import that is ready."""
    demand(by, Permission.IMPORT_ROSTER)
    fresh = RosterImport.objects.select_for_update(of=("self",)).select_related("job").get(pk=roster.pk)
    again = fresh.state == ImportState.COMMITTING and upload.is_stuck(fresh)
    if fresh.state != ImportState.READY and not again:
        raise UnableToCommit(str(_REASONS[ImportState(fresh.state)]))
    fresh.state = ImportState.COMMITTING
    fresh.job = enqueue(kind=JobKind.COMMIT_ROSTER, subject=fresh.public_id, by=by, now=now)
    fresh.save(update_fields=["state", "job"])
    audit.log(AuditAction.ROSTER_COMMIT_REQUESTED, target=fresh, by=by, now=now)
    return fresh


@transaction.atomic
@gc_paused()
def commit(*, public_id: UUID, by: Actor | None, now: datetime, tell: ProgressCallback) -> RosterImport:
    """Write it. Runs as the school, in a job; a second run finds it done."""
    lock_school()
    roster = RosterImport.objects.select_for_update().get(public_id=public_id)
    if roster.state != ImportState.COMMITTING:
        return roster
    sheets, issues = storage.summary_of(roster)
    tell(0, roster.counts["rows"], str(_("核对")))
    outcome = diff_roster(storage.rows_of(roster), sheets, today=clock.local_date(now), now=now)
    file = RosterFile.objects.only("school_id", "county_id", "seal_id").get(roster_import=roster)
    if outcome.issues:
        _refuse(roster, file, sheets, [*issues, *outcome.issues.values()], outcome)
        return roster
    _write(roster, file, outcome, by=by, now=now, tell=tell)
    audit.log(AuditAction.ROSTER_COMMITTED, target=roster, by=by, now=now, detail=roster.counts)
    return roster


def lock_school() -> None:
    """Wait until no other import of this school is being written or taken back."""
    locks.wait("children.roster_import", current().school_id)


def _write(
    roster: RosterImport,
    file: RosterFile,
    outcome: ImportDiff,
    *,
    by: Actor | None,
    now: datetime,
    tell: ProgressCallback,
) -> None:
    rows, before, written = roster.counts["rows"], snapshots.take(()), writer.WriteResult()
    total = rows + rows // 4  # what is kept for an undo comes after the rows
    for number, changes in enumerate(prefetch(outcome.chunks), 1):
        snapshots.add(before, snapshots.take(changes.changed))
        writer.write(changes, clock.local_date(now), written)
        tell(min(number * CHUNK_SIZE, rows), total, str(_("写入")))
    changed = sorted(written.changed)
    moved = set(Child.objects.filter(pupil__in=written.moved).values_list("pk", flat=True))
    sync_assignments(children={*written.children, *moved}, by=by, now=now)
    told = snapshots.difference(before, snapshots.take(changed)) | {
        "pupils": written.pupils,
        "classes": written.classes,
        "children": written.children,
        "revisions": dict(Pupil.objects.filter(pk__in=changed).values_list("pk", "revision")),
    }
    storage.put(file, "undo_snapshot", snapshots.pack(told))
    file.save(update_fields=["undo_snapshot"])
    roster.state, roster.committed_at = ImportState.COMMITTED, now
    roster.counts = {**roster.counts, **written.counts, "case_files": len(written.children)}
    roster.save(update_fields=["state", "committed_at", "counts"])


def _refuse(
    roster: RosterImport, file: RosterFile, sheets: list[dict[str, object]], issues: list[object], outcome: ImportDiff
) -> None:
    """The school has changed since the preview, and a row no longer says who it is."""
    storage.put_summary(file, sheets, in_reading_order(sheets, issues))  # type: ignore[arg-type]
    file.save(update_fields=["summary"])
    roster.state = ImportState.REJECTED
    roster.counts = {**roster.counts, "errors": len(outcome.issues)}
    roster.save(update_fields=["state", "counts"])


_REASONS = {
    ImportState.READY: _("名册待确认。"),
    ImportState.STAGING: _("名册还在读取，请稍候。"),
    ImportState.REJECTED: _("名册里有错误，改好后请重新上传。"),
    ImportState.COMMITTING: _("名册正在导入，请稍候。"),
    ImportState.COMMITTED: _("名册已经导入。"),
    ImportState.UNDONE: _("这次导入已撤销；要再导入请重新上传。"),
    ImportState.FAILED: _("这份名册没有读成，请重新上传。"),
}
