"""A whole reading beside the whole school: the changes it would make, and the faults only the school can tell."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.children.importing import standing
from services.children.importing.changes import Changes
from services.children.importing.comparing import Comparison
from services.children.importing.matching import match
from services.children.importing.wanted import from_values, sought
from services.children.roster.faults import Fault
from services.schools.kinds import school_here
from services.schools.models import Term
from services.schools.queries import school_year_of


@dataclass
class Outcome:
    """What committing would do. `faults` by place of the row among the rows."""

    changes: Changes
    faults: dict[int, Fault] = field(default_factory=dict)


def term_of_import(today: date) -> tuple[date, int]:
    """(first day, school year) of the term a roster is for: the running one, or the next when it is holidays."""
    term = Term.objects.filter(ends_on__gte=today).order_by("begins_on").first()
    term = term or Term.objects.order_by("-begins_on").first()
    if term:
        return term.begins_on, term.school_year
    year = school_year_of(today)
    return date(year, 9, 1), year


def compare(
    rows: Sequence[dict[str, Any]],
    sheets: list[dict[str, Any]],
    *,
    today: date,
    now: datetime,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
    is_preview: bool = False,
) -> Outcome:
    """Against the scope's school; reads only. Goes through the rows twice, one at a time: they may be packed."""
    with _uncollected():
        return _compared(rows, sheets, today, now, tell, is_preview=is_preview)


def _compared(
    rows: Sequence[dict[str, Any]],
    sheets: list[dict[str, Any]],
    today: date,
    now: datetime,
    tell: Callable[[int, int], None],
    *,
    is_preview: bool,
) -> Outcome:
    _start, year = term_of_import(today)
    matches = match([sought(row["values"]) for row in rows if row["acceptable"]])
    here = standing.of({one.pupil for one in matches if one.pupil})
    keys = {pk: key for key, pk in standing.classes().items()}
    comparison = Comparison(school_here(), keys, today, now)
    columns = _name_columns(sheets)
    outcome = Outcome(comparison.changes)
    places = ((place, row) for place, row in enumerate(rows) if row["acceptable"])
    for number, ((place, row), found) in enumerate(zip(places, matches, strict=True)):
        if found.fault:
            where = columns.get(row["sheet"], (None, None))
            outcome.faults[place] = Fault(found.fault, row["sheet"], row["row"], *where)
        elif found.pupil:
            comparison.compare(from_values(row["values"], year), here[found.pupil])
        elif is_preview:
            comparison.count_new()
        else:
            comparison.enrol(from_values(row["values"], year))
        tell(number, len(matches))
    return outcome


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hundreds of thousands of rows live until they are written: looking for garbage among them doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _name_columns(sheets: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """The column of the names by sheet, to put a fault of the whole row on."""
    return {
        sheet["name"]: (column["column"], column["header"])
        for sheet in sheets
        for column in sheet["columns"]
        if column["field"] == "name"
    }
