"""A cleaned row while it is being made, and the context it is read in."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.children.roster.cells.classes import Calendar
from services.children.roster.issues import ERROR, MESSAGES, CellProblem
from services.kit.xlsx.reader import EPOCH

_NEEDED = ("name", "sex", "birth_date", "grade")  # may be wanting without an issue where the column is


@dataclass(frozen=True)
class ReadContext:
    """The school, the day and the calendar that a roster is read for."""

    school_name: str
    today: date
    term_start: date
    calendar: Calendar
    site_names: tuple[str, ...] = ()
    county_name: str = ""
    township_name: str = ""
    epoch: date = EPOCH  # from which the workbook counts days


@dataclass
class RosterRecord:
    """A cleaned row. Its issues are (field, problem, other fields that may be wrong instead)."""

    values: dict[str, Any]  # in the end result.RosterValues
    derived_from_id: list[str] = field(default_factory=list)
    issues: list[tuple[str, CellProblem, tuple[str, ...]]] = field(default_factory=list)
    has_number: bool = False  # an ID number, readable or not

    def add_issue(self, name: str, problem: CellProblem, *others: str) -> None:
        """Add an issue to a field."""
        self.issues.append((name, problem, others))

    def has_issue(self, *names: str) -> bool:
        """Whether one of these fields has an issue."""
        return any(name in names for name, _, _ in self.issues)

    @property
    def is_acceptable(self) -> bool:
        """Whether it is known who the pupil is, and no issue is an error."""
        return all(self.values.get(name) for name in _NEEDED) and all(
            MESSAGES[problem.code][0] != ERROR for _, problem, _ in self.issues
        )
