"""The sealed parts of an import: packed, sealed, and opened again."""

import base64
import zlib
from typing import Any

import orjson

from services.children.models import RosterFile, RosterImport
from services.children.roster.issues import RosterIssue
from services.children.roster.reader import Rows

_FAST = 1  # zlib level: rows shrink to a sixth already


def put(file: RosterFile, column: str, content: bytes) -> None:
    """Seal bytes into a column of the file; not saved yet."""
    file.seal(column, base64.b64encode(zlib.compress(content, _FAST)).decode())


def get(file: RosterFile, column: str) -> bytes:
    """The bytes of a column, b"" when there are none."""
    packed = file.unseal(column)
    return zlib.decompress(base64.b64decode(packed)) if packed else b""


def put_rows(file: RosterFile, rows: Rows) -> None:
    put(file, "rows", b"\n".join(rows.lines))


def rows_of(roster: RosterImport) -> Rows:
    """Every row that was read: sheet, row, acceptable, faults (codes), from_id, values."""
    lines = get(_file(roster, "rows"), "rows")
    return Rows(lines.split(b"\n") if lines else [])


def page_of(
    roster: RosterImport, start: int, size: int, *, only_faulty: bool = False
) -> list[tuple[int, dict[str, Any]]]:
    """(place, row) of `size` rows from a place on; with `only_faulty` of those that have a fault."""
    found = []
    for place, line in enumerate(get(_file(roster, "rows"), "rows").split(b"\n")):
        if place < start or not line or (only_faulty and b'"issues":[]' in line):
            continue
        found.append((place, orjson.loads(line)))
        if len(found) == size:
            break
    return found


def put_summary(file: RosterFile, sheets: list[dict[str, Any]], issues: list[RosterIssue]) -> None:
    put(file, "summary", orjson.dumps({"sheets": sheets, "issues": [issue.packed() for issue in issues]}))


def summary_of(roster: RosterImport) -> tuple[list[dict[str, Any]], list[RosterIssue]]:
    """The sheets as they were understood, and the faults."""
    plain = get(_file(roster, "summary"), "summary")
    if not plain:
        return [], []
    told = orjson.loads(plain)
    return told["sheets"], [RosterIssue(**one) for one in told["issues"]]


def content_of(roster: RosterImport) -> bytes:
    return get(_file(roster, "content"), "content")


def before_of(roster: RosterImport) -> dict[str, Any]:
    """What an undo puts back (snapshots.py)."""
    told: dict[str, Any] = orjson.loads(get(_file(roster, "undo_snapshot"), "undo_snapshot") or b"{}")
    return told


def _file(roster: RosterImport, column: str) -> RosterFile:
    return RosterFile.objects.only("school_id", "county_id", "seal_id", column).get(roster_import=roster)
