"""A cleaned row while it is being made, and what it is read against."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.children.roster.classes import Calendar
from services.children.roster.issues import ERROR, SENTENCES, CellProblem
from services.kit.xlsx.reader import EPOCH


@dataclass(frozen=True)
class ReadContext:
    """What a roster is read against."""

    school_name: str
    today: date
    term_start: date
    calendar: Calendar
    epoch: date = EPOCH  # from which the workbook counts days


@dataclass
class RosterRecord:
    """A cleaned row. Faults are (field to blame, problem, fields that may be blamed instead)."""

    values: dict[str, Any]
    derived_from_id: list[str] = field(default_factory=list)
    issues: list[tuple[str, CellProblem, tuple[str, ...]]] = field(default_factory=list)
    has_number: bool = False

    def add_issue(self, name: str, problem: CellProblem, *also: str) -> None:
        self.issues.append((name, problem, also))

    def has_issue(self, *names: str) -> bool:
        return any(name in names for name, _, _ in self.issues)

    @property
    def is_acceptable(self) -> bool:
        return all(SENTENCES[problem.code][0] != ERROR for _, problem, _ in self.issues)
