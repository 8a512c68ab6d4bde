"""Columns whose headers stand in no list: recognised by their cells or chosen by a person, and asked about once."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from services.children.importing import mapping
from services.children.importing.mapping import ColumnChoice
from services.children.roster import sandboxed, synonyms
from services.children.roster.columns import ColumnReading, is_undecided
from services.children.roster.reader import RosterReading, unpacked
from tests.children.roster.rosters import TERM, TODAY, typed
from tests.children.roster.test_roster_headers import workbook
from tests.rosters.spellings import SAMPLES, SPELLINGS, beginning, respelled, word

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


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, RosterReading]:
    path = tmp_path_factory.mktemp("sample") / "roster.xlsx"
    path.write_bytes(beginning(request.param))
    return path.read_bytes(), read_here(path)


@pytest.mark.parametrize("spelling", range(SPELLINGS))
def test_sample_under_unknown_headers_is_read_as_itself_once_its_columns_are_chosen(
    tmp_path: Path, sample: tuple[bytes, RosterReading], spelling: int
) -> None:
    content, original = sample
    right = {_position(column): column["field"] for column in original.columns}
    header_rows = {sheet["name"]: sheet["header_rows"] for sheet in original.sheets}
    path = tmp_path / "roster.xlsx"
    path.write_bytes(respelled(content, original.columns, header_rows, spelling))

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


def test_of_two_columns_of_names_a_person_chooses_the_pupils(tmp_path: Path) -> None:
    head = ["担保者", "娃", "出生日期", "性别", "班级"]
    rows = [[f"王小{name}", f"李小{name}", "2018-03-04", "女", "三年级1班"] for name in "明红军"]

    first = read_here(typed(tmp_path / "a.xlsx", head, *rows))

    assert first.is_to_be_mapped
    columns = {column["header"]: (column["field"], is_undecided(column)) for column in first.columns}
    assert (columns["担保者"], columns["娃"]) == (("name", True), (None, True))
    answers = chosen(
        first.columns,
        {_position(c): {"担保者": None, "娃": "name"}.get(c["header"], c["field"]) for c in first.columns},
    )
    again = read_here(tmp_path / "a.xlsx", answers)
    assert ([row["values"]["name"] for row in again.rows], again.outcome) == (["李小明", "李小红", "李小军"], "accept")


@pytest.mark.parametrize("header", ["谁家娃", "小朋友如下填", "大名"])
def test_the_only_column_of_names_is_the_pupils(tmp_path: Path, header: str) -> None:
    rows = [[f"王小{name}", "2018-03-04", "女", "三年级1班"] for name in "明红军"]

    reading = read_here(typed(tmp_path / "a.xlsx", [header, "出生日期", "性别", "班级"], *rows))

    assert not reading.is_to_be_mapped
    assert [issue.code for issue in reading.issues] == ["column_by_content"]


def test_columns_of_one_name_are_the_same_in_all_sheets(tmp_path: Path) -> None:
    head = ["姓名", "性别", "出生日期", "班级", "爹落脚处"]
    rows = [[f"王小{name}", "女", "2018-03-04", "三年级1班", "别处"] for name in "明红军"]
    reading = read_here(workbook(tmp_path / "a.xlsx", {"三1": [head, *rows[:2]], "三2": [head, rows[2]]}))
    unsure = [column for column in reading.columns if column["header"] == "爹落脚处"]

    fields = dict(zip(map(_position, unsure), ["father_location", None], strict=True))
    with pytest.raises(mapping.UnableToMap, match="爹落脚处"):
        mapping.answers_of(unsure, [ColumnChoice(*position, field) for position, field in fields.items()])
    assert chosen(unsure, dict.fromkeys(fields, "father_location")) == {"爹落脚处": "father_location"}


@pytest.mark.parametrize(
    ("header", "is_sure"), [("拨打的号", False), ("座机或手提", False), ("家里号", True), ("爹的号儿", True)]
)
def test_a_person_chooses_whose_telephone_a_column_holds(tmp_path: Path, header: str, is_sure: bool) -> None:
    rows = [[f"王小{name}", "女", "2018-03-04", "三年级1班", f"1740500000{n}"] for n, name in enumerate("明红军")]
    reading = read_here(typed(tmp_path / "a.xlsx", ["姓名", "性别", "出生日期", "班级", header], *rows))

    (column,) = [column for column in reading.columns if column["header"] == header]

    assert (column["by"], is_undecided(column), reading.is_to_be_mapped) == ("content", not is_sure, not is_sure)
