"""Every line of the table, played over import, API and page wherever its input can come in."""

from pathlib import Path
from typing import Any

import pytest

from services.children.names import given_name
from tests.api.responses import names as names_in
from tests.cases.table import ADDRESS, CELLS, NAME, SCHOOL, SEARCH, SHEETS, TABLE, TWO_COLUMNS
from tests.cast import Town
from tests.children.roster.rosters import read as read_file
from tests.children.roster.test_roster_cases import HEAD, PUPIL, codes, read, read_cells
from tests.children.roster.test_roster_headers import roster, workbook
from tests.children.test_refused_alike import Answer, guardian_by_api, guardian_by_page, imported, sent_by_api
from tests.factories import rosters


def played(kind: str) -> Any:
    """The pairs of all lines of a kind."""
    pairs = [(line.title, given, right) for line in TABLE if line.played == kind for given, right in line.pairs]
    return pytest.mark.parametrize(("title", "given", "right"), pairs)


def test_every_line_has_two_siblings_and_is_played() -> None:
    assert [line.title for line in TABLE if len(line.pairs) < 3] == []
    assert {line.played for line in TABLE} == {CELLS, TWO_COLUMNS, SCHOOL, NAME, SEARCH, ADDRESS, SHEETS}


@played(CELLS)
def test_cells_are_read(tmp_path: Path, title: str, given: dict[str, Any], right: Any) -> None:
    reading = read_cells(tmp_path, **given)

    if isinstance(right, str):
        assert [(issue.row, issue.code) for issue in reading.issues] == [(2, right)]
        assert reading.outcome == "refuse"
        return
    notes = right.get("notes", [])
    values = {key: reading.rows[0]["values"].get(key) for key in right if key != "notes"}
    assert values == {key: value for key, value in right.items() if key != "notes"}
    assert (codes(reading), reading.outcome) == (notes, "accept")


@played(TWO_COLUMNS)
def test_two_columns_are_one_class(tmp_path: Path, title: str, given: tuple[Any, ...], right: tuple[int, int]) -> None:
    grade_header, class_header, grade, number = given
    pupils = [[f"王小{name}", *PUPIL[1:3], grade, number] for name in "明红军"]
    if right[0] == 7:  # older pupils
        pupils = [[*row[:2], row[2].replace(year=2014), *row[3:]] for row in pupils]

    reading = read(tmp_path, [*HEAD[:3], grade_header, class_header], *pupils)

    assert [(row["values"]["grade"], row["values"]["class_no"]) for row in reading.rows] == [right] * 3
    assert codes(reading) == []


@played(SCHOOL)
def test_a_school_is_compared(tmp_path: Path, title: str, given: str, right: bool) -> None:
    assert codes(read_cells(tmp_path, 学校=given)) == ([] if right else ["other_school"])


@played(SHEETS)
def test_a_hidden_sheet_is_left_out(tmp_path: Path, title: str, given: str, right: str) -> None:
    head = ["姓名", "性别", "身份证号", "班级"]
    path = workbook(tmp_path / "a.xlsx", {"今年": roster(head), given: roster(head)}, hidden=(given,))

    reading = read_file(path)

    assert [(issue.sheet, issue.code) for issue in reading.issues] == [(given, right)]
    assert {row["sheet"] for row in reading.rows} == {"今年"}


@played(NAME)
def test_a_name_is_the_same_by_every_way_in(
    town: Town, at_monday: Any, calls: Any, browses: Any, title: str, given: str, right: str
) -> None:
    expected = Answer(right) if right.isascii() else Answer("", right)
    api = calls(town.admin_zhao)

    assert imported("name", given) == expected
    assert sent_by_api(api, town, "name", given) == expected
    of_adult = imported("guardian_name", given)
    assert bool(of_adult.code) == bool(expected.code)
    assert guardian_by_api(api, town, given) == of_adult
    assert guardian_by_page(browses(town.admin_zhao), town, given) == of_adult


@played(SEARCH)
def test_whoever_was_imported_is_listed(
    town: Town, at_monday: Any, calls: Any, browses: Any, title: str, given: tuple[str, str], right: str
) -> None:
    cell, typed = given
    rosters.imported(town.admin_zhao, rosters.workbook(HEAD, [cell, "女", "2018-03-05", "三年级1班"]))

    assert right in names_in(calls(town.admin_zhao).get("pupils", q=typed))
    assert right in browses(town.admin_zhao).post("/search/", {"q": typed}).content.decode()
    assert right not in names_in(calls(town.admin_of_b).get("pupils", q=typed)), "another school's pupil"


@played(ADDRESS)
def test_a_child_is_addressed(title: str, given: str, right: str) -> None:
    assert given_name(given) == right
