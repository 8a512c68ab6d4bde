"""Store and load the sealed columns of a roster import: workbook, rows, issues, undo snapshot.

Each column is compressed and encrypted. Storing sets it on the row and leaves saving to the caller.
"""

import base64
import zlib
from dataclasses import dataclass, field

import orjson
from django.utils.translation import gettext as _

from services.children.importing.snapshots import UndoSnapshot
from services.children.models import RosterFile, RosterImport
from services.children.roster.columns import ColumnReading
from services.children.roster.issues import RosterIssue
from services.children.roster.reader import Rows
from services.children.roster.result import RosterRow, SheetSummary
from services.kit.exceptions import ApplicationError

_ZLIB_LEVEL = 1  # the fastest level already shrinks rows to a sixth
_NO_ISSUES = b'"issues":[]'  # found in the JSON of a row without issues


class FileDeleted(ApplicationError):
    """The workbook and the rows read from it were deleted: their time was over (services.retention)."""


def seal_bytes(file: RosterFile, column: str, content: bytes) -> None:
    """Compress and encrypt bytes into a column, without saving the row."""
    # Base64, because the vault encrypts text.
    file.seal(column, base64.b64encode(zlib.compress(content, _ZLIB_LEVEL)).decode())


def unseal_bytes(file: RosterFile, column: str) -> bytes:
    """Decrypt and decompress a column; b"" for NULL."""
    packed = file.unseal(column)
    return zlib.decompress(base64.b64decode(packed)) if packed else b""


def seal_rows(file: RosterFile, rows: Rows) -> None:
    """Set the column `rows`: one line of JSON per row."""
    seal_bytes(file, "rows", b"\n".join(rows.lines))


def has_file(roster: RosterImport) -> bool:
    return RosterFile.objects.filter(roster_import=roster).exists()


def require_file(roster: RosterImport) -> None:
    """Raise FileDeleted unless the workbook is still there."""
    if not has_file(roster):
        raise FileDeleted(_("名册文件保留 90 天，已经到期删除；导入的结果还在。"))


def load_rows(roster: RosterImport) -> Rows:
    """Every row that was read from the workbook."""
    lines = unseal_bytes(_file(roster, "rows"), "rows")
    return Rows(lines.split(b"\n") if lines else [])


def load_page(roster: RosterImport, start: int, size: int, *, only_faulty: bool = False) -> list[tuple[int, RosterRow]]:
    """(index, row) of at most `size` rows from index `start` on; with `only_faulty` only of rows with an issue.

    Empty once the file is deleted.
    """
    page: list[tuple[int, RosterRow]] = []
    if not has_file(roster):
        return page
    for index, line in enumerate(unseal_bytes(_file(roster, "rows"), "rows").split(b"\n")):
        if index < start or not line or (only_faulty and _NO_ISSUES in line):
            continue
        page.append((index, orjson.loads(line)))
        if len(page) == size:
            break
    return page


@dataclass(frozen=True)
class Summary:
    """How each sheet and each column was read, and the issues."""

    sheets: list[SheetSummary] = field(default_factory=list)
    issues: list[RosterIssue] = field(default_factory=list)
    columns: list[ColumnReading] = field(default_factory=list)


def seal_summary(file: RosterFile, summary: Summary) -> None:
    """Set the column `summary`."""
    issues = [issue.packed() for issue in summary.issues]
    seal_bytes(file, "summary", orjson.dumps({"sheets": summary.sheets, "issues": issues, "columns": summary.columns}))


def load_summary(roster: RosterImport) -> Summary:
    """Empty before the workbook is read, and once it is deleted."""
    packed = unseal_bytes(_file(roster, "summary"), "summary") if has_file(roster) else b""
    if not packed:
        return Summary()
    summary = orjson.loads(packed)
    issues = [RosterIssue(**issue) for issue in summary["issues"]]
    return Summary(summary["sheets"], issues, summary.get("columns", []))  # read before columns were kept


def load_content(roster: RosterImport) -> bytes:
    """The bytes of the uploaded workbook."""
    return unseal_bytes(_file(roster, "content"), "content")


def load_undo_snapshot(roster: RosterImport) -> UndoSnapshot:
    """What an undo restores, as it was before the commit."""
    snapshot: UndoSnapshot = orjson.loads(unseal_bytes(_file(roster, "undo_snapshot"), "undo_snapshot"))
    return snapshot


def _file(roster: RosterImport, column: str) -> RosterFile:
    """The row with this sealed column only: each column may have megabytes. Raises FileDeleted."""
    require_file(roster)
    return RosterFile.objects.only("school_id", "county_id", "seal_id", column).get(roster_import=roster)
