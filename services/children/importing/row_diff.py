"""Compare one row with what the database holds: only what differs is written, and a change of facts keeps history."""

from collections.abc import Collection
from datetime import date, datetime

from services.children.blind_indexes import person_key
from services.children.choices import OpeningReason, PupilState, ReportedLeftBehind, Whereabouts
from services.children.importing.changes import (
    CLOSED,
    GUARDIAN,
    ORDER,
    PRIVATE,
    REPORTED,
    WHEREABOUTS,
    Changes,
    NewPupil,
    PupilColumns,
)
from services.children.importing.existing import ExistingRows, GuardianRow, PhoneNumberRow, PrivateRow
from services.children.importing.incoming import ClassKey, IncomingParent, IncomingPhone, IncomingPupil
from services.children.importing.sealing import Sealer
from services.children.models import Guardian, ParentWhereabouts, PhoneNumber, PupilPrivate, ReportedStatus
from services.kit.ids import uuid7
from services.kit.pinyin import to_pinyin

_MAX_RELATION = 30  # characters
_COMPARED = ("name", "sex", "birth_date", "ethnicity", "boarding", "household", "enrolled_on", "remark")


class RowDiff:
    """Collects the changes of one school's roster on one day, row by row."""

    def __init__(self, school_id: int, classes: dict[int, ClassKey], today: date, now: datetime) -> None:
        self.changes = Changes()
        self._classes, self._today, self._now = classes, today, now
        self._sealer = Sealer(school_id)

    def take_changes(self) -> Changes:
        """The changes since the last call."""
        changes, self.changes = self.changes, Changes()
        return changes

    def preview(self) -> None:
        """Count a new pupil, and seal nothing: a preview keeps no more."""
        self.changes.previewed += 1

    def enrol(self, row: IncomingPupil) -> None:
        """Add a pupil whom the school does not have yet."""
        pupil = self.changes.enrol(NewPupil(uuid7(), self._pupil_columns(row)))
        self.changes.classes.add(row.class_key)
        self._insert_private(pupil, row)
        for parent, incoming in row.parents.items():
            self._insert_whereabouts(pupil, parent, incoming)
        self._insert_guardian(pupil, row)
        for owner, phones in row.phones.items():
            self._insert_phones(pupil, owner, phones, ())
        if row.reported:
            self.changes.inserts[ReportedStatus].append((pupil, row.reported, self._today, None))
        if reason := _opening_reason(row):
            self.changes.case_files.append((pupil, reason))

    def compare(self, row: IncomingPupil, existing: ExistingRows) -> None:
        """Add what differs for a pupil whom the school has."""
        pupil = existing.pupil.id
        family = [
            *(self._compare_whereabouts(pupil, parent, new, existing) for parent, new in row.parents.items()),
            self._compare_guardian(pupil, row, existing.guardian),
            *(
                self._compare_phones(pupil, owner, phones, existing.phone_numbers[owner])
                for owner, phones in row.phones.items()
            ),
        ]
        private = self._compare_private(pupil, row, existing.private)
        reported = self._compare_reported(pupil, row, existing)
        differing = self._pupil_differences(row, existing)
        if not (differing or any(family) or private or reported):
            self.changes.unchanged += 1
            return
        self.changes.changed.add(pupil)
        if any(family) or "name" in differing or private:
            self.changes.family_changed.add(pupil)
        edited: PupilColumns = {"updated_at": self._now, "revision": existing.pupil.revision + 1}
        self.changes.pupils.append({"id": pupil, **differing, **edited})

    # -- the pupil's own row

    def _pupil_columns(self, row: IncomingPupil) -> PupilColumns:
        sound = to_pinyin(row.name)
        return {
            "name": row.name,
            "pinyin": sound.sort[:240],
            "initials": sound.initials[:40],
            "sex": row.sex,
            "birth_date": row.birth_date,
            "ethnicity": row.ethnicity or "",
            "school_class_id": row.class_key,
            "boarding": row.boarding,
            "household": row.household or "",
            "enrolled_on": row.enrolled_on,
            "state": PupilState.ENROLLED.value,
            "left_on": None,
            "person_key": person_key(row.id_number),
            "remark": row.remark or "",
            "updated_at": self._now,
            "revision": 1,
        }

    def _pupil_differences(self, row: IncomingPupil, existing: ExistingRows) -> PupilColumns:
        """The columns that differ."""
        current = existing.pupil
        differing: PupilColumns = {}
        for column in _COMPARED:
            value = getattr(row, column)
            if value is not None and value != getattr(current, column):
                differing[column] = value
        if "name" in differing:
            sound = to_pinyin(row.name)
            differing |= {"pinyin": sound.sort[:240], "initials": sound.initials[:40]}
        if self._classes.get(current.school_class_id) != row.class_key:
            differing["school_class_id"] = row.class_key
            self.changes.classes.add(row.class_key)
            self.changes.moved.add(current.id)
        if current.state != PupilState.ENROLLED:
            differing |= {"state": PupilState.ENROLLED.value, "left_on": None}
        if row.id_number and (key := person_key(row.id_number)) != current.person_key:
            differing["person_key"] = key
        return differing

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

    # -- the family

    def _insert_whereabouts(self, pupil: int, parent: str, incoming: IncomingParent) -> bool:
        if not any(incoming):
            return False
        self.changes.inserts[ParentWhereabouts].append((
            pupil, parent, incoming.name or "", incoming.whereabouts or "", incoming.away_since,
            incoming.location or "", None, self._today, None,
        ))  # fmt: skip
        return True

    def _compare_whereabouts(self, pupil: int, parent: str, incoming: IncomingParent, existing: ExistingRows) -> bool:
        """A parent who moved gets a new row and the old one ends; a better name or location replaces the old one."""
        current = existing.parents.get(parent)
        if current is None:
            return self._insert_whereabouts(pupil, parent, incoming)
        has_moved = bool(incoming.whereabouts and incoming.whereabouts != current.whereabouts)
        fresh = current._replace(
            name=incoming.name or current.name,
            whereabouts=incoming.whereabouts or current.whereabouts,
            location=incoming.location or ("" if has_moved else current.location),
            away_since=incoming.away_since or (None if has_moved else current.away_since),
        )
        if fresh == current:
            return False
        left_again = current.away_since is not None and fresh.away_since != current.away_since
        if (has_moved or left_again) and current.since < self._today:
            self.changes.updates[ParentWhereabouts, CLOSED].append((current.id, self._today))
            self.changes.inserts[ParentWhereabouts].append((
                pupil, parent, fresh.name, fresh.whereabouts, fresh.away_since, fresh.location,
                current.is_capable_guardian, self._today, None,
            ))  # fmt: skip
        else:
            row = tuple(getattr(fresh, column) for column in WHEREABOUTS)
            self.changes.updates[ParentWhereabouts, WHEREABOUTS].append(row)
        return True

    def _insert_guardian(self, pupil: int, row: IncomingPupil) -> bool:
        name, relation, relation_text, age = row.guardian
        if not name:
            return False
        details = (relation or "", (relation_text or "")[:_MAX_RELATION], age)
        self.changes.inserts[Guardian].append((pupil, uuid7(), name, *details, self._today, None))
        return True

    def _compare_guardian(self, pupil: int, row: IncomingPupil, current: GuardianRow | None) -> bool:
        if current is None:
            return self._insert_guardian(pupil, row)
        name, relation, relation_text, age = row.guardian
        is_other = bool(name and name != current.name)
        if is_other and current.since < self._today:
            self.changes.updates[Guardian, CLOSED].append((current.id, self._today))
            return self._insert_guardian(pupil, row)
        fresh = current._replace(
            name=name or current.name,
            relation=relation or ("" if is_other else current.relation),
            relation_text=(relation_text or ("" if is_other else current.relation_text))[:_MAX_RELATION],
            age=age or (None if is_other else current.age),
        )
        if fresh == current:
            return False
        self.changes.updates[Guardian, GUARDIAN].append(tuple(getattr(fresh, column) for column in GUARDIAN))
        return True

    def _compare_phones(
        self, pupil: int, owner: str, phones: list[IncomingPhone], current: list[PhoneNumberRow]
    ) -> bool:
        """The roster's numbers come first, in its order; other known numbers stay behind them."""
        if not phones:
            return False
        order = {phone.number_index: position for position, phone in enumerate(phones)}
        others = [row for row in current if row.number_index not in order]
        order |= {row.number_index: len(phones) + position for position, row in enumerate(others)}
        moved = [(row.id, order[row.number_index]) for row in current if row.order != order[row.number_index]]
        self.changes.updates[PhoneNumber, ORDER] += moved
        known = {row.number_index for row in current}
        return self._insert_phones(pupil, owner, phones, known) or bool(moved)

    def _insert_phones(self, pupil: int, owner: str, phones: list[IncomingPhone], known: Collection[str]) -> bool:
        fresh = [(position, phone) for position, phone in enumerate(phones) if phone.number_index not in known]
        for position, phone in fresh:
            seal_id = uuid7()
            envelope = self._sealer.of_row(PhoneNumber, seal_id)("number", phone.number)
            self.changes.inserts[PhoneNumber].append(
                (pupil, uuid7(), seal_id, owner, envelope, phone.number_index, position, None, "")
            )
        return bool(fresh)

    # -- what the roster states

    def _compare_reported(self, pupil: int, row: IncomingPupil, existing: ExistingRows) -> bool:
        current = existing.reported_status
        if not row.reported or (current and current.reported == row.reported):
            return False
        if current and current.reported_on >= self._today:
            self.changes.updates[ReportedStatus, REPORTED].append((current.id, row.reported))
            return True
        if current:
            self.changes.updates[ReportedStatus, CLOSED].append((current.id, self._today))
        self.changes.inserts[ReportedStatus].append((pupil, row.reported, self._today, None))
        return True


def _opening_reason(row: IncomingPupil) -> str:
    """Why a new pupil's case file opens, "" where none does; for existing pupils see basis.needs_case_file."""
    if row.reported and row.reported != ReportedLeftBehind.NONE:
        return OpeningReason.REPORTED.value
    is_away = any(incoming.whereabouts == Whereabouts.AWAY for incoming in row.parents.values())
    return OpeningReason.D1.value if is_away else ""
