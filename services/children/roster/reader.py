"""A roster workbook to plain rows and faults: `read_roster`, which never raises for what is in a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, overload

import orjson

from services.children.roster.issues import TOO_MANY, RosterIssue
from services.kit import sandbox
from services.kit.xlsx.errors import UnreadableWorkbook, WorkbookLimits
from services.kit.xlsx.inspection import inspect_size

ACCEPT, REFUSE = "accept", "refuse"
_TARGET = "services.children.roster.sandboxed:read"
# Of processor time, so that a busy machine refuses no usual file; 60,000 rows take seven seconds and 170 MB. Beside the
# worker that waits for it, a child that goes to its limit stays under 512 MB.
_LIMITS = sandbox.SandboxLimits(wall_seconds=60, cpu_seconds=18, memory_bytes=320 * 1024 * 1024)


class Rows(Sequence[dict[str, Any]]):
    """The rows of a reading, kept packed (60,000 take some 50 MB) and unpacked one by one."""

    def __init__(self, lines: list[bytes]) -> None:
        self.lines = lines

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(orjson.loads, self.lines)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(index, slice):
            return [orjson.loads(line) for line in self.lines[index]]
        row: dict[str, Any] = orjson.loads(self.lines[index])
        return row


@dataclass
class RosterReading:
    """What a workbook says. Any error refuses the whole file; warnings let it pass.

    counts: rows, acceptable, errors, warnings, left_behind {claim: acceptable rows}, classes, issues_left_out.
    sheets: name, role, header_rows, columns. rows: sheet, row, acceptable, faults (codes), from_id, values.
    """

    outcome: str
    counts: dict[str, Any]
    sheets: list[dict[str, Any]]
    issues: list[RosterIssue]
    rows: Rows = field(default_factory=lambda: Rows([]))

    def as_json(self, *, with_rows: bool = False) -> dict[str, Any]:
        """As plain JSON; without the rows it holds no pupil's number or telephone."""
        plain: dict[str, Any] = {"outcome": self.outcome, "counts": self.counts, "sheets": self.sheets}
        plain["issues"] = [issue.as_json() for issue in self.issues]
        return plain | {"rows": list(self.rows)} if with_rows else plain


def read_roster(
    path: Path | str,
    *,
    school_name: str,
    today: date,
    term_start: date,
    synonyms: Mapping[str, str] | None = None,
) -> RosterReading:
    """Read a stranger's workbook in a sandbox.

    `synonyms`: a county's own header words, {word: field}; `term_start`: first day of the term, against which
    2021级 and ages are read. A file that cannot be read is a Reading refused with one fault for the whole file.
    """
    kwargs = {
        "path": str(Path(path).resolve()),
        "school_name": school_name,
        "today": today.isoformat(),
        "term_start": term_start.isoformat(),
        "synonyms": dict(synonyms or {}),
    }
    try:
        inspect_size(Path(path), WorkbookLimits())
        return _unpacked(sandbox.run(_TARGET, kwargs, _LIMITS))
    except UnreadableWorkbook as unreadable:
        return _refusal(unreadable.code, unreadable.params)
    except sandbox.SandboxError as refused:
        return _refusal(refused.code, {})


def _refusal(code: str, params: Mapping[str, Any]) -> RosterReading:
    """The reading of a file that could not be read at all."""
    counts = {"rows": 0, "acceptable": 0, "errors": 1, "warnings": 0, "left_behind": {}, "classes": 0}
    return RosterReading(REFUSE, counts | {"issues_left_out": 0}, [], [RosterIssue(f"file_{code}", params=params)])


def _unpacked(answer: bytes) -> RosterReading:
    *lines, summary = answer.split(b"\n")
    plain = orjson.loads(summary)
    issues = [RosterIssue(**one) for one in plain["issues"]]
    is_too_long = any(issue.code == TOO_MANY for issue in issues)  # nobody reads or compares its rows
    return RosterReading(plain["outcome"], plain["counts"], plain["sheets"], issues, Rows([] if is_too_long else lines))
