"""The faulty rows of an import and what people have made of them. Sealed with the workbook and deleted with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from services.children.importing import matching, storage
from services.children.models import RosterFile, RosterImport
from services.children.roster.faulty import FaultyRow, SheetFrame
from services.children.roster.issues import ERROR, RosterIssue

Position = tuple[str, int]  # sheet and row
_COLUMNS = ("faulty_rows", "corrections")


@dataclass
class Correction:
    """What somebody typed for a row. `is_read`: the workbook was read again with it, which judged the row anew."""

    sheet: str
    row: int
    cells: dict[str, str] = field(default_factory=dict)
    is_left_out: bool = False
    issues: list[dict[str, Any]] = field(default_factory=list)
    by: int = 0
    at: str = ""
    is_read: bool = False


@dataclass(frozen=True)
class CorrectableCell:
    """A cell of a faulty row: letters, header and field of its column, what is typed there now."""

    column: str
    header: str
    field: str
    text: str


@dataclass(frozen=True)
class CorrectableRow:
    """A faulty row as it is now; `number` names it until the workbook is read again."""

    number: int
    sheet: str
    row: int
    cells: list[CorrectableCell]
    issues: list[RosterIssue]
    is_left_out: bool
    corrected_by: int | None
    corrected_at: str | None

    @property
    def is_open(self) -> bool:
        """Whether it still keeps the roster from being imported."""
        return not self.is_left_out and any(issue.level == ERROR for issue in self.issues)

    @property
    def is_unreadable(self) -> bool:
        """Whether it is open for what is typed in it, and not only for who the school's pupils are by now."""
        errors = {issue.code for issue in self.issues if issue.level == ERROR}
        return not self.is_left_out and bool(errors - matching.CODES)


@dataclass
class FaultyRows:
    """All faulty rows of an import with their corrections, loaded for a change or to be shown."""

    file: RosterFile
    frames: dict[str, SheetFrame]
    rows: list[FaultyRow]
    corrections: dict[Position, Correction]
    issues: dict[Position, list[RosterIssue]]

    def __iter__(self) -> Any:
        return map(self.row, range(len(self.rows)))

    @property
    def remaining(self) -> int:
        """How many rows still have an error."""
        return sum(row.is_open for row in self)

    @property
    def may_be_read(self) -> bool:
        """Whether reading the workbook again may judge otherwise: rows that only matching leaves open count as such."""
        is_unclear = any(row.is_open for row in self)
        return (is_unclear or self.has_changes) and not any(row.is_unreadable for row in self)

    @property
    def has_changes(self) -> bool:
        """Whether something was corrected with which the workbook was not read again yet."""
        return any(not correction.is_read for correction in self.corrections.values())

    def by_level(self) -> tuple[list[int], list[int]]:
        """The numbers of the rows that were read with an error, and of those with warnings alone.

        Corrections move no row from one to the other, so that pages of them keep their rows.
        """
        positions = [(row["sheet"], row["row"]) for row in self.rows]
        is_wrong = [any(issue.level == ERROR for issue in self.issues.get(position, [])) for position in positions]
        return [n for n, wrong in enumerate(is_wrong) if wrong], [n for n, wrong in enumerate(is_wrong) if not wrong]

    def row(self, number: int) -> CorrectableRow:
        """Raises IndexError."""
        raw = self.rows[number]
        position = raw["sheet"], raw["row"]
        correction = self.corrections.get(position)
        is_new = correction is not None and not correction.is_read
        issues = (
            [RosterIssue(**packed) for packed in correction.issues]
            if correction and is_new
            else self.issues.get(position, [])
        )
        return CorrectableRow(
            number,
            *position,
            self._cells(raw, correction),
            issues,
            bool(correction and correction.is_left_out),
            correction.by if correction else None,
            correction.at if correction else None,
        )

    def _cells(self, raw: FaultyRow, correction: Correction | None) -> list[CorrectableCell]:
        typed = {**raw["cells"], **(correction.cells if correction else {})}
        frame = self.frames.get(raw["sheet"])
        columns = frame["columns"] if frame else []
        return [
            CorrectableCell(letters, header, name, shown(typed.get(letters, "")))
            for letters, header, _row, name in columns
        ]

    def save(self) -> None:
        """Seal the corrections and save them."""
        plain = [vars(correction) for correction in self.corrections.values()]
        storage.seal_bytes(self.file, "corrections", orjson.dumps(plain))
        self.file.save(update_fields=["corrections"])


def shown(typed: str | float) -> str:
    """A cell as text: 3.1, and 99900220150309 without an exponent."""
    return typed if isinstance(typed, str) else f"{typed:.15g}" if abs(typed) < 1e15 else str(typed)


def load(roster: RosterImport, *, for_update: bool = False) -> FaultyRows:
    """The faulty rows of an import; none before it is read and once its file is deleted."""
    files = RosterFile.objects.select_for_update() if for_update else RosterFile.objects.all()
    file = files.only("school_id", "county_id", "seal_id", *_COLUMNS).filter(roster_import=roster).first()
    if file is None:
        return FaultyRows(RosterFile(), {}, [], {}, {})
    packed = storage.unseal_bytes(file, "faulty_rows")
    faulty: Mapping[str, Any] = orjson.loads(packed) if packed else {"frames": {}, "rows": []}
    issues: dict[Position, list[RosterIssue]] = {}
    for issue in storage.load_summary(roster).issues:
        if issue.sheet and issue.row:
            issues.setdefault((issue.sheet, issue.row), []).append(issue)
    return FaultyRows(file, faulty["frames"], faulty["rows"], load_corrections(file), issues)


def load_corrections(file: RosterFile) -> dict[Position, Correction]:
    """What was corrected so far, by sheet and row."""
    packed = storage.unseal_bytes(file, "corrections")
    corrections = [Correction(**plain) for plain in orjson.loads(packed)] if packed else []
    return {(correction.sheet, correction.row): correction for correction in corrections}
