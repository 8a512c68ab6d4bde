"""Compare the rows read from a workbook with the school: changes, and issues that the workbook alone does not show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from services.children.importing import existing
from services.children.importing.changes import CHUNK_SIZE, Changes
from services.children.importing.comparison.row_diff import RowDiff
from services.children.importing.existing import ExistingRows
from services.children.importing.incoming import from_values, match_key
from services.children.importing.matching import Match, match
from services.children.queries.rosters import term_of_import
from services.children.roster.issues import RosterIssue
from services.children.roster.result import AcceptableValues, RosterRow, SheetSummary
from services.schools.tenancy import current_school_id


@dataclass
class ImportDiff:
    """What a commit would change. `issues` maps a row's index to its issue; with any issue nothing may be committed.

    `chunks` is lazy and runs no queries; no two chunks hold the same pupil.
    """

    issues: dict[int, RosterIssue]
    chunks: Iterator[Changes]


def diff_roster(
    rows: Sequence[RosterRow],
    sheets: list[SheetSummary],
    *,
    today: date,
    now: datetime,
    is_preview: bool = False,
) -> ImportDiff:
    """Compare with the scope's school; only reads. Iterates twice over the rows, which may be held compressed."""
    _start, year = term_of_import(today)
    matches = match([match_key(values) for values in _acceptable(rows)])
    known = existing.load_existing({row.pupil for row in matches if row.pupil})
    class_keys = {pk: key for key, pk in existing.classes().items()}
    row_diff = RowDiff(current_school_id(), class_keys, today, now)
    chunks = _chunks(row_diff, rows, matches, known, year=year, is_preview=is_preview)
    return ImportDiff(_issues(rows, sheets, matches), chunks)


def _acceptable(rows: Sequence[RosterRow]) -> Iterator[AcceptableValues]:
    return (cast("AcceptableValues", row["values"]) for row in rows if row["is_acceptable"])


def _chunks(
    row_diff: RowDiff,
    rows: Sequence[RosterRow],
    matches: list[Match],
    known: dict[int, ExistingRows],
    *,
    year: int,
    is_preview: bool,
) -> Iterator[Changes]:
    for number, (values, matched) in enumerate(zip(_acceptable(rows), matches, strict=True), 1):
        if matched.issue:
            continue
        if matched.pupil:
            row_diff.compare(from_values(values, year), known[matched.pupil])
        elif is_preview:
            row_diff.preview()
        else:
            row_diff.enrol(from_values(values, year))
        if number % CHUNK_SIZE == 0:
            yield row_diff.take_changes()
    yield row_diff.take_changes()


def _issues(rows: Sequence[RosterRow], sheets: list[SheetSummary], matches: list[Match]) -> dict[int, RosterIssue]:
    """The issues of the matches, by index of the row."""
    if not any(matched.issue for matched in matches):
        return {}
    columns = _name_columns(sheets)
    acceptable = ((index, row) for index, row in enumerate(rows) if row["is_acceptable"])
    return {
        index: RosterIssue(matched.issue, row["sheet"], row["row"], *columns.get(row["sheet"], (None, None)))
        for (index, row), matched in zip(acceptable, matches, strict=True)
        if matched.issue
    }


def _name_columns(sheets: list[SheetSummary]) -> dict[str, tuple[str, str]]:
    """(letters, header) of the column of names, by sheet: an issue of the whole row is shown there."""
    return {
        sheet["name"]: (column["column"], column["header"])
        for sheet in sheets
        for column in sheet["columns"]
        if column["field"] == "name"
    }
