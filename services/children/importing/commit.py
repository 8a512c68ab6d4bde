"""Commit an import: the whole workbook in one transaction, compared again with the school as it is now, or nothing."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children.actions.class_teachers import sync_assignments
from services.children.choices import AuditAction, ImportState, JobKind
from services.children.importing import snapshots, storage, upload, writer
from services.children.importing.changes import CHUNK_SIZE
from services.children.importing.comparison.diff import ImportDiff, diff_roster
from services.children.importing.correction import rows
from services.children.importing.staging import in_reading_order
from services.children.models import Child, Pupil, RosterFile, RosterImport
from services.children.roster.issues import RosterIssue
from services.jobs.actions import enqueue
from services.jobs.registry import ProgressCallback
from services.kit import clock
from services.kit.database import locks
from services.kit.exceptions import ApplicationError
from services.kit.execution.gc_control import gc_paused
from services.kit.execution.prefetch import prefetch
from services.schools.scope import current_scope


class UnableToCommit(ApplicationError):
    """The import is not ready to be committed; the message says why."""


@transaction.atomic
def request_commit(*, roster: RosterImport, by: Actor, now: datetime) -> RosterImport:
    """Enqueue the commit of an import that is ready. Raises UnableToCommit, FileDeleted."""
    require_permission(by, Permission.IMPORT_ROSTER)
    fresh = RosterImport.objects.select_for_update(of=("self",)).select_related("job").get(pk=roster.pk)
    is_retry = fresh.state == ImportState.COMMITTING and upload.is_stuck(fresh)
    if fresh.state != ImportState.READY and not is_retry:
        raise UnableToCommit(str(_REASONS[ImportState(fresh.state)]))
    storage.require_file(fresh)
    if rows.load(fresh).has_changes:
        raise UnableToCommit(str(_("有几行改过，还没有再核对一遍。请先核对。")))
    fresh.state = ImportState.COMMITTING
    fresh.job = enqueue(kind=JobKind.COMMIT_ROSTER, target_id=fresh.public_id, by=by, now=now)
    fresh.save(update_fields=["state", "job"])
    audit.log(AuditAction.ROSTER_COMMIT_REQUESTED, target=fresh, by=by, now=now)
    return fresh


@transaction.atomic
@gc_paused()
def commit(*, public_id: UUID, by: Actor | None, now: datetime, progress: ProgressCallback) -> RosterImport:
    """Write the import. Runs in a job in the school's scope. Idempotent."""
    lock_school()
    roster = RosterImport.objects.select_for_update().get(public_id=public_id)
    if roster.state != ImportState.COMMITTING:
        return roster
    # between preview and commit somebody may have edited the school's pupils, so compare once more
    summary = storage.load_summary(roster)
    progress(0, roster.counts["rows"], str(_("核对")))
    diff = diff_roster(storage.load_rows(roster), summary.sheets, today=clock.local_date(now), now=now)
    # sealing needs the keys of the row and not its megabytes
    file = RosterFile.objects.only("school_id", "county_id", "seal_id").get(roster_import=roster)
    if diff.issues:
        _reject(roster, file, summary, list(diff.issues.values()))
        return roster
    _write(roster, file, diff, by=by, now=now, progress=progress)
    audit.log(AuditAction.ROSTER_COMMITTED, target=roster, by=by, now=now, detail=roster.counts)
    return roster


def lock_school() -> None:
    """Wait until no other import of this school is being committed or undone."""
    locks.wait("children.roster_import", current_scope().school_id)


def _write(
    roster: RosterImport,
    file: RosterFile,
    diff: ImportDiff,
    *,
    by: Actor | None,
    now: datetime,
    progress: ProgressCallback,
) -> None:
    rows, before, result = roster.counts["rows"], snapshots.take(()), writer.WriteResult()
    total = rows + rows // 4  # the last fifth of the bar is the undo snapshot, packed after the rows
    # the next chunk is compared in a thread while the database writes this one
    for number, changes in enumerate(prefetch(diff.chunks), 1):
        snapshots.add(before, snapshots.take(changes.changed))
        writer.write(changes, clock.local_date(now), result)
        progress(min(number * CHUNK_SIZE, rows), total, str(_("写入")))
    changed = sorted(result.changed)
    # once for all chunks: an assignment writes an audit event with all of its children
    moved = set(Child.objects.filter(pupil__in=result.moved).values_list("pk", flat=True))
    sync_assignments(children={*result.children, *moved}, by=by, now=now)
    snapshot = snapshots.difference(before, snapshots.take(changed)) | {
        "pupils": result.pupils,
        "classes": result.classes,
        "children": result.children,
        "revisions": dict(Pupil.objects.filter(pk__in=changed).values_list("pk", "revision")),
    }
    storage.seal_bytes(file, "undo_snapshot", snapshots.pack(snapshot))
    file.save(update_fields=["undo_snapshot"])
    roster.state, roster.committed_at = ImportState.COMMITTED, now
    roster.counts = {**roster.counts, **result.counts, "case_files": len(result.children)}
    roster.save(update_fields=["state", "committed_at", "counts"])


def _reject(roster: RosterImport, file: RosterFile, summary: storage.Summary, errors: list[RosterIssue]) -> None:
    """Reject an import of which a row can no longer be matched: the school has changed since the preview."""
    issues = in_reading_order(summary.sheets, [*summary.issues, *errors])
    storage.seal_summary(file, replace(summary, issues=issues))
    file.save(update_fields=["summary"])
    roster.state = ImportState.REJECTED
    roster.counts = {**roster.counts, "errors": len(errors)}
    roster.save(update_fields=["state", "counts"])


_REASONS = {
    ImportState.READY: _("名册待确认。"),
    ImportState.STAGING: _("名册还在读取，请稍候。"),
    ImportState.MAPPING: _("还有列没有对上，请先对列。"),
    ImportState.REJECTED: _("名册里有错误，改好后请重新上传。"),
    ImportState.COMMITTING: _("名册正在导入，请稍候。"),
    ImportState.COMMITTED: _("名册已经导入。"),
    ImportState.UNDONE: _("这次导入已撤销；要再导入请重新上传。"),
    ImportState.FAILED: _("这份名册没有读成，请重新上传。"),
}
