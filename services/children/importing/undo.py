"""Undo the last import: delete what it created and restore what it changed, unless somebody has edited it since."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children.choices import AssignmentReason, AuditAction, ImportState, JobKind
from services.children.importing import snapshots, storage
from services.children.importing.changes import chunks
from services.children.importing.commit import lock_school
from services.children.importing.snapshots import UndoSnapshot
from services.children.models import (
    CaseAssignment,
    Child,
    ContactCard,
    EmergencyAccess,
    Pupil,
    RosterFile,
    RosterImport,
)
from services.jobs.actions import enqueue
from services.jobs.choices import JobState
from services.jobs.registry import ProgressCallback
from services.kit.exceptions import ApplicationError
from services.schools.models import SchoolClass
from services.schools.tenancy import TenantModel

_UNFINISHED = (JobState.QUEUED, JobState.RUNNING)
_MAX_NAMES = 20  # in a message


class UnableToUndo(ApplicationError):
    """Not the last import, or its pupils were edited since; the message names them."""


@transaction.atomic
def request_undo(*, roster: RosterImport, by: Actor, now: datetime) -> RosterImport:
    """Enqueue the undo of the last import. Raises UnableToUndo."""
    require_permission(by, Permission.IMPORT_ROSTER)
    fresh = RosterImport.objects.select_for_update(of=("self",)).select_related("job").get(pk=roster.pk)
    _undoable_snapshot(fresh)
    if fresh.job and fresh.job.kind == JobKind.UNDO_ROSTER and fresh.job.state in _UNFINISHED:
        raise UnableToUndo(_("正在撤销，请稍候。"))
    fresh.job = enqueue(kind=JobKind.UNDO_ROSTER, target_id=fresh.public_id, by=by, now=now)
    fresh.save(update_fields=["job"])
    audit.log(AuditAction.ROSTER_UNDO_REQUESTED, target=fresh, by=by, now=now)
    return fresh


@transaction.atomic
def undo(*, public_id: UUID, by: Actor | None, now: datetime, progress: ProgressCallback) -> RosterImport:
    """Undo an import. Runs in a job in the school's scope. Idempotent. Raises UnableToUndo."""
    lock_school()
    roster = RosterImport.objects.select_for_update().get(public_id=public_id)
    if roster.state == ImportState.UNDONE:
        return roster
    snapshot = _undoable_snapshot(roster)
    progress(1, 3, _("撤销"))
    snapshots.restore(snapshot)
    for ids in chunks(snapshot["pupils"]):
        snapshots.erase(ids)
    progress(2, 3, _("撤销"))
    _delete_classes(snapshot["classes"])
    roster.state, roster.undone_at = ImportState.UNDONE, now
    roster.save(update_fields=["state", "undone_at"])
    RosterFile.objects.filter(roster_import=roster).update(undo_snapshot=None)
    audit.log(AuditAction.ROSTER_UNDONE, target=roster, by=by, now=now, detail={"pupils": len(snapshot["pupils"])})
    return roster


def is_last(roster: RosterImport) -> bool:
    """Whether no later import of the school is committed."""
    last = RosterImport.objects.filter(state=ImportState.COMMITTED).order_by("-committed_at", "-pk").first()
    return last is not None and last.pk == roster.pk


def _undoable_snapshot(roster: RosterImport) -> UndoSnapshot:
    """What to restore. Raises UnableToUndo."""
    if roster.state != ImportState.COMMITTED or not is_last(roster):
        raise UnableToUndo(_("只能撤销最近一次导入。"))
    snapshot = storage.load_undo_snapshot(roster)
    if edited := _edited_pupils(snapshot):
        pupils = Pupil.objects.filter(pk__in=edited).order_by("pinyin", "pk")
        names = list(pupils.values_list("name", flat=True)[:_MAX_NAMES])
        more = _("等 %(count)s 名学生") % {"count": len(edited)} if len(edited) > _MAX_NAMES else ""
        raise UnableToUndo(
            _("导入之后有人改过这些学生的资料，不能撤销：%(names)s%(more)s。")
            % {"names": "、".join(names), "more": more}
        )
    return snapshot


def _edited_pupils(snapshot: UndoSnapshot) -> set[int]:
    """Pupils of the import whom somebody has edited since, or who have rows that an undo would orphan."""
    edited: set[int] = set()
    for ids in chunks(snapshot["pupils"]):
        # an import creates pupils with revision 1
        edited |= set(Pupil.objects.filter(pk__in=ids).exclude(revision=1).values_list("pk", flat=True))
        edited |= set(_pupils_in_use(Pupil, ids))
    for ids in chunks(snapshot["children"]):
        edited |= set(_pupils_in_use(Child, ids))
        edited |= set(ContactCard.objects.filter(child__in=ids).values_list("child__pupil_id", flat=True))
        edited |= set(EmergencyAccess.objects.filter(child__in=ids).values_list("child__pupil_id", flat=True))
        # class teachers are assigned by the import itself
        by_hand = CaseAssignment.objects.filter(child__in=ids).exclude(reason=AssignmentReason.CLASS_TEACHER)
        edited |= set(by_hand.values_list("child__pupil_id", flat=True))
    # keys of JSON are text
    revisions = {int(pk): revision for pk, revision in snapshot["revisions"].items()}
    for ids in chunks(list(revisions)):
        current = Pupil.objects.filter(pk__in=ids).values_list("pk", "revision")
        edited |= {pk for pk, revision in current if revisions[pk] != revision}
    return edited


def _pupils_in_use(model: type[Pupil | Child], ids: Sequence[int]) -> Iterator[int]:
    """Pupils to whom rows of another app point, such as a pairing or a checkup: this app may not delete those."""
    to_pupil = "pk" if model is Pupil else "pupil_id"
    for relation in model._meta.related_objects:
        table: Any = relation.related_model
        if table._meta.app_label == model._meta.app_label or not _is_readable(table):
            continue
        column = relation.field.attname
        rows = table._default_manager.filter(**{f"{column}__in": ids})  # noqa: SLF001
        used = rows.order_by().values_list(column, flat=True)
        yield from model.objects.filter(pk__in=set(used)).values_list(to_pupil, flat=True)


def _is_readable(table: type[Any]) -> bool:
    """Whether a school may read the table; the others are a worker's own, such as counters to refresh."""
    return issubclass(table, TenantModel) and "SELECT" in table.privileges.get("r_school", "")


def _delete_classes(classes: list[int]) -> None:
    """Delete the classes that the import created and that nothing else uses."""
    for school_class in SchoolClass.objects.filter(pk__in=classes, pupils__isnull=True):
        try:
            with transaction.atomic():
                school_class.delete()
        except IntegrityError:
            continue  # a checkup day, say, was planned for it: an empty class does no harm
