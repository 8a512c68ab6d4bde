"""Compare a row's family with what the database holds. A change of facts ends the old row and begins a new one."""

from collections.abc import Collection
from datetime import date

from services.children.importing.changes import CLOSED, GUARDIAN, ORDER, REPORTED, WHEREABOUTS, Changes
from services.children.importing.existing import ExistingRows, GuardianRow, PhoneNumberRow
from services.children.importing.incoming import IncomingGuardian, IncomingParent, IncomingPhone, IncomingPupil
from services.children.importing.sealing import Sealer
from services.children.models import Guardian, ParentWhereabouts, PhoneNumber, ReportedStatus
from services.kit.ids import uuid7

_MAX_RELATION = 30  # characters


class FamilyDiff:
    """Adds the changes of families to `changes`; every method returns whether there were any."""

    def __init__(self, changes: Changes, sealer: Sealer, today: date) -> None:
        self._changes, self._sealer, self._today = changes, sealer, today

    def insert(self, pupil: int, row: IncomingPupil) -> None:
        """Add the family of a new pupil."""
        for parent, incoming in row.parents.items():
            self._insert_whereabouts(pupil, parent, incoming)
        for order, guardian in row.guardians.items():
            self._insert_guardian(pupil, order, guardian)
        for owner, phones in row.phones.items():
            self._insert_phones(pupil, owner, phones, ())
        if row.reported:
            self._changes.inserts[ReportedStatus].append((pupil, row.reported, self._today, None))

    def compare(self, pupil: int, row: IncomingPupil, existing: ExistingRows) -> bool:
        """Add what differs in whereabouts, guardian and phone numbers: what a contact card shows."""
        # a list, not `any` of a generator: every part must be compared
        changed = [
            *(self._compare_whereabouts(pupil, parent, incoming, existing) for parent, incoming in row.parents.items()),
            *(
                self._compare_guardian(pupil, order, guardian, existing.guardians.get(order))
                for order, guardian in row.guardians.items()
            ),
            *(
                self._compare_phones(pupil, owner, phones, existing.phone_numbers[owner])
                for owner, phones in row.phones.items()
            ),
        ]
        return any(changed)

    def compare_reported(self, pupil: int, row: IncomingPupil, existing: ExistingRows) -> bool:
        """Add another reported status; within one day it replaces the one before."""
        current = existing.reported_status
        if not row.reported or (current and current.reported == row.reported):
            return False
        if current and current.reported_on >= self._today:
            self._changes.updates[ReportedStatus, REPORTED].append((current.id, row.reported))
            return True
        if current:
            self._changes.updates[ReportedStatus, CLOSED].append((current.id, self._today))
        self._changes.inserts[ReportedStatus].append((pupil, row.reported, self._today, None))
        return True

    def _insert_whereabouts(self, pupil: int, parent: str, incoming: IncomingParent) -> bool:
        if not any(incoming):
            return False
        self._changes.inserts[ParentWhereabouts].append((
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
        # two rosters on one day are a correction, not two facts
        if (has_moved or left_again) and current.since < self._today:
            self._changes.updates[ParentWhereabouts, CLOSED].append((current.id, self._today))
            self._changes.inserts[ParentWhereabouts].append((
                pupil, parent, fresh.name, fresh.whereabouts, fresh.away_since, fresh.location,
                current.is_capable_guardian, self._today, None,
            ))  # fmt: skip
        else:
            row = tuple(getattr(fresh, column) for column in WHEREABOUTS)
            self._changes.updates[ParentWhereabouts, WHEREABOUTS].append(row)
        return True

    def _insert_guardian(self, pupil: int, order: int, incoming: IncomingGuardian) -> bool:
        name, relation, relation_text, age = incoming
        if not name:
            return False
        details = (relation or "", (relation_text or "")[:_MAX_RELATION], age)
        self._changes.inserts[Guardian].append((pupil, uuid7(), order, name, *details, self._today, None))
        return True

    def _compare_guardian(
        self, pupil: int, order: int, incoming: IncomingGuardian, current: GuardianRow | None
    ) -> bool:
        if current is None:
            return self._insert_guardian(pupil, order, incoming)
        name, relation, relation_text, age = incoming
        is_other = bool(name and name != current.name)
        if is_other and current.since < self._today:
            self._changes.updates[Guardian, CLOSED].append((current.id, self._today))
            return self._insert_guardian(pupil, order, incoming)
        fresh = current._replace(
            name=name or current.name,
            relation=relation or ("" if is_other else current.relation),
            relation_text=(relation_text or ("" if is_other else current.relation_text))[:_MAX_RELATION],
            age=age or (None if is_other else current.age),
        )
        if fresh == current:
            return False
        self._changes.updates[Guardian, GUARDIAN].append(tuple(getattr(fresh, column) for column in GUARDIAN))
        return True

    def _compare_phones(
        self, pupil: int, owner: str, phones: list[IncomingPhone], current: list[PhoneNumberRow]
    ) -> bool:
        """The roster's numbers come first, in its order; other known numbers stay behind them."""
        if not phones:
            return False
        order = {phone.number_index: position for position, phone in enumerate(phones)}
        # a number that a person has verified is never dropped because a roster lacks it
        others = [row for row in current if row.number_index not in order]
        order |= {row.number_index: len(phones) + position for position, row in enumerate(others)}
        moved = [(row.id, order[row.number_index]) for row in current if row.order != order[row.number_index]]
        self._changes.updates[PhoneNumber, ORDER] += moved
        known = {row.number_index for row in current}
        return self._insert_phones(pupil, owner, phones, known) or bool(moved)

    def _insert_phones(self, pupil: int, owner: str, phones: list[IncomingPhone], known: Collection[str]) -> bool:
        fresh = [(position, phone) for position, phone in enumerate(phones) if phone.number_index not in known]
        for position, phone in fresh:
            seal_id = uuid7()
            envelope = self._sealer.of_row(PhoneNumber, seal_id)("number", phone.number)
            self._changes.inserts[PhoneNumber].append(
                (pupil, uuid7(), seal_id, owner, envelope, phone.number_index, position, None, "")
            )
        return bool(fresh)
