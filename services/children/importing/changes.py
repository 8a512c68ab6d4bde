"""What an import will write: rows per table, by database column. Pupils that are not there yet have negative ids."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model

from services.children.importing.incoming import ClassKey
from services.children.models import (
    ContactCard,
    Guardian,
    ParentWhereabouts,
    PhoneNumber,
    Pupil,
    PupilPrivate,
    ReportedStatus,
)

# The first column is the pupil (or the row's own id in an update); school and county are added when written.
INSERTS: dict[type[Model], tuple[str, ...]] = {
    PupilPrivate: (
        "pupil_id", "seal_id", "id_kind", "id_paper", "id_number", "id_index", "student_number", "student_index",
        "address", "household_address",
    ),
    ParentWhereabouts: (
        "pupil_id", "parent", "name", "whereabouts", "away_since", "location", "is_capable_guardian", "since", "until",
    ),
    Guardian: ("pupil_id", "public_id", "name", "relation", "relation_text", "age", "since", "until"),
    PhoneNumber: (
        "pupil_id", "public_id", "seal_id", "owner", "number", "number_index", "order", "verified_on", "verification",
    ),
    ReportedStatus: ("pupil_id", "reported", "reported_on", "until"),
}  # fmt: skip
# What an update may set; each (table, columns) is one statement.
PUPIL = (
    "name", "pinyin", "initials", "sex", "birth_date", "ethnicity", "school_class_id", "boarding", "household",
    "enrolled_on", "state", "left_on", "person_key", "remark", "updated_at", "revision",
)  # fmt: skip
PRIVATE = ("id", *INSERTS[PupilPrivate][2:])
FACT = ("id", "name", "whereabouts", "location", "away_since")
GUARDIAN = ("id", "name", "relation", "relation_text", "age")
CLAIM, CONTACT, CLOSED = ("id", "reported"), ("id", "order"), ("id", "until")
TABLES: tuple[type[Model], ...] = (
    Pupil,
    PupilPrivate,
    ParentWhereabouts,
    Guardian,
    PhoneNumber,
    ReportedStatus,
    ContactCard,
)


@dataclass
class NewPupil:
    public_id: UUID
    values: dict[str, Any]  # PUPIL, with the class still a key


@dataclass
class Changes:
    """Of one piece of a roster: filled by comparing, emptied by writing."""

    new: list[NewPupil] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    family_changed: set[int] = field(default_factory=set)  # whose contact card is out of date
    moved: set[int] = field(default_factory=set)  # to another class
    unchanged: int = 0
    foreseen: int = 0  # new pupils of a preview, of whom nothing else is kept
    pupils: list[dict[str, Any]] = field(default_factory=list)
    inserts: dict[type[Model], list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    updates: dict[tuple[type[Model], tuple[str, ...]], list[tuple[Any, ...]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    case_files: list[tuple[int, str]] = field(default_factory=list)  # (new pupil, because)
    classes: set[ClassKey] = field(default_factory=set)

    @property
    def counts(self) -> dict[str, int]:
        return {"new": len(self.new) + self.foreseen, "changed": len(self.changed), "unchanged": self.unchanged}

    def enrol(self, new: NewPupil) -> int:
        """The stand-in id of a pupil to be created: -1, -2, …"""
        self.new.append(new)
        return -len(self.new)
