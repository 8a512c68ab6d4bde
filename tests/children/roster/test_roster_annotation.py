"""The copy with its issues marked is read like the original."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from services.children.roster.reader import RosterReading
from services.kit.execution import sandbox
from tests.children.roster.rosters import FOLDER, read, typed, where

SAMPLES = ["l1_pupil_status_export", "l2_left_behind_ledger", "l3_sheet_per_class", "l4_hand_made_list"]


def marked(source: Path, reading: RosterReading, target: Path) -> Path:
    marks = [[issue.sheet, issue.row, issue.column, issue.level, issue.message] for issue in reading.issues]
    arguments: dict[str, Any] = {"path": str(source), "marks": marks}
    target.write_bytes(sandbox.run("services.children.roster.workbooks.annotation:annotate", arguments))
    return target


@pytest.mark.parametrize("name", SAMPLES)
def test_marked_sample_has_the_same_rows_and_issues(name: str, tmp_path: Path) -> None:
    before = read(name)

    after = read(marked(FOLDER / f"{name}.xlsx", before, tmp_path / "marked.xlsx"))

    assert [row["values"] for row in after.rows] == [row["values"] for row in before.rows]
    assert sorted(map(str, map(where, after.issues))) == sorted(map(str, map(where, before.issues)))


def test_marked_copy_counts_days_from_1904_as_the_original(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in (
        ["姓名", "性别", "出生日期", "班级"],
        ["张晓", "女", 43163 - 1462, "三(1)班"],
        ["李明", "?", date(2018, 3, 4), ""],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    before = read(tmp_path / "a.xlsx")

    after = read(marked(tmp_path / "a.xlsx", before, tmp_path / "marked.xlsx"))

    assert [row["values"]["birth_date"] for row in before.rows] == ["2018-03-04", "2018-03-04"]
    assert [row["values"] for row in after.rows] == [row["values"] for row in before.rows]


def test_merged_cell_with_an_issue_is_coloured_commented_and_still_merged(tmp_path: Path) -> None:
    rows = [["张晓", "女", "2018-03-04", "待定"], ["张明", "男", "2019-05-06"]]
    source = typed(tmp_path / "a.xlsx", ["姓名", "性别", "出生日期", "班级"], *rows, merges=("D2:D3",))
    path = marked(source, read(source), tmp_path / "marked.xlsx")

    page = openpyxl.load_workbook(path)["Sheet1"]

    assert [str(cells) for cells in page.merged_cells.ranges] == ["D2:D3"]
    assert page["D2"].comment.text.startswith("“待定”读不出是哪个班。")
    assert page["D2"].fill.fgColor.rgb == "FFF8D0CB"
