"""Compare a row with what the database holds: only what differs is written."""

from datetime import date, datetime

from services.children.blind_indexes import person_key
from services.children.choices import OpeningReason, PupilState, ReportedLeftBehind, Whereabouts
from services.children.importing.changes import (
    PRIVATE,
    RETURNED,
    Changes,
    NewPupil,
    PupilColumns,
)
from services.children.importing.comparison.family_diff import FamilyDiff
from services.children.importing.existing import ExistingRows, PrivateRow
from services.children.importing.incoming import STATED, ClassKey, IncomingPupil
from services.children.importing.sealing import Sealer
from services.children.models import Departure, Pupil, PupilPrivate
from services.kit.ids import uuid7
from services.kit.names.pinyin import to_pinyin

# Columns that hold "" where the roster says nothing; the others hold NULL.
_TEXTS = frozenset(column for column in STATED if not Pupil._meta.get_field(column).null)


class RowDiff:
    """Collects the changes of one school's roster on one day, row by row."""

    def __init__(self, school_id: int, classes: dict[int, ClassKey], today: date, now: datetime) -> None:
        self.changes = Changes()
        self._classes, self._today, self._now = classes, today, now
        self._sealer = Sealer(school_id)
        self._family = FamilyDiff(self.changes, self._sealer, today)

    def take_changes(self) -> Changes:
        """The changes since the last call."""
        changes, self.changes = self.changes, Changes()
        self._family = FamilyDiff(self.changes, self._sealer, self._today)
        return changes

    def preview(self) -> None:
        """Count a new pupil without sealing anything: a preview needs only the count."""
        self.changes.previewed += 1

    def enrol(self, row: IncomingPupil) -> None:
        """Add a pupil whom the school does not have yet."""
        pupil = self.changes.enrol(NewPupil(uuid7(), self._pupil_columns(row)))
        self.changes.classes.add(row.class_key)
        self._insert_private(pupil, row)
        self._family.insert(pupil, row)
        if reason := _opening_reason(row):
            self.changes.case_files.append((pupil, reason))

    def compare(self, row: IncomingPupil, existing: ExistingRows) -> None:
        """Add what differs for a pupil whom the school has."""
        pupil = existing.pupil.id
        family = self._family.compare(pupil, row, existing)
        reported = self._family.compare_reported(pupil, row, existing)
        private = self._compare_private(pupil, row, existing.private)
        differing = self._pupil_differences(row, existing)
        if not (differing or family or private or reported):
            self.changes.unchanged += 1
            return
        self.changes.changed.add(pupil)
        if family or "name" in differing or private:
            self.changes.family_changed.add(pupil)
        # an undo refuses pupils whose revision has changed since
        edited: PupilColumns = {"updated_at": self._now, "revision": existing.pupil.revision + 1}
        self.changes.pupils.append({"id": pupil, **differing, **edited})

    # -- the pupil's own row

    def _pupil_columns(self, row: IncomingPupil) -> PupilColumns:
        sound = to_pinyin(row.name)
        return {
            **{column: _stored(column, getattr(row, column)) for column in STATED},
            "pinyin": sound.sort[:240],
            "initials": sound.initials[:40],
            "school_class_id": row.class_key,
            "state": PupilState.ENROLLED.value,
            "left_on": None,
            "person_key": person_key(row.id_number),
            "updated_at": self._now,
            "revision": 1,
        }

    def _pupil_differences(self, row: IncomingPupil, existing: ExistingRows) -> PupilColumns:
        """The columns that differ."""
        current = existing.pupil
        differing: PupilColumns = {}
        for column, stored in zip(STATED, current.stated, strict=True):
            value = getattr(row, column)
            if value is not None and value != stored:
                differing[column] = value
        if "name" in differing:
            sound = to_pinyin(row.name)
            differing |= {"pinyin": sound.sort[:240], "initials": sound.initials[:40]}
        # compared by key and not by id: the class of a promoted pupil may not exist yet
        if self._classes.get(current.school_class_id) != row.class_key:
            differing["school_class_id"] = row.class_key
            self.changes.classes.add(row.class_key)
            self.changes.moved.add(current.id)
        if current.state != PupilState.ENROLLED:
            differing |= {"state": PupilState.ENROLLED.value, "left_on": None}
            self._return(existing)
        # a roster without ID numbers must not erase the key
        if row.id_number and (key := person_key(row.id_number)) != current.person_key:
            differing["person_key"] = key
        return differing

    def _return(self, existing: ExistingRows) -> None:
        """Whoever left and stands in the roster again is back today."""
        if departure := existing.departure:
            day = max(self._today, departure.left_on)
            self.changes.updates[Departure, RETURNED].append((departure.id, day))

    # -- identity papers and address

    def _insert_private(self, pupil: int, row: IncomingPupil) -> None:
        seal_id = uuid7()
        seal = self._sealer.of_row(PupilPrivate, seal_id)
        self.changes.inserts[PupilPrivate].append((
            pupil,
            seal_id,
            row.id_kind,
            row.id_paper,
            seal("id_number", row.id_number),
            row.id_index,
            seal("student_number", row.student_number),
            row.student_index,
            seal("address", row.address),
            seal("household_address", row.household_address),
        ))  # fmt: skip

    def _compare_private(self, pupil: int, row: IncomingPupil, current: PrivateRow | None) -> bool:
        if current is None:
            self._insert_private(pupil, row)
            return True
        seal = self._sealer.of_row(PupilPrivate, current.seal_id)
        fresh = current
        id_columns = (row.id_index, row.id_kind, row.id_paper)
        # numbers are compared by their blind index: opening an envelope costs more
        if row.id_index and id_columns != (current.id_index, current.id_kind, current.id_paper):
            fresh = fresh._replace(
                id_index=row.id_index,
                id_kind=row.id_kind,
                id_paper=row.id_paper,
                id_number=seal("id_number", row.id_number),
            )
        if row.student_index and row.student_index != current.student_index:
            number = seal("student_number", row.student_number)
            fresh = fresh._replace(student_index=row.student_index, student_number=number)
        if row.address and row.address != self._opened("address", current):
            fresh = fresh._replace(address=seal("address", row.address))
        if row.household_address and row.household_address != self._opened("household_address", current):
            fresh = fresh._replace(household_address=seal("household_address", row.household_address))
        if fresh is not current:
            self.changes.updates[PupilPrivate, PRIVATE].append(tuple(getattr(fresh, column) for column in PRIVATE))
        return fresh is not current

    def _opened(self, column: str, row: PrivateRow) -> str | None:
        return self._sealer.open(PupilPrivate, column, row.seal_id, getattr(row, column))


def _stored(column: str, value: object) -> object:
    return "" if value is None and column in _TEXTS else value


def _opening_reason(row: IncomingPupil) -> str:
    """Why a new pupil's case file opens, "" where none does; for existing pupils see basis.needs_case_file."""
    if row.reported and row.reported != ReportedLeftBehind.NONE:
        return OpeningReason.REPORTED.value
    is_away = any(incoming.whereabouts == Whereabouts.AWAY for incoming in row.parents.values())
    return OpeningReason.D1.value if is_away else ""
