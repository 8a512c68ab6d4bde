"""对列: what a column of a roster is, where neither its header nor its cells say so, is asked once and remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children.choices import AuditAction, ImportState, JobKind
from services.children.importing import storage
from services.children.models import ColumnAnswer, RosterImport
from services.children.roster import synonyms
from services.children.roster.columns import ColumnReading, is_undecided
from services.children.roster.headers import NAME
from services.children.roster.synonyms import PHONE_FIELDS
from services.jobs.actions import enqueue
from services.kit.exceptions import ApplicationError

Position = tuple[str, str]  # sheet and column
STATES = {ImportState.MAPPING, ImportState.READY, ImportState.REJECTED}


class UnableToMap(ApplicationError):
    """The choice is not possible; the message names the column."""


@dataclass(frozen=True)
class ColumnChoice:
    """A column of a sheet, and the field that it is; None: it is left out."""

    sheet: str
    column: str
    field: str | None


@transaction.atomic
def choose_columns(*, roster: RosterImport, choices: Sequence[ColumnChoice], by: Actor, now: datetime) -> RosterImport:
    """Remember for the school what columns are, and read the workbook again. Raises UnableToMap, FileDeleted.

    Columns that are not named stay what they are.
    """
    require_permission(by, Permission.IMPORT_ROSTER)
    fresh = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if fresh.state not in STATES:
        raise UnableToMap(_("现在不能对列：名册正在处理，或已经导入。"))
    storage.require_file(fresh)
    answers = answers_of(storage.load_summary(fresh).columns, choices)
    for header, field in answers.items():
        values = {"field": field, "answered_by_id": by.user_id, "answered_at": now}
        ColumnAnswer.objects.update_or_create(header=header, defaults=values)
    audit.log(AuditAction.ROSTER_COLUMNS_CHOSEN, target=fresh, by=by, now=now, detail={"columns": len(answers)})
    return read_again(fresh, by=by, now=now)


def read_again(roster: RosterImport, *, by: Actor, now: datetime) -> RosterImport:
    """Let a worker read the workbook once more."""
    roster.state = ImportState.STAGING
    roster.job = enqueue(kind=JobKind.READ_ROSTER, target_id=roster.public_id, by=by, now=now)
    roster.save(update_fields=["state", "job"])
    return roster


def answers_of(columns: Sequence[ColumnReading], choices: Sequence[ColumnChoice]) -> dict[str, str]:
    """Key of the column → field, "" for one that is left out; only where a person has decided something."""
    known = {(column["sheet"], column["column"]): column for column in columns}
    chosen = {(choice.sheet, choice.column): choice.field for choice in choices}
    for position, field in chosen.items():
        _check(known.get(position), field)
    decided = {position: None if is_undecided(column) else column["field"] for position, column in known.items()}
    _check_repeated(known, decided | chosen)
    answers: dict[str, str] = {}
    for position, field in chosen.items():
        column = known[position]
        # what its name says needs no answer, unless somebody says otherwise
        if column["field"] == field and column["by"] == NAME and not is_undecided(column):
            continue
        if answers.setdefault(column["key"], field or "") != (field or ""):
            _refuse(column, _("“%(header)s”在几张表里选得不一样。同名的列请选同一项，或在原表里改列名。"))
    return answers


def _check(column: ColumnReading | None, field: str | None) -> None:
    if column is None:
        raise UnableToMap(_("名册里没有这一列。"), field="column")
    if field is not None and field not in synonyms.fields():
        _refuse(column, _("“%(header)s”：名册里没有这一项。"))


def _check_repeated(known: Mapping[Position, ColumnReading], fields: Mapping[Position, str | None]) -> None:
    """Raise UnableToMap where two columns of a sheet would be one field; a person may have several telephones."""
    seen: dict[Position, ColumnReading] = {}
    for position, field in fields.items():
        if not field or field in PHONE_FIELDS:
            continue
        if seen.setdefault((position[0], field), known[position]) is not known[position]:
            _refuse(known[position], _("“%(header)s”与另一列选了同一项。请只选一列，另一列选“不要”。"))


def _refuse(column: ColumnReading, message: str) -> None:
    raise UnableToMap(message % {"header": column["header"]}, field="field")
