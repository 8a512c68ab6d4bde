"""Check one corrected row by the rules of the import, and against the other rows of its workbook."""

from collections.abc import Mapping
from typing import NamedTuple, cast

from services.children.importing import matching, storage
from services.children.importing.correction.rows import Position
from services.children.importing.incoming import MatchKey, match_key
from services.children.importing.matching import match
from services.children.models import RosterImport
from services.children.roster import faulty, sandboxed
from services.children.roster.faulty import SheetFrame
from services.children.roster.issues import CellProblem, RosterIssue
from services.children.roster.record import ReadContext, RosterRecord
from services.children.roster.result import AcceptableValues
from services.children.roster.rows import RowReader

Key = tuple[str, ...]


class OtherRows(NamedTuple):
    """The rows that were read: where each key occurs first, and by what the acceptable ones are matched."""

    keys: dict[Key, Position]
    matched_by: dict[Position, MatchKey]


def issues_of(
    position: Position,
    cells: Mapping[str, str | float],
    *,
    frame: SheetFrame,
    context: ReadContext,
    others: OtherRows,
    may_be_class_ten: bool = False,
) -> list[RosterIssue]:
    """What is still wrong with the cells of a row.

    `others`: what the other rows say; `may_be_class_ten`: the sheet left open whether its number 3.1 is 3.10.
    """
    reader = faulty.reader_of(frame, context)
    record = reader.read(faulty.values_of(cells))
    for code, name, key in sandboxed.keys_of(record):
        if (other := others.keys.get(key)) and other != position:
            in_sheet = "" if other[0] == position[0] else f"“{other[0]}”"
            record.add_issue(name, CellProblem(code, {"sheet": in_sheet, "row": other[1]}))
            break
    if may_be_class_ten and (point := reader.class_number(faulty.values_of(cells))) is not None:
        record.add_issue("class", CellProblem("class_point_one", {"value": str(point)}))
    if record.is_acceptable and (code := _unclear(position, cast("AcceptableValues", record.values), others)):
        record.add_issue("name", CellProblem(code))
    return [_issue(position, reader, name, problem, also) for name, problem, also in record.issues]


def _issue(
    position: Position, reader: RowReader, name: str, problem: CellProblem, also: tuple[str, ...]
) -> RosterIssue:
    column = reader.column_of.get(name)
    letters = [reader.column_of[other].letters for other in also if other in reader.column_of]
    where = (column.letters, column.header) if column else (None, None)
    return RosterIssue(problem.code, position[0], position[1], where[0], where[1], problem.params, letters)


def _unclear(position: Position, values: AcceptableValues, others: OtherRows) -> str:
    """The code of the issue where it is not clear which pupil of the school the row is about, else ""."""
    matched_by = {**others.matched_by, position: match_key(values)}
    return dict(zip(matched_by, match(list(matched_by.values())), strict=True))[position].issue


def others_of(roster: RosterImport, left_out: frozenset[Position]) -> OtherRows:
    """What was read of all rows but those left out: no two may have the same key, or be the same pupil."""
    keys: dict[Key, Position] = {}
    matched_by: dict[Position, MatchKey] = {}
    for row in storage.load_rows(roster):
        position = row["sheet"], row["row"]
        if position in left_out:
            continue
        if row["is_acceptable"] or matching.CODES.intersection(row["issues"]):
            matched_by[position] = match_key(cast("AcceptableValues", row["values"]))
        values = dict(row["values"])
        record = RosterRecord(values, has_number=bool(values.get("id_number")) or "id_" in "".join(row["issues"]))
        for _code, _name, key in sandboxed.keys_of(record):
            keys.setdefault(key, position)
    return OtherRows(keys, matched_by)
