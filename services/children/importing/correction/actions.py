"""Correct a faulty row, leave it out, and read the workbook again with all corrections."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children.choices import AuditAction, ImportState
from services.children.importing import mapping, staging, storage
from services.children.importing.correction import checking, rows
from services.children.importing.correction.rows import CorrectableRow, Correction, FaultyRows
from services.children.models import RosterImport
from services.children.roster.faulty import FaultyRow
from services.kit import clock
from services.kit.exceptions import ApplicationError

STATES = {ImportState.READY, ImportState.REJECTED}


class UnableToCorrect(ApplicationError):
    """The import or the row cannot be corrected now; the message says why."""


@transaction.atomic
def correct_row(
    *, roster: RosterImport, number: int, cells: Mapping[str, str], is_left_out: bool | None, by: Actor, now: datetime
) -> CorrectableRow:
    """Type other cells into a faulty row, or leave the row out; the row with its remaining issues.

    `cells`: letters of a column → text. None leaves `is_left_out` as it is. Raises UnableToCorrect, FileDeleted.
    """
    faulty = _open(roster, by)
    raw = faulty.rows[number] if number < len(faulty.rows) else None
    if raw is None:
        raise UnableToCorrect(_("名册里没有这一行。"))
    _check_columns(faulty, raw, cells)
    position = raw["sheet"], raw["row"]
    before = faulty.corrections.get(position) or Correction(*position)
    leaves_out = before.is_left_out if is_left_out is None else is_left_out
    changed = Correction(*position, {**before.cells, **cells}, leaves_out, by=by.user_id, at=now.isoformat())
    faulty.corrections[position] = changed
    changed.issues = _issues(roster, faulty, raw, changed, now)
    faulty.save()
    detail = {"row": position[1], "columns": sorted(cells), "left_out": leaves_out}
    audit.log(AuditAction.ROSTER_ROW_CORRECTED, target=roster, by=by, now=now, detail=detail)
    return faulty.row(number)


@transaction.atomic
def apply_corrections(*, roster: RosterImport, leaves_out_rest: bool, by: Actor, now: datetime) -> RosterImport:
    """Read the workbook again with what was corrected. Raises UnableToCorrect while a row has an error, FileDeleted.

    Rows that only the school's pupils leave unclear do not wait: reading again matches them with the pupils of today.
    """
    faulty = _open(roster, by)
    open_rows = [row for row in faulty if row.is_open]
    unreadable = sum(row.is_unreadable for row in open_rows)
    if unreadable and not leaves_out_rest:
        raise UnableToCorrect(_("还有 %(n)d 行没有改好。请改正，或选“其余的不导入”。") % {"n": unreadable})
    for row in open_rows if leaves_out_rest else ():
        kept = faulty.corrections.get((row.sheet, row.row))
        cells = kept.cells if kept else {}
        faulty.corrections[row.sheet, row.row] = Correction(
            row.sheet, row.row, cells, is_left_out=True, by=by.user_id, at=now.isoformat()
        )
    faulty.save()
    detail = {"rows": len(faulty.corrections), "left_out": len(open_rows) if leaves_out_rest else 0}
    audit.log(AuditAction.ROSTER_CORRECTIONS_APPLIED, target=roster, by=by, now=now, detail=detail)
    fresh = RosterImport.objects.get(pk=roster.pk)
    return mapping.read_again(fresh, by=by, now=now)


def _open(roster: RosterImport, by: Actor) -> FaultyRows:
    require_permission(by, Permission.IMPORT_ROSTER)
    fresh = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if fresh.state not in STATES:
        raise UnableToCorrect(_("现在不能改：名册正在处理，或已经导入。"))
    storage.require_file(fresh)
    return rows.load(fresh, for_update=True)


def _check_columns(faulty: FaultyRows, raw: FaultyRow, cells: Mapping[str, str]) -> None:
    frame = faulty.frames.get(raw["sheet"])
    known = {column[0] for column in frame["columns"]} if frame else set()
    for letters in cells:
        if letters not in known:
            raise UnableToCorrect(_("名册里没有 %(column)s 列。") % {"column": letters[:3]}, field="cells")


def _issues(
    roster: RosterImport, faulty: FaultyRows, raw: FaultyRow, changed: Correction, now: datetime
) -> list[dict[str, object]]:
    frame = faulty.frames.get(raw["sheet"])
    if frame is None or not raw["cells"]:
        return []
    left_out = frozenset(position for position, correction in faulty.corrections.items() if correction.is_left_out)
    after = checking.issues_of(
        (raw["sheet"], raw["row"]),
        {**raw["cells"], **changed.cells},
        frame=frame,
        context=staging.context_of(clock.local_date(now)),
        others=checking.others_of(roster, left_out),
        may_be_class_ten=any(
            issue.code == "class_point_one" for issue in faulty.issues.get((raw["sheet"], raw["row"]), ())
        ),
    )
    return [issue.packed() for issue in after]
