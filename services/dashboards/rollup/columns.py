"""The counted columns of SchoolQuarter, and which measure of the assessment fills which."""

from collections.abc import Mapping
from decimal import Decimal

from services.children.queries.basis import BASES

Number = int | Decimal
Counts = Mapping[str, Number | None]  # column → its count; None only for a score before there is one

BASIS_COLUMNS = ("pupils", *BASES, *(f"{basis}_unknown" for basis in BASES))
# measure → columns of its numerator and denominator; a denominator that several measures share stands with one of them
MEASURE_COLUMNS: Mapping[str, tuple[str, str]] = {
    "surveyed": ("surveyed", ""),
    "case_files": ("case_files", "entitled"),
    "case_files_complete": ("case_files_complete", "children"),
    "cards": ("cards", ""),
    "phones": ("phones", ""),
    "paired": ("paired", ""),
    "talks": ("talks_done", "talks_due"),
    "visits": ("visits_done", "visits_due"),
    "calls": ("calls_done", "calls_due"),
    "checkups": ("checkups_done", "checkups_due"),
    "findings_notified": ("findings_notified", "findings"),
    "findings_closed": ("findings_closed", ""),
}
WORK_MEASURES = ("talks", "visits", "calls")
WORK_TABLES = frozenset({"care_carerecord", "care_duework"})  # a change of these moves no other column
COLUMNS = (
    *BASIS_COLUMNS,
    "reported",
    *(column for pair in MEASURE_COLUMNS.values() for column in pair if column),
    "score",
    "score_out_of",
)


def count_of(counts: Counts, column: str) -> int:
    """A count as a number; 0 where it is empty."""
    return int(counts[column] or 0)
