"""Rubric version 1: the lines of data/indicators.csv that recorded work can answer, and their measures.

Points are the CSV's `proposed_default_points`; two measures of one line share them. The talks, visits and calls of
lines 20–22 count for the teacher who has to do them and, summed, for the school.
"""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from services.assessment import measures
from services.assessment.choices import Assessee

SOURCE = Path(__file__).parent / "data" / "indicators.csv"
VERSION = 1
TITLE = "农村留守儿童关爱工作季度考核细则"


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator of a new rubric."""

    code: str
    group: str
    name: str
    assessee: Assessee
    measure: str
    points: Decimal


# id in the CSV, measures that share its points, who is assessed
_LINES = (
    ("1", ("leading_group",), Assessee.SCHOOL),
    ("3", ("responsible",), Assessee.SCHOOL),
    ("5", ("case_files", "case_files_complete"), Assessee.SCHOOL),
    ("13", ("plan_approved",), Assessee.SCHOOL),
    ("16", ("surveyed",), Assessee.SCHOOL),
    ("17", ("cards", "phones"), Assessee.SCHOOL),
    ("19", ("paired",), Assessee.SCHOOL),
    ("20", ("talks",), Assessee.SCHOOL),
    ("21", ("visits",), Assessee.SCHOOL),
    ("22", ("calls",), Assessee.SCHOOL),
    ("31", ("checkups",), Assessee.SCHOOL),
    ("32", ("findings_notified", "findings_closed"), Assessee.SCHOOL),
    ("20", ("talks",), Assessee.TEACHER),
    ("21", ("visits",), Assessee.TEACHER),
    ("22", ("calls",), Assessee.TEACHER),
    ("24", ("records_complete",), Assessee.TEACHER),
)


@cache
def source_lines() -> dict[str, dict[str, str]]:
    """The rows of the CSV by id."""
    with SOURCE.open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def lines() -> list[IndicatorRow]:
    """The indicators of version 1, in the order of the CSV."""
    return [
        IndicatorRow(
            code=code,
            group=source_lines()[code]["group_zh"],
            name=source_lines()[code]["indicator_zh"] if len(shared) == 1 else str(measures.BY_CODE[measure].name),
            assessee=assessee,
            measure=measure,
            points=Decimal(source_lines()[code]["proposed_default_points"]) / len(shared),
        )
        for code, shared, assessee in _LINES
        for measure in shared
    ]
