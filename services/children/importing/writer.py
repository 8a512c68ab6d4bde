"""Write a piece's changes: closings and corrections first, then what is new, one statement per table."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from services.children.importing import existing
from services.children.importing.changes import INSERTS, PUPIL, Changes
from services.children.importing.incoming import ClassKey
from services.children.models import Child, ContactCard, Pupil
from services.children.queries import basis
from services.kit import bulk
from services.kit.ids import uuid7
from services.schools.choices import SiteKind
from services.schools.models import SchoolClass, Site
from services.schools.scope import current

_CHUNK = 5_000


@dataclass
class WriteResult:
    """Ids of what was made and of pupils who were here, over all pieces."""

    pupils: list[int] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)


def write(changes: Changes, today: date, written: WriteResult) -> None:
    """Into the scope's school, and add to what was written; archives that are due are opened."""
    keys, made = _classes(changes.classes)
    _update_pupils(changes, keys)
    for (model, columns), rows in changes.updates.items():
        if rows:
            bulk.update(model, columns, rows)
    pupils = _insert_pupils(changes, keys)
    for model, columns in INSERTS.items():
        if rows := changes.inserts[model]:
            resolved = ((_resolved(row[0], pupils), *row[1:]) for row in rows)
            bulk.insert(model, columns, resolved, constants=_here())
    due = [(_resolved(pupil, pupils), because) for pupil, because in changes.case_files]
    written.children += _open_archives([*due, *_due(sorted(changes.changed), today)], today)
    _outdate_cards(changes.family_changed, today)
    written.pupils += pupils
    written.classes += made
    written.changed |= changes.changed
    written.moved |= changes.moved
    written.counts.update(changes.counts)


def _resolved(pupil: int, new: list[int]) -> int:
    return pupil if pupil > 0 else new[-pupil - 1]


def _here() -> dict[str, Any]:
    here = current()
    return {"school_id": here.school_id, "county_id": here.county_id}


def _classes(wanted: set[ClassKey]) -> tuple[dict[ClassKey, int], list[int]]:
    """Every class by its key, and the ids of those made now, at the school's main site."""
    keys = existing.classes()
    missing = sorted(wanted - keys.keys())
    if not missing:
        return keys, []
    site = _main_site()
    made = [
        SchoolClass.objects.create(site=site, entry_grade=key.entry_grade, entry_year=key.entry_year, number=key.number)
        for key in missing
    ]
    return keys | {key: one.pk for key, one in zip(missing, made, strict=True)}, [one.pk for one in made]


def _main_site() -> Site:
    sites = Site.objects.order_by("pk")
    return sites.filter(kind=SiteKind.MAIN).first() or sites.first() or Site.objects.create(name="本部")


def _insert_pupils(changes: Changes, keys: dict[ClassKey, int]) -> list[int]:
    """The ids, in the order of `changes.new`."""
    if not changes.new:
        return []
    rows = ((new.public_id, *_valued(new.values, keys).values()) for new in changes.new)
    columns = ("public_id", *PUPIL)
    made: dict[UUID, int] = dict(bulk.insert(Pupil, columns, rows, constants=_here(), returning=("public_id", "id")))
    return [made[new.public_id] for new in changes.new]


def _update_pupils(changes: Changes, keys: dict[ClassKey, int]) -> None:
    """One statement for each set of columns that differ together."""
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for differing in changes.pupils:
        valued = _valued(differing, keys)
        groups.setdefault(tuple(valued), []).append(tuple(valued.values()))
    for columns, rows in groups.items():
        bulk.update(Pupil, columns, rows)


def _valued(values: dict[str, Any], keys: dict[ClassKey, int]) -> dict[str, Any]:
    key = values.get("school_class_id")
    return values if key is None else {**values, "school_class_id": keys[key]}


def _due(pupils: list[int], today: date) -> Iterator[tuple[int, str]]:
    """Those of the pupils here before for whom an archive has become due."""
    for some in _chunks(pupils):
        due = basis.needs_case_file(Pupil.objects.filter(pk__in=some), today).order_by("pk")
        for pupil, is_stated in due.values_list("pk", "is_stated"):
            yield pupil, "reported" if is_stated else "d1"


def _open_archives(due: list[tuple[int, str]], today: date) -> list[int]:
    """The ids of the new care files."""
    if not due:
        return []
    columns = ("public_id", "pupil_id", "opened_on", "opening_reason", "closed_on")
    rows = [(uuid7(), pupil, today, because, None) for pupil, because in due]
    return [pk for (pk,) in bulk.insert(Child, columns, rows, constants=_here(), returning=("id",))]


def _outdate_cards(pupils: set[int], today: date) -> None:
    for some in _chunks(sorted(pupils)):
        ContactCard.objects.filter(child__pupil__in=some, stale_on__isnull=True).update(stale_on=today)


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
