"""A row beside what stands: only what differs is written, and history is kept where something changed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.children.blind_indexes import person_key
from services.children.choices import PupilState, ReportedLeftBehind, Whereabouts
from services.children.importing.changes import CLAIM, CLOSED, CONTACT, FACT, GUARDIAN, PRIVATE, Changes, NewPupil
from services.children.importing.existing import ExistingRows, GuardianRow, PhoneNumberRow, PrivateRow
from services.children.importing.incoming import ClassKey, IncomingParent, IncomingPhone, IncomingPupil
from services.children.models import Guardian, ParentWhereabouts, PhoneNumber, PupilPrivate, ReportedStatus
from services.kit.ids import uuid7
from services.kit.pinyin import to_pinyin
from services.kit.vault import associated_data
from services.schools.sealed import Sealed, vault

_RELATION_LIMIT = 30


class RowDiff:
    """Compares rows of one school's roster on one day."""

    def __init__(self, school_id: int, classes: dict[int, ClassKey], today: date, now: datetime) -> None:
        self.changes = Changes()
        self._school_id, self._classes, self._today, self._now = school_id, classes, today, now
        self._bound: dict[tuple[type[Sealed], str], bytes] = {}

    def taken(self) -> Changes:
        """The changes since they were last taken."""
        changes, self.changes = self.changes, Changes()
        return changes

    def foresee(self) -> None:
        """A pupil who is not here yet, for a preview: it counts, and seals nothing."""
        self.changes.foreseen += 1

    def enrol(self, row: IncomingPupil) -> None:
        """A pupil who is not here yet."""
        pupil = self.changes.enrol(NewPupil(uuid7(), self._pupil_values(row)))
        self.changes.classes.add(row.class_key)
        self._insert_private(pupil, row)
        for parent, word in row.parents.items():
            self._new_fact(pupil, parent, word)
        self._new_guardian(pupil, row)
        for of, phones in row.phones.items():
            self._add_contacts(pupil, of, phones, ())
        if row.stated:
            self.changes.inserts[ReportedStatus].append((pupil, row.stated, self._today, None))
        if because := _archive_because(row):
            self.changes.case_files.append((pupil, because))

    def compare(self, row: IncomingPupil, standing: ExistingRows) -> None:
        """A pupil who is here."""
        pupil = standing.pupil.id
        family = [
            *(self._fact(pupil, parent, word, standing) for parent, word in row.parents.items()),
            self._guardian(pupil, row, standing.guardian),
            *(self._contacts(pupil, of, phones, standing.contacts[of]) for of, phones in row.phones.items()),
        ]
        own = [self._private(pupil, row, standing.private), self._claim(pupil, row, standing)]
        differing = self._pupil(row, standing)
        if not (differing or any(family) or any(own)):
            self.changes.unchanged += 1
            return
        self.changes.changed.add(pupil)
        if any(family) or differing.keys() & {"name"} or own[0]:
            self.changes.family_changed.add(pupil)
        fresh = {"updated_at": self._now, "revision": standing.pupil.revision + 1}
        self.changes.pupils.append({"id": pupil, **differing, **fresh})

    # -- the pupil's own row

    def _pupil_values(self, row: IncomingPupil) -> dict[str, Any]:
        heard = to_pinyin(row.name)
        return {
            "name": row.name,
            "pinyin": heard.sort[:240],
            "initials": heard.initials[:40],
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

    def _pupil(self, row: IncomingPupil, standing: ExistingRows) -> dict[str, Any]:
        """The columns that differ."""
        here = standing.pupil
        differing: dict[str, Any] = {}
        for column in ("name", "sex", "birth_date", "ethnicity", "boarding", "household", "enrolled_on", "remark"):
            value = getattr(row, column)
            if value is not None and value != getattr(here, column):
                differing[column] = value
        if "name" in differing:
            heard = to_pinyin(row.name)
            differing |= {"pinyin": heard.sort[:240], "initials": heard.initials[:40]}
        if self._classes.get(here.school_class_id) != row.class_key:
            differing["school_class_id"] = row.class_key
            self.changes.classes.add(row.class_key)
            self.changes.moved.add(here.id)
        if here.state != PupilState.ENROLLED:
            differing |= {"state": PupilState.ENROLLED.value, "left_on": None}
        if row.id_number and (key := person_key(row.id_number)) != here.person_key:
            differing["person_key"] = key
        return differing

    # -- sealed

    def _insert_private(self, pupil: int, row: IncomingPupil) -> None:
        seal_id = uuid7()
        seal = self._sealer(PupilPrivate, seal_id)
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

    def _private(self, pupil: int, row: IncomingPupil, here: PrivateRow | None) -> bool:
        if here is None:
            self._insert_private(pupil, row)
            return True
        seal = self._sealer(PupilPrivate, here.seal_id)
        differing: dict[str, Any] = {}
        theirs = (row.id_index, row.id_kind, row.id_paper)
        if row.id_index and theirs != (here.id_index, here.id_kind, here.id_paper):
            differing |= dict(zip(("id_index", "id_kind", "id_paper"), theirs, strict=True))
            differing["id_number"] = seal("id_number", row.id_number)
        if row.student_index and row.student_index != here.student_index:
            student = seal("student_number", row.student_number)
            differing |= {"student_index": row.student_index, "student_number": student}
        for column in ("address", "household_address"):
            text = getattr(row, column)
            if text and text != self._opened(PupilPrivate, column, here.seal_id, getattr(here, column)):
                differing[column] = seal(column, text)
        if differing:
            fresh = here._replace(**differing)
            self.changes.updates[PupilPrivate, PRIVATE].append(tuple(getattr(fresh, column) for column in PRIVATE))
        return bool(differing)

    def _sealer(self, table: type[Sealed], seal_id: UUID) -> Callable[[str, str | None], bytes | None]:
        row = associated_data(seal_id)

        def seal(column: str, text: str | None) -> bytes | None:
            return vault().seal(text, about=self._shared(table, column) + row) if text else None

        return seal

    def _opened(self, table: type[Sealed], column: str, seal_id: UUID, envelope: bytes | None) -> str | None:
        return (
            vault().open(envelope, about=self._shared(table, column) + associated_data(seal_id)) if envelope else None
        )

    def _shared(self, table: type[Sealed], column: str) -> bytes:
        """The part of what Sealed.seal ties an envelope to that all rows share, bound once."""
        if (shared := self._bound.get((table, column))) is None:
            shared = self._bound[table, column] = associated_data(f"{table._meta.db_table}.{column}", self._school_id)
        return shared

    # -- the family

    def _new_fact(self, pupil: int, parent: str, word: IncomingParent) -> bool:
        if not any(word):
            return False
        self.changes.inserts[ParentWhereabouts].append((
            pupil, parent, word.name or "", word.whereabouts or "", word.away_since, word.location or "", None,
            self._today, None,
        ))  # fmt: skip
        return True

    def _fact(self, pupil: int, parent: str, word: IncomingParent, standing: ExistingRows) -> bool:
        """Where a parent went is a new fact and closes the old one; a better name or place is put in its place."""
        here = standing.parents.get(parent)
        if here is None:
            return self._new_fact(pupil, parent, word)
        has_moved = bool(word.whereabouts and word.whereabouts != here.whereabouts)
        fresh = here._replace(
            name=word.name or here.name,
            whereabouts=word.whereabouts or here.whereabouts,
            location=word.location or ("" if has_moved else here.location),
            away_since=word.away_since or (None if has_moved else here.away_since),
        )
        if fresh == here:
            return False
        went_again = here.away_since is not None and fresh.away_since != here.away_since
        if (has_moved or went_again) and here.since < self._today:
            self.changes.updates[ParentWhereabouts, CLOSED].append((here.id, self._today))
            self.changes.inserts[ParentWhereabouts].append((
                pupil, parent, fresh.name, fresh.whereabouts, fresh.away_since, fresh.location,
                here.is_capable_guardian, self._today, None,
            ))  # fmt: skip
        else:
            self.changes.updates[ParentWhereabouts, FACT].append(tuple(getattr(fresh, column) for column in FACT))
        return True

    def _new_guardian(self, pupil: int, row: IncomingPupil) -> bool:
        name, relation, relation_text, age = row.guardian
        if not name:
            return False
        words = (relation or "", (relation_text or "")[:_RELATION_LIMIT], age)
        self.changes.inserts[Guardian].append((pupil, uuid7(), name, *words, self._today, None))
        return True

    def _guardian(self, pupil: int, row: IncomingPupil, here: GuardianRow | None) -> bool:
        if here is None:
            return self._new_guardian(pupil, row)
        name, relation, relation_text, age = row.guardian
        is_other = bool(name and name != here.name)
        if is_other and here.since < self._today:
            self.changes.updates[Guardian, CLOSED].append((here.id, self._today))
            return self._new_guardian(pupil, row)
        fresh = here._replace(
            name=name or here.name,
            relation=relation or ("" if is_other else here.relation),
            relation_text=(relation_text or ("" if is_other else here.relation_text))[:_RELATION_LIMIT],
            age=age or (None if is_other else here.age),
        )
        if fresh == here:
            return False
        self.changes.updates[Guardian, GUARDIAN].append(tuple(getattr(fresh, column) for column in GUARDIAN))
        return True

    def _contacts(self, pupil: int, of: str, phones: list[IncomingPhone], here: list[PhoneNumberRow]) -> bool:
        """The roster's numbers first and in its order; others that are known stay behind them."""
        if not phones:
            return False
        order = {phone.blind: place for place, phone in enumerate(phones)}
        others = [contact for contact in here if contact.number_index not in order]
        order |= {contact.number_index: len(phones) + place for place, contact in enumerate(others)}
        moved = [(one.id, order[one.number_index]) for one in here if one.order != order[one.number_index]]
        self.changes.updates[PhoneNumber, CONTACT] += moved
        return self._add_contacts(pupil, of, phones, {contact.number_index for contact in here}) or bool(moved)

    def _add_contacts(self, pupil: int, of: str, phones: list[IncomingPhone], known: Any) -> bool:
        fresh = [(place, phone) for place, phone in enumerate(phones) if phone.blind not in known]
        for place, phone in fresh:
            seal_id = uuid7()
            envelope = self._sealer(PhoneNumber, seal_id)("number", phone.number)
            self.changes.inserts[PhoneNumber].append(
                (pupil, uuid7(), seal_id, of, envelope, phone.blind, place, None, "")
            )
        return bool(fresh)

    # -- what was stated

    def _claim(self, pupil: int, row: IncomingPupil, standing: ExistingRows) -> bool:
        here = standing.claim
        if not row.stated or (here and here.reported == row.stated):
            return False
        if here and here.reported_on >= self._today:
            self.changes.updates[ReportedStatus, CLAIM].append((here.id, row.stated))
            return True
        if here:
            self.changes.updates[ReportedStatus, CLOSED].append((here.id, self._today))
        self.changes.inserts[ReportedStatus].append((pupil, row.stated, self._today, None))
        return True


def _archive_because(row: IncomingPupil) -> str:
    """Why a new pupil's archive opens, as basis.needs_archive decides for those who are here; "" where it does not."""
    if row.stated and row.stated != ReportedLeftBehind.NONE:
        return "reported"
    return "d1" if any(word.whereabouts == Whereabouts.AWAY for word in row.parents.values()) else ""
