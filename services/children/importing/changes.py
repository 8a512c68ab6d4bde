"""What an import will write: rows per table, by database column. New pupils have negative ids until then."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from services.children.importing.incoming import STATED, ClassKey
from services.children.models import Guardian, ParentWhereabouts, PhoneNumber, PupilPrivate, ReportedStatus

CHUNK_SIZE = 5_000  # rows compared and written together: few enough for memory, enough to be worth a statement a table

# The first column is the pupil (or the row's own id in an update); school and county are added when written.
INSERTS: dict[type[Model], tuple[str, ...]] = {
    PupilPrivate: (
        "pupil_id", "seal_id", "id_kind", "id_paper", "id_number", "id_index", "student_number", "student_index",
        "address", "household_address",
    ),
    ParentWhereabouts: (
        "pupil_id", "parent", "name", "whereabouts", "away_since", "location", "is_capable_guardian", "since", "until",
    ),
    Guardian: ("pupil_id", "public_id", "order", "name", "relation", "relation_text", "age", "since", "until"),
    PhoneNumber: (
        "pupil_id", "public_id", "seal_id", "owner", "number", "number_index", "order", "verified_on", "verification",
    ),
    ReportedStatus: ("pupil_id", "reported", "reported_on", "until"),
}  # fmt: skip
# The columns that an update may set; each pair of table and columns is one statement.
PUPIL = (
    *STATED, "pinyin", "initials", "school_class_id", "state", "left_on", "person_key", "updated_at", "revision",
)  # fmt: skip
PRIVATE = ("id", *INSERTS[PupilPrivate][2:])
WHEREABOUTS = ("id", "name", "whereabouts", "location", "away_since")
GUARDIAN = ("id", "name", "relation", "relation_text", "age")
REPORTED, ORDER, CLOSED, RETURNED = ("id", "reported"), ("id", "order"), ("id", "until"), ("id", "returned_on")
Row = tuple[object, ...]
PupilColumns = dict[str, object]  # column of PUPIL → value; school_class_id is a ClassKey until it is written
Item = TypeVar("Item")


@dataclass
class NewPupil:
    """A pupil to create."""

    public_id: UUID
    columns: PupilColumns


@dataclass
class Changes:
    """The changes of one chunk of a roster: RowDiff fills them, the writer writes them."""

    new: list[NewPupil] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    family_changed: set[int] = field(default_factory=set)  # whose contact card is out of date
    moved: set[int] = field(default_factory=set)  # to another class
    unchanged: int = 0
    previewed: int = 0  # new pupils of a preview, of whom nothing else is kept
    pupils: list[PupilColumns] = field(default_factory=list)
    inserts: dict[type[Model], list[Row]] = field(default_factory=lambda: defaultdict(list))
    updates: dict[tuple[type[Model], tuple[str, ...]], list[Row]] = field(default_factory=lambda: defaultdict(list))
    case_files: list[tuple[int, str]] = field(default_factory=list)  # (new pupil, opening reason)
    classes: set[ClassKey] = field(default_factory=set)

    @property
    def counts(self) -> dict[str, int]:
        """How many pupils are new, changed and unchanged."""
        return {"new": len(self.new) + self.previewed, "changed": len(self.changed), "unchanged": self.unchanged}

    def enrol(self, new: NewPupil) -> int:
        """Add a pupil to create; its temporary id: -1, -2, …"""
        self.new.append(new)
        return -len(self.new)


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Split into parts of CHUNK_SIZE."""
    for start in range(0, len(items), CHUNK_SIZE):
        yield items[start : start + CHUNK_SIZE]
