"""Edit a pupil, where its parents are, and who looks after it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.children.actions.after_edit import after_edit
from services.children.actions.class_teachers import sync_assignments
from services.children.actions.edit_rules import (
    UnableToEdit,
    adult_name,
    check_person,
    clean_pupil,
    cleaned,
    cleaned_unless_kept,
    parent_location,
    refusal,
)
from services.children.choices import GUARDIANS, AuditAction, Household, Parent, Whereabouts
from services.children.models import Child, Guardian, ParentWhereabouts, Pupil
from services.children.roster.cells import options
from services.children.roster.cells.tables import relations
from services.children.roster.issues import CellProblem
from services.kit import clock
from services.kit.names.pinyin import to_pinyin
from services.schools.models import SchoolClass

# What a person may change of a pupil; the API takes these and no others.
EDITABLE = (
    "name", "sex", "birth_date", "ethnicity", "school_class", "boarding", "household", "remark",
)  # fmt: skip


@transaction.atomic
def edit_pupil(*, pupil: Pupil, changes: Mapping[str, object], by: Actor, now: datetime) -> Pupil:
    """Change some fields of a pupil. A new class moves the case file to its class teacher.

    Raises UnableToEdit.
    """
    # lock and compare with the stored row: two edits at once must not undo each other
    fresh = Pupil.objects.select_for_update(of=("self",)).get(pk=pupil.pk)
    changes = clean_pupil(fresh, changes)
    differing = [name for name, value in changes.items() if name in EDITABLE and getattr(fresh, name) != value]
    if not differing:
        return fresh
    for name in differing:
        setattr(fresh, name, changes[name])
    _check(fresh, differing, clock.local_date(now))
    sound = to_pinyin(fresh.name)
    fresh.pinyin, fresh.initials = sound.sort[:240], sound.initials[:40]
    fresh.save()
    after_edit(
        fresh,
        AuditAction.PUPIL_UPDATED,
        by=by,
        now=now,
        fields=differing,
        on_card=bool({"name", "school_class"} & set(differing)),
    )
    if "school_class" in differing:
        sync_assignments(children=set(Child.objects.filter(pupil=fresh).values_list("pk", flat=True)), by=by, now=now)
    fresh.refresh_from_db()
    return fresh


def _check(pupil: Pupil, differing: list[str], today: date) -> None:
    check_person(pupil, differing, today)
    if pupil.household and pupil.household not in Household.values:
        raise UnableToEdit(_("户口性质只能是农业或非农业。"), field="household")
    if not SchoolClass.objects.filter(pk=pupil.school_class_id).exists():
        raise UnableToEdit(_("没有这个班。"), field="school_class")


@transaction.atomic
def record_whereabouts(
    *,
    pupil: Pupil,
    parent: Parent,
    whereabouts: str,
    by: Actor,
    now: datetime,
    name: str = "",
    location: str = "",
    away_since: date | None = None,
    is_capable_guardian: bool | None = None,
) -> ParentWhereabouts:
    """Record where a parent is from today on; the row before it ends and is not overwritten. Raises UnableToEdit."""
    today = clock.local_date(now)
    if whereabouts and whereabouts not in Whereabouts.values:
        raise UnableToEdit(_("请从列出的情况里选一项。"), field="whereabouts")
    if away_since and away_since > today:
        raise UnableToEdit(_("外出时间不能晚于今天。"), field="away_since", code="away_since_vague")
    rows = ParentWhereabouts.objects.select_for_update().filter(pupil=pupil, parent=parent, until__isnull=True)
    current = rows.first()
    columns: _WhereaboutsColumns = {
        "name": cleaned_unless_kept(adult_name, name, current.name if current else ""),
        "whereabouts": whereabouts,
        "location": cleaned_unless_kept(parent_location, location, current.location if current else ""),
        "away_since": away_since if whereabouts == Whereabouts.AWAY else None,
        "is_capable_guardian": is_capable_guardian,
    }
    if current and _equals(current, columns):
        return current
    # two edits on one day are a correction, not history
    if current and current.since < today and _is_history(current, columns):
        current.until = today
        current.save(update_fields=["until"])
        current = None
    row = current or ParentWhereabouts(pupil=pupil, parent=parent, since=today)
    _set(row, columns)
    after_edit(pupil, AuditAction.WHEREABOUTS_RECORDED, by=by, now=now, fields=[parent])
    return row


class _WhereaboutsColumns(TypedDict):
    name: str
    whereabouts: str
    location: str
    away_since: date | None
    is_capable_guardian: bool | None


def _is_history(current: ParentWhereabouts, columns: _WhereaboutsColumns) -> bool:
    """Whether the change is worth a row of its own. A better name or location replaces the old one."""
    return (current.whereabouts, current.away_since, current.is_capable_guardian) != (
        columns["whereabouts"],
        columns["away_since"],
        columns["is_capable_guardian"],
    )


@transaction.atomic
def set_guardian(
    *, pupil: Pupil, name: str, by: Actor, now: datetime, relation: str = "", age: int | None = None, order: int = 1
) -> Guardian | None:
    """Record who looks after the pupil from today on, as the first guardian or the second.

    `relation` is a code of GB/T 4761. A second one without a name is one no longer. Raises UnableToEdit.
    """
    if order not in GUARDIANS:
        raise UnableToEdit(_("最多登记两名监护人。"), field="order")
    current = _current_guardian(pupil, order)
    name = cleaned_unless_kept(adult_name, name, current.name if current else "")
    if not name and order > 1:
        _end_guardian(pupil, order, by, now)
        return None
    if not name:
        raise refusal(CellProblem("name_missing"), "name")
    names = {code: text for text, code in relations().values()}
    if relation and relation not in names and not (current and relation == current.relation):
        raise UnableToEdit(_("请从列出的关系里选一项。"), field="relation", code="relation_unknown")
    today = clock.local_date(now)
    age = cleaned(options.age, age, "age")
    columns = {"name": name, "relation": relation, "relation_text": names.get(relation, ""), "age": age}
    if current and _equals(current, columns):
        return current
    # another person begins a row of their own, a better relation or age does not
    if current and current.name != columns["name"] and current.since < today:
        current.until = today
        current.save(update_fields=["until"])
        current = None
    row = current or Guardian(pupil=pupil, order=order, since=today)
    _set(row, columns)
    after_edit(pupil, AuditAction.GUARDIAN_SET, by=by, now=now, fields=[GUARDIANS[order]])
    return row


def _current_guardian(pupil: Pupil, order: int) -> Guardian | None:
    return Guardian.objects.select_for_update().filter(pupil=pupil, order=order, until__isnull=True).first()


def _end_guardian(pupil: Pupil, order: int, by: Actor, now: datetime) -> None:
    if current := _current_guardian(pupil, order):
        current.until = clock.local_date(now)
        current.save(update_fields=["until"])
        after_edit(pupil, AuditAction.GUARDIAN_SET, by=by, now=now, fields=[GUARDIANS[order]])


def _equals(row: ParentWhereabouts | Guardian, columns: Mapping[str, object]) -> bool:
    return all(getattr(row, name) == value for name, value in columns.items())


def _set(row: ParentWhereabouts | Guardian, columns: Mapping[str, object]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
