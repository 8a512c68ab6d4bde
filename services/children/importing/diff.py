"""A whole reading beside the whole school: the changes it would make, and the faults only the school can tell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.children.importing import existing
from services.children.importing.changes import Changes
from services.children.importing.existing import ExistingRows
from services.children.importing.incoming import from_values, match_key
from services.children.importing.matching import Match, match
from services.children.importing.row_diff import RowDiff
from services.children.roster.issues import RosterIssue
from services.schools.models import Term
from services.schools.queries import school_year_of
from services.schools.tenancy import current_school_id

CHUNK_SIZE = (
    5_000  # rows compared and written together: few enough to be held, enough to be worth a statement per table
)


@dataclass
class ImportDiff:
    """What committing would do. `faults` by place of the row among the rows; with any there is nothing to commit.

    The pieces are made when asked for, without the database; none touches a pupil of another.
    """

    issues: dict[int, RosterIssue]
    chunks: Iterator[Changes]


def term_of_import(today: date) -> tuple[date, int]:
    """(first day, school year) of the term a roster is for: the running one, or the next when it is holidays."""
    term = Term.objects.filter(ends_on__gte=today).order_by("begins_on").first()
    term = term or Term.objects.order_by("-begins_on").first()
    if term:
        return term.begins_on, term.school_year
    year = school_year_of(today)
    return date(year, 9, 1), year


def diff_roster(
    rows: Sequence[dict[str, Any]],
    sheets: list[dict[str, Any]],
    *,
    today: date,
    now: datetime,
    is_preview: bool = False,
) -> ImportDiff:
    """Against the scope's school; reads only. Goes through the rows twice, one at a time: they may be packed."""
    _start, year = term_of_import(today)
    matches = match([match_key(row["values"]) for row in rows if row["is_acceptable"]])
    here = existing.load_existing({one.pupil for one in matches if one.pupil})
    keys = {pk: key for key, pk in existing.classes().items()}
    comparison = RowDiff(current_school_id(), keys, today, now)
    chunks = _chunks(comparison, rows, matches, here, year=year, is_preview=is_preview)
    return ImportDiff(_issues(rows, sheets, matches), chunks)


def _chunks(
    comparison: RowDiff,
    rows: Sequence[dict[str, Any]],
    matches: list[Match],
    here: dict[int, ExistingRows],
    *,
    year: int,
    is_preview: bool,
) -> Iterator[Changes]:
    values = (row["values"] for row in rows if row["is_acceptable"])
    for number, (told, found) in enumerate(zip(values, matches, strict=True), 1):
        if found.issue:
            continue
        if found.pupil:
            comparison.compare(from_values(told, year), here[found.pupil])
        elif is_preview:
            comparison.foresee()
        else:
            comparison.enrol(from_values(told, year))
        if number % CHUNK_SIZE == 0:
            yield comparison.taken()
    yield comparison.taken()


def _issues(
    rows: Sequence[dict[str, Any]], sheets: list[dict[str, Any]], matches: list[Match]
) -> dict[int, RosterIssue]:
    if not any(found.issue for found in matches):
        return {}
    columns = _name_columns(sheets)
    places = ((place, row) for place, row in enumerate(rows) if row["is_acceptable"])
    return {
        place: RosterIssue(found.issue, row["sheet"], row["row"], *columns.get(row["sheet"], (None, None)))
        for (place, row), found in zip(places, matches, strict=True)
        if found.issue
    }


def _name_columns(sheets: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """The column of the names by sheet, to put a fault of the whole row on."""
    return {
        sheet["name"]: (column["column"], column["header"])
        for sheet in sheets
        for column in sheet["columns"]
        if column["field"] == "name"
    }
