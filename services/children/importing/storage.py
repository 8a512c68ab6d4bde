"""The sealed parts of an import: packed, sealed and opened again."""

import base64
import zlib

import orjson

from services.children.importing.snapshots import UndoSnapshot
from services.children.models import RosterFile, RosterImport
from services.children.roster.issues import RosterIssue
from services.children.roster.reader import Rows
from services.children.roster.result import RosterRow, SheetSummary

_ZLIB_LEVEL = 1  # the fastest; rows shrink to a sixth already
_NO_ISSUES = b'"issues":[]'  # in a packed row


def put(file: RosterFile, column: str, content: bytes) -> None:
    """Seal bytes into a column of the file, without saving it."""
    # the vault seals text
    file.seal(column, base64.b64encode(zlib.compress(content, _ZLIB_LEVEL)).decode())


def get(file: RosterFile, column: str) -> bytes:
    """The bytes of a column, b"" when there are none."""
    packed = file.unseal(column)
    return zlib.decompress(base64.b64decode(packed)) if packed else b""


def put_rows(file: RosterFile, rows: Rows) -> None:
    """Seal the rows, one line of JSON each."""
    put(file, "rows", b"\n".join(rows.lines))


def rows_of(roster: RosterImport) -> Rows:
    """Every row that was read."""
    lines = get(_file(roster, "rows"), "rows")
    return Rows(lines.split(b"\n") if lines else [])


def page_of(roster: RosterImport, start: int, size: int, *, only_faulty: bool = False) -> list[tuple[int, RosterRow]]:
    """(index, row) of `size` rows from an index on; with `only_faulty` of those that have an issue."""
    page: list[tuple[int, RosterRow]] = []
    for index, line in enumerate(get(_file(roster, "rows"), "rows").split(b"\n")):
        if index < start or not line or (only_faulty and _NO_ISSUES in line):
            continue
        page.append((index, orjson.loads(line)))
        if len(page) == size:
            break
    return page


def put_summary(file: RosterFile, sheets: list[SheetSummary], issues: list[RosterIssue]) -> None:
    """Seal how the sheets were understood, and the issues."""
    put(file, "summary", orjson.dumps({"sheets": sheets, "issues": [issue.packed() for issue in issues]}))


def summary_of(roster: RosterImport) -> tuple[list[SheetSummary], list[RosterIssue]]:
    """How the sheets were understood, and the issues."""
    packed = get(_file(roster, "summary"), "summary")
    if not packed:
        return [], []
    summary = orjson.loads(packed)
    return summary["sheets"], [RosterIssue(**issue) for issue in summary["issues"]]


def content_of(roster: RosterImport) -> bytes:
    """The uploaded workbook."""
    return get(_file(roster, "content"), "content")


def undo_snapshot_of(roster: RosterImport) -> UndoSnapshot:
    """What an undo restores."""
    snapshot: UndoSnapshot = orjson.loads(get(_file(roster, "undo_snapshot"), "undo_snapshot"))
    return snapshot


def _file(roster: RosterImport, column: str) -> RosterFile:
    """The file with one of its columns: each may have megabytes."""
    return RosterFile.objects.only("school_id", "county_id", "seal_id", column).get(roster_import=roster)
