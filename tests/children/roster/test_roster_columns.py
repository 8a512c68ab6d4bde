"""Columns whose headers stand in no list: recognised by their cells or chosen by a person, and asked about once."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from services.children.importing import mapping
from services.children.importing.mapping import ColumnChoice
from services.children.roster import sandboxed, synonyms
from services.children.roster.columns import ColumnReading, is_undecided
from services.children.roster.reader import RosterReading, unpacked
from tests.children.roster.rosters import FOLDER, TERM, TODAY
from tests.rosters.spellings import SAMPLES, SPELLINGS, respelled, word

FIELDS = [None, *synonyms.fields()]


def read_here(path: Path, answers: dict[str, str] | None = None) -> RosterReading:
    """As the sandbox reads it, without a process of its own: two hundred files."""
    lines = sandboxed.read(
        path=str(path), school_name="", site_names=[], today=TODAY.isoformat(), term_start=TERM.isoformat(), aliases={},
        answers=answers or {},
    )  # fmt: skip
    return unpacked(b"".join(lines))


def chosen(columns: Sequence[ColumnReading], fields: dict[tuple[str, str], str | None]) -> dict[str, str]:
    choices = [ColumnChoice(column["sheet"], column["column"], fields[_position(column)]) for column in columns]
    return mapping.answers_of(columns, choices)


def _position(column: ColumnReading) -> tuple[str, str]:
    return column["sheet"], column["column"]


@pytest.fixture(scope="module")
def originals() -> dict[str, RosterReading]:
    return {name: read_here(FOLDER / f"{name}.xlsx") for name in SAMPLES}


@pytest.mark.parametrize("spelling", range(SPELLINGS))
def test_sample_under_unknown_headers_is_read_as_itself_once_its_columns_are_chosen(
    tmp_path: Path, originals: dict[str, RosterReading], spelling: int
) -> None:
    name = SAMPLES[spelling % len(SAMPLES)]
    original = originals[name]
    right = {_position(column): column["field"] for column in original.columns}
    header_rows = {sheet["name"]: sheet["header_rows"] for sheet in original.sheets}
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(respelled(name, original.columns, header_rows, spelling))

    first = read_here(path)
    assert first.is_to_be_mapped
    assert [_position(column) for column in first.columns] == list(right)
    assert {column["by"] for column in first.columns} == {"content"}
    sure = [column for column in first.columns if not is_undecided(column)]
    assert {_position(column): column["field"] for column in sure} == {
        _position(column): right[_position(column)] for column in sure
    }

    again = read_here(path, chosen(first.columns, right))
    assert not any(map(is_undecided, again.columns))
    assert not again.is_to_be_mapped
    assert list(again.rows) == list(original.rows)
    assert {**again.counts, "warnings": 0} == {**original.counts, "warnings": 0}


@pytest.mark.parametrize("field", FIELDS)
def test_spellings_of_the_test_are_in_no_list(field: str | None) -> None:
    for spelling in range(SPELLINGS):
        assert synonyms.field_of(word(field, spelling), synonyms.standard()) is None, word(field, spelling)
