"""Undo of the last import: what it made goes, what it changed is put back, unless somebody has edited it since."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.access.actor import require_permission as demand
from services.access.permissions import Permission
from services.children.choices import AssignmentReason, AuditAction, ImportState, JobKind
from services.children.importing import snapshots, storage
from services.children.importing.commit import lock_school
from services.children.models import CaseAssignment, Child, ContactCard, Pupil, RosterFile, RosterImport
from services.jobs.actions import enqueue
from services.jobs.choices import JobState
from services.kit.exceptions import ApplicationError
from services.schools.models import SchoolClass

WAITED_FOR = (JobState.QUEUED, JobState.RUNNING)
_NAMED = 20  # at most so many names in a sentence
_CHUNK = 5_000


class UnableToUndo(ApplicationError):
    """Not the last import, or its pupils were edited since; the sentence names them."""


@transaction.atomic
def request_undo(*, roster: RosterImport, by: Actor, now: datetime) -> RosterImport:
    """Let a worker take back the last import."""
    demand(by, Permission.IMPORT_ROSTER)
    fresh = RosterImport.objects.select_for_update(of=("self",)).select_related("job").get(pk=roster.pk)
    _check(fresh)
    if fresh.job and fresh.job.kind == JobKind.UNDO_ROSTER and fresh.job.state in WAITED_FOR:
        raise UnableToUndo(_("正在撤销，请稍候。"))
    fresh.job = enqueue(kind=JobKind.UNDO_ROSTER, subject=fresh.public_id, by=by, now=now)
    fresh.save(update_fields=["job"])
    audit.log(AuditAction.ROSTER_UNDO_REQUESTED, target=fresh, by=by, now=now)
    return fresh


@transaction.atomic
def undo(*, public_id: UUID, by: Actor | None, now: datetime, tell: Callable[[int, int, str], None]) -> RosterImport:
    """Put everything back. Runs as the school, in a job; a second run finds it done."""
    lock_school()
    roster = RosterImport.objects.select_for_update().get(public_id=public_id)
    if roster.state == ImportState.UNDONE:
        return roster
    told = _check(roster)
    tell(1, 3, _("撤销"))
    snapshots.restore(told)
    for some in _chunks(told["pupils"]):
        snapshots.erase(some)
    tell(2, 3, _("撤销"))
    _drop_classes(told["classes"])
    roster.state, roster.undone_at = ImportState.UNDONE, now
    roster.save(update_fields=["state", "undone_at"])
    RosterFile.objects.filter(roster_import=roster).update(undo_snapshot=None)
    audit.log(AuditAction.ROSTER_UNDONE, target=roster, by=by, now=now, detail={"pupils": len(told["pupils"])})
    return roster


def is_last(roster: RosterImport) -> bool:
    last = RosterImport.objects.filter(state=ImportState.COMMITTED).order_by("-committed_at", "-pk").first()
    return last is not None and last.pk == roster.pk


def _check(roster: RosterImport) -> dict[str, Any]:
    """What to put back; raises UnableToUndo."""
    if roster.state != ImportState.COMMITTED or not is_last(roster):
        raise UnableToUndo(_("只能撤销最近一次导入。"))
    told = storage.before_of(roster)
    if edited := _edited(told):
        names = list(
            Pupil.objects.filter(pk__in=edited).order_by("pinyin", "pk").values_list("name", flat=True)[:_NAMED]
        )
        more = _("等 %(count)s 名学生") % {"count": len(edited)} if len(edited) > _NAMED else ""
        raise UnableToUndo(
            _("导入之后有人改过这些学生的资料，不能撤销：%(names)s%(more)s。")
            % {"names": "、".join(names), "more": more}
        )
    return told


def _edited(told: dict[str, Any]) -> set[int]:
    """Pupils of the import whom somebody has touched since, or who are gone."""
    found: set[int] = set()
    for some in _chunks(told["pupils"]):
        found |= set(Pupil.objects.filter(pk__in=some).exclude(revision=1).values_list("pk", flat=True))
        found |= set(_pupils_in_use(Pupil, some))
    for some in _chunks(told["children"]):
        found |= set(_pupils_in_use(Child, some))
        found |= set(ContactCard.objects.filter(child__in=some).values_list("child__pupil_id", flat=True))
        by_people = CaseAssignment.objects.filter(child__in=some).exclude(reason=AssignmentReason.CLASS_TEACHER)
        found |= set(by_people.values_list("child__pupil_id", flat=True))
    revisions = {int(pk): revision for pk, revision in told["revisions"].items()}
    for some in _chunks(list(revisions)):
        now = Pupil.objects.filter(pk__in=some).values_list("pk", "revision")
        found |= {pk for pk, revision in now if revisions[pk] != revision}
    return found


def _pupils_in_use(model: type[Pupil | Child], ids: list[int]) -> Iterator[int]:
    """Pupils whom another room's rows point to: a pairing, a checkup, a record. Those rows are not ours to delete."""
    leads = "pk" if model is Pupil else "pupil_id"
    for relation in model._meta.related_objects:
        table: Any = relation.related_model
        if table._meta.app_label == model._meta.app_label or "SELECT" not in getattr(table, "rights", {}).get(
            "r_school", ""
        ):
            continue
        column = relation.field.attname
        rows = table._default_manager.filter(**{f"{column}__in": ids})  # noqa: SLF001
        used = rows.order_by().values_list(column, flat=True)
        yield from model.objects.filter(pk__in=set(used)).values_list(leads, flat=True)


def _drop_classes(classes: list[int]) -> None:
    """Classes the import made, unless something else has come to stand in them."""
    for one in SchoolClass.objects.filter(pk__in=classes, pupils__isnull=True):
        try:
            with transaction.atomic():
                one.delete()
        except IntegrityError:
            continue  # a checkup day, say, was planned for it: an empty class does no harm


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
