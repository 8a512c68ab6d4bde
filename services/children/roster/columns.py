"""What each column of a sheet was read as, with masked samples: shown to whoever imports, who may choose another."""

import re
from collections.abc import Container, Iterator, Sequence
from typing import TypedDict

from services.children.roster.cells import classes, options, tables
from services.children.roster.cells.classes import Calendar
from services.children.roster.cells.text import text
from services.children.roster.evidence import MIN_SHARE
from services.children.roster.headers import Header
from services.kit.xlsx import CellValue

SAMPLES = 3
_MAX_SHOWN = 20  # characters of a sample
_LETTER_OR_DIGIT = re.compile(r"\w")
_YES_NO = re.compile(r"[是否有无√×yYnN]|[男女]|\d{1,2}岁?")


class ColumnReading(TypedDict):
    """A column: `field` None is left out, or not known where `certainty` is below 1; `key` is how it is remembered."""

    sheet: str
    column: str
    header: str
    key: str
    samples: list[str]
    field: str | None
    certainty: float
    by: str


def readings(
    sheet: str,
    header: Header,
    rows: Sequence[tuple[int, Sequence[CellValue]]],
    repeated: Container[str],
    calendar: Calendar,
) -> Iterator[ColumnReading]:
    """Each column of a sheet; `rows`: from which samples are taken, `repeated`: letters of columns not read so far."""
    below = [values for number, values in rows if number > header.rows[-1]]
    for column in header.columns:
        cells = [values[column.number - 1] for values in below if len(values) >= column.number]
        is_read = column.letters not in repeated
        yield {
            "sheet": sheet,
            "column": column.letters,
            "header": column.header,
            "key": column.key,
            "samples": _samples(cells, calendar),
            "field": (column.field or column.proposal or None) if is_read else None,
            "certainty": round(column.certainty, 2) if is_read else 0.0,
            "by": column.by,
        }


def is_undecided(column: ColumnReading) -> bool:
    """Whether a person has to say what the column is."""
    return column["certainty"] < MIN_SHARE


def _samples(cells: Sequence[CellValue], calendar: Calendar) -> list[str]:
    """The first different cells, masked."""
    shown = dict.fromkeys(masked(cell, calendar) for cell in cells if text(cell))
    return list(shown)[:SAMPLES]


def masked(cell: CellValue, calendar: Calendar) -> str:
    """Enough of a cell to see what kind it is, and nobody's name, number or address. Words of a list stay whole."""
    value = text(cell)[:_MAX_SHOWN]
    if _is_harmless(value, calendar):
        return value
    kept = 1 if len(value) < 5 else 2
    return value[:kept] + _LETTER_OR_DIGIT.sub("*", value[kept:])


def _is_harmless(value: str, calendar: Calendar) -> bool:
    return bool(
        _YES_NO.fullmatch(value)
        or classes.parse(value, calendar)
        or classes.names_grade(value)
        or value in tables.ethnicities()
        or (value in tables.relations() and not value.isdecimal())
        or options.left_behind(value)[0]
        or options.boarding(value)[0] is not None
        or options.hukou(value)[0]
    )
