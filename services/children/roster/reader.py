"""Read a roster workbook to plain rows and issues: `read_roster`, which never raises for what is in a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, overload

import orjson

from services.children.roster.columns import ColumnReading, is_undecided
from services.children.roster.issues import ERROR, TOO_MANY, RosterIssue
from services.children.roster.result import RosterCounts, RosterRow, SheetSummary
from services.kit.execution import sandbox
from services.kit.xlsx.errors import UnreadableWorkbook, WorkbookLimits
from services.kit.xlsx.inspection import inspect_size

ACCEPT, REFUSE = "accept", "refuse"
_TARGET = "services.children.roster.sandboxed:read"
# Processor time, so that a busy machine refuses no usual file: 60,000 rows take seven seconds and 170 MB. Together with
# the worker that waits for it, a child process at its limit stays under 512 MB.
LIMITS = sandbox.SandboxLimits(elapsed_seconds=60, cpu_seconds=18, memory_bytes=320 * 1024 * 1024)

_FIELD_MISSED = {"sex_missing": "sex", "birth_missing": "birth_date"}  # where the number does not tell it either


class Rows(Sequence[RosterRow]):
    """The rows of a reading, kept packed (60,000 take some 50 MB) and unpacked one by one."""

    def __init__(self, lines: list[bytes]) -> None:
        self.lines = lines

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[RosterRow]:
        return map(orjson.loads, self.lines)

    @overload
    def __getitem__(self, index: int) -> RosterRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[RosterRow]: ...
    def __getitem__(self, index: int | slice) -> RosterRow | list[RosterRow]:
        if isinstance(index, slice):
            return [orjson.loads(line) for line in self.lines[index]]
        row: RosterRow = orjson.loads(self.lines[index])
        return row


@dataclass
class RosterReading:
    """What a workbook holds. Any error makes the outcome REFUSE, warnings do not."""

    outcome: str
    counts: RosterCounts
    sheets: list[SheetSummary]
    issues: list[RosterIssue]
    columns: list[ColumnReading] = field(default_factory=list)
    rows: Rows = field(default_factory=lambda: Rows([]))
    faulty: dict[str, Any] = field(default_factory=lambda: {"frames": {}, "rows": []})

    @property
    def is_to_be_mapped(self) -> bool:
        """Whether somebody must say what columns are before the rows can be judged, or before one is left out."""
        if not any(map(is_undecided, self.columns)):
            return False
        errors = [issue for issue in self.issues if issue.level == ERROR]
        # where most rows are wrong, it is a column that they lack
        is_mostly_wrong = self.counts["acceptable"] * 2 < self.counts["rows"]
        return not errors or is_mostly_wrong or any(map(self._is_for_want_of_a_column, errors))

    def _is_for_want_of_a_column(self, issue: RosterIssue) -> bool:
        if issue.code not in _FIELD_MISSED:
            return issue.code == "column_missing"
        columns = (column for column in self.columns if column["sheet"] == issue.sheet and not is_undecided(column))
        return all(column["field"] != _FIELD_MISSED[issue.code] for column in columns)

    def as_json(self, *, with_rows: bool = False) -> dict[str, object]:
        """As plain JSON; without the rows it holds no pupil's number or telephone."""
        plain: dict[str, object] = {"outcome": self.outcome, "counts": self.counts, "sheets": self.sheets}
        plain["issues"] = [issue.as_json() for issue in self.issues]
        return plain | {"rows": list(self.rows)} if with_rows else plain


def read_roster(
    path: Path | str,
    *,
    school_name: str,
    today: date,
    term_start: date,
    site_names: Sequence[str] = (),
    county_name: str = "",
    township_name: str = "",
    aliases: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    corrections: Sequence[tuple[str, int, Mapping[str, str], bool]] = (),
    namesakes: Sequence[tuple[str, str]] = (),
) -> RosterReading:
    """Read an untrusted workbook in a sandbox.

    `aliases`: a county's own headers, {header: field}; `answers`: what the school said of its columns, {key: field},
    "" for those left out; `site_names`: the school's teaching points; `county_name`, `township_name`: what may stand
    in front of its name; `term_start`: first day of the term, against
    which 2021级 and ages are read; `corrections`: as `faulty.Overlay.of_plain` takes them;
    `namesakes`: (name, birth date) that several pupils of the school share. A file that cannot be
    read is refused with one issue of the whole file.
    """
    kwargs = {
        "path": str(Path(path).resolve()),
        "school_name": school_name,
        "site_names": list(site_names),
        "county_name": county_name,
        "township_name": township_name,
        "today": today.isoformat(),
        "term_start": term_start.isoformat(),
        "aliases": dict(aliases or {}),
        "answers": dict(answers or {}),
        "corrections": list(corrections),
        "namesakes": list(namesakes),
    }
    try:
        inspect_size(Path(path), WorkbookLimits())
        return unpacked(sandbox.run(_TARGET, kwargs, LIMITS))
    except UnreadableWorkbook as unreadable:
        return _refusal(unreadable.code, unreadable.params)
    except sandbox.SandboxError as error:
        return _refusal(error.code, {})


def _refusal(code: str, params: Mapping[str, object]) -> RosterReading:
    """The reading of a file that could not be read at all."""
    counts = RosterCounts(rows=0, acceptable=0, errors=1, warnings=0, left_behind={}, classes=0, issues_left_out=0)
    return RosterReading(REFUSE, counts, [], [RosterIssue(f"file_{code}", params=params)])


def unpacked(output: bytes) -> RosterReading:
    """What `sandboxed.read` wrote."""
    *lines, summary = output.split(b"\n")
    plain = orjson.loads(summary)
    issues = [RosterIssue(**packed) for packed in plain["issues"]]
    is_too_long = any(issue.code == TOO_MANY for issue in issues)  # nobody reads or compares its rows
    rows = Rows([] if is_too_long else lines)
    return RosterReading(
        plain["outcome"], plain["counts"], plain["sheets"], issues, plain["columns"], rows, plain["faulty"]
    )
