"""Edits by hand: the pupil, where the parents are, who looks after the child."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.children import on_pupil_left
from services.children.actions.after_edit import after_edit
from services.children.actions.class_teachers import sync_assignments
from services.children.choices import AuditAction, Household, Parent, PupilState, Whereabouts
from services.children.models import Child, Guardian, ParentWhereabouts, Pupil
from services.children.roster.tables import relations
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.kit.pinyin import to_pinyin
from services.schools.models import SchoolClass

_EDITABLE = frozenset({
    "name", "sex", "birth_date", "ethnicity", "school_class", "boarding", "household", "remark", "state", "left_on",
})  # fmt: skip


class UnableToEdit(ApplicationError):
    """A value that cannot be so; the field is named."""


@transaction.atomic
def edit_pupil(*, pupil: Pupil, changes: Mapping[str, Any], by: Actor, now: datetime) -> Pupil:
    """Change some of a pupil's fields. Another class means another class teacher sees the care file; who leaves,
    leaves every teacher's sight."""
    fresh = Pupil.objects.select_for_update(of=("self",)).get(pk=pupil.pk)
    differing = [name for name, value in changes.items() if name in _EDITABLE and getattr(fresh, name) != value]
    if not differing:
        return fresh
    for name in differing:
        setattr(fresh, name, changes[name])
    _check(fresh, clock.local_date(now))
    heard = to_pinyin(fresh.name)
    fresh.pinyin, fresh.initials = heard.sort[:240], heard.initials[:40]
    fresh.save()
    after_edit(
        fresh,
        AuditAction.PUPIL_UPDATED,
        by=by,
        now=now,
        fields=differing,
        on_card=bool({"name", "school_class"} & set(differing)),
    )
    if {"school_class", "state"} & set(differing):
        _follow(fresh, by, now)
    fresh.refresh_from_db()
    return fresh


def _follow(pupil: Pupil, by: Actor, now: datetime) -> None:
    """Who is near the child after its pupil changed class, left or came back."""
    files = list(Child.objects.filter(pupil=pupil))
    if pupil.state == PupilState.LEFT:
        for child in files:
            on_pupil_left.run_pupil_left(child=child, by=by, now=now)
    sync_assignments(children={child.pk for child in files}, by=by, now=now)


def _check(pupil: Pupil, today: date) -> None:
    if not pupil.name.strip():
        raise UnableToEdit(_("请填写姓名。"), field="name")
    if pupil.birth_date >= today:
        raise UnableToEdit(_("这一天还没有到，请核对出生日期。"), field="birth_date")
    if pupil.household and pupil.household not in Household.values:
        raise UnableToEdit(_("户口性质只能是农业或非农业。"), field="household")
    if pupil.state == PupilState.LEFT and pupil.left_on is None:
        pupil.left_on = today
    if pupil.state == PupilState.ENROLLED:
        pupil.left_on = None
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
    """Say where a parent is from today on. The fact before it is closed, not overwritten."""
    today = clock.local_date(now)
    if whereabouts and whereabouts not in Whereabouts.values:
        raise UnableToEdit(_("请从列出的情况里选一项。"), field="whereabouts")
    if away_since and away_since > today:
        raise UnableToEdit(_("外出时间不能晚于今天。"), field="away_since")
    if whereabouts != Whereabouts.AWAY:
        away_since = None
    told = {
        "name": name,
        "whereabouts": whereabouts,
        "location": location,
        "away_since": away_since,
        "is_capable_guardian": is_capable_guardian,
    }
    here = ParentWhereabouts.objects.select_for_update().filter(pupil=pupil, parent=parent, until__isnull=True).first()
    if here and all(getattr(here, column) == value for column, value in told.items()):
        return here
    if here and here.since < today and _is_news(here, told):
        here.until = today
        here.save(update_fields=["until"])
        here = None
    here = here or ParentWhereabouts(pupil=pupil, parent=parent, since=today)
    for column, value in told.items():
        setattr(here, column, value)
    here.save()
    after_edit(pupil, AuditAction.WHEREABOUTS_RECORDED, by=by, now=now, fields=[parent])
    return here


def _is_news(here: ParentWhereabouts, told: Mapping[str, Any]) -> bool:
    """A better name or place is put in its place; where somebody went, since when, is history."""
    return any(getattr(here, column) != told[column] for column in ("whereabouts", "away_since", "is_capable_guardian"))


@transaction.atomic
def set_guardian(
    *, pupil: Pupil, name: str, by: Actor, now: datetime, relation: str = "", age: int | None = None
) -> Guardian:
    """Say who looks after the pupil from today on. `relation` is a code of GB/T 4761."""
    if not name.strip():
        raise UnableToEdit(_("请填写监护人姓名。"), field="name")
    words = {code: word for word, code in relations().values()}
    if relation and relation not in words:
        raise UnableToEdit(_("请从列出的关系里选一项。"), field="relation")
    today = clock.local_date(now)
    told = {"name": name.strip(), "relation": relation, "relation_text": words.get(relation, ""), "age": age}
    here = Guardian.objects.select_for_update().filter(pupil=pupil, until__isnull=True).first()
    if here and all(getattr(here, column) == value for column, value in told.items()):
        return here
    if here and here.name != told["name"] and here.since < today:
        here.until = today
        here.save(update_fields=["until"])
        here = None
    here = here or Guardian(pupil=pupil, since=today)
    for column, value in told.items():
        setattr(here, column, value)
    here.save()
    after_edit(pupil, AuditAction.GUARDIAN_SET, by=by, now=now, fields=["guardian"])
    return here
