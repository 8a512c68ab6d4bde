"""Write the changes of one chunk: updates first, then what is new, one statement per table."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from uuid import UUID

from services.children.choices import OpeningReason
from services.children.importing import existing
from services.children.importing.changes import INSERTS, PUPIL, Changes, PupilColumns, Row, chunks
from services.children.importing.incoming import ClassKey
from services.children.models import Child, ContactCard, Pupil
from services.children.queries import basis
from services.kit.database import bulk
from services.kit.ids import uuid7
from services.schools.choices import SiteKind
from services.schools.models import SchoolClass, Site
from services.schools.scope import current_scope

_IN_ORDER = itemgetter(*PUPIL)


@dataclass
class WriteResult:
    """Ids of what was created and of existing pupils that changed, over all chunks."""

    pupils: list[int] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)


def write(changes: Changes, today: date, result: WriteResult) -> None:
    """Write into the scope's school, open the case files that are due, and add to the result."""
    classes, new_classes = _classes(changes.classes)
    _update_pupils(changes, classes)
    # first the updates that end rows: the database allows one current row per pupil and parent
    for (model, columns), rows in changes.updates.items():
        if rows:
            bulk.update(model, columns, rows)
    pupils = _insert_pupils(changes, classes)
    for model, columns in INSERTS.items():
        if rows := changes.inserts[model]:
            bulk.insert(model, columns, _with_ids(rows, pupils), constants=_tenant())
    due = [(_resolved(pupil, pupils), reason) for pupil, reason in changes.case_files]
    result.children += _open_case_files([*due, *_due_case_files(sorted(changes.changed), today)], today)
    _outdate_cards(changes.family_changed, today)
    result.pupils += pupils
    result.classes += new_classes
    result.changed |= changes.changed
    result.moved |= changes.moved
    result.counts.update(changes.counts)


def _resolved(pupil: int, new: list[int]) -> int:
    """The id of a pupil; -1 is the first of the new ones."""
    return pupil if pupil > 0 else new[-pupil - 1]


def _with_ids(rows: list[Row], new: list[int]) -> Iterator[Row]:
    for pupil, *columns in rows:
        assert isinstance(pupil, int)  # noqa: S101  the first column, see INSERTS
        yield _resolved(pupil, new), *columns


def _tenant() -> dict[str, int | None]:
    scope = current_scope()
    return {"school_id": scope.school_id, "county_id": scope.county_id}


def _classes(keys: Collection[ClassKey]) -> tuple[dict[ClassKey, int], list[int]]:
    """The ids of all classes, and of those created now, at the school's main site."""
    known = existing.classes()
    missing = sorted(set(keys) - known.keys())
    if not missing:
        return known, []
    site = _main_site()
    created = [
        SchoolClass.objects.create(site=site, entry_grade=key.entry_grade, entry_year=key.entry_year, number=key.number)
        for key in missing
    ]
    ids = [school_class.pk for school_class in created]
    return known | dict(zip(missing, ids, strict=True)), ids


def _main_site() -> Site:
    sites = Site.objects.order_by("pk")
    return sites.filter(kind=SiteKind.MAIN).first() or sites.first() or Site.objects.create(name="本部")


def _insert_pupils(changes: Changes, classes: dict[ClassKey, int]) -> list[int]:
    """Create pupils; their ids in the order of `changes.new`."""
    if not changes.new:
        return []
    rows = ((new.public_id, *_IN_ORDER(_with_class(new.columns, classes))) for new in changes.new)
    columns = ("public_id", *PUPIL)
    created = bulk.insert(Pupil, columns, rows, constants=_tenant(), returning=("public_id", "id"))
    # the database returns rows in any order
    ids: dict[UUID, int] = dict(created)
    return [ids[new.public_id] for new in changes.new]


def _update_pupils(changes: Changes, classes: dict[ClassKey, int]) -> None:
    """Update pupils, with one statement for each set of columns that differ together."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for differing in changes.pupils:
        columns = _with_class(differing, classes)
        groups.setdefault(tuple(columns), []).append(tuple(columns.values()))
    for names, rows in groups.items():
        bulk.update(Pupil, names, rows)


def _with_class(columns: PupilColumns, classes: dict[ClassKey, int]) -> PupilColumns:
    """The class's id in place of its key."""
    key = columns.get("school_class_id")
    return {**columns, "school_class_id": classes[key]} if isinstance(key, ClassKey) else columns


def _due_case_files(pupils: list[int], today: date) -> Iterator[tuple[int, str]]:
    """The existing pupils for whom a case file has become due, and why."""
    for ids in chunks(pupils):
        due = basis.needs_case_file(Pupil.objects.filter(pk__in=ids), today).order_by("pk")
        for pupil, is_reported in due.values_list("pk", "is_reported"):
            yield pupil, (OpeningReason.REPORTED if is_reported else OpeningReason.D1).value


def _open_case_files(due: list[tuple[int, str]], today: date) -> list[int]:
    """The ids of the new case files."""
    if not due:
        return []
    columns = ("public_id", "pupil_id", "opened_on", "opening_reason", "closed_on")
    rows = [(uuid7(), pupil, today, reason, None) for pupil, reason in due]
    return [pk for (pk,) in bulk.insert(Child, columns, rows, constants=_tenant(), returning=("id",))]


def _outdate_cards(pupils: set[int], today: date) -> None:
    for ids in chunks(sorted(pupils)):
        ContactCard.objects.filter(child__pupil__in=ids, stale_on__isnull=True).update(stale_on=today)
