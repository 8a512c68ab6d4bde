"""Harmful files: each is refused with a message, in little memory and time."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from services.children.roster.sandboxed import MAX_PUPILS
from tests.children.rosters import FOLDER, read, typed
from tests.memory import watched
from tests.rosters.hostile import FILES, HEADER, sheet_xml, workbook

MEGABYTES, SECONDS = 320, 20  # beside a worker of less than 200 MB


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_is_refused_with_a_message_and_within_its_limits(name: str, tmp_path: Path) -> None:
    code, make = FILES[name]
    path, began = make(tmp_path / f"{name}.xlsx"), time.monotonic()

    with watched() as peak:
        reading = read(path)

    assert time.monotonic() - began < SECONDS
    assert peak.megabytes <= MEGABYTES
    assert reading.outcome == "refuse"
    assert not any(row["is_acceptable"] for row in reading.rows)
    assert reading.issues
    assert not code or code in {issue.code for issue in reading.issues}
    for issue in reading.issues:
        assert issue.message.endswith(("。", "。”"))
        assert "Traceback" not in issue.message


def test_wrong_extension_does_not_matter(tmp_path: Path) -> None:
    renamed = tmp_path / "roster.dat"
    renamed.write_bytes((FOLDER / "l1_pupil_status_export.xlsx").read_bytes())

    assert read(renamed).outcome == "accept"


def test_list_longer_than_any_school_is_refused(tmp_path: Path) -> None:
    pupils = (["张晓", "女", "2018-03-04", "三(1)班", f"P{n}"] for n in range(MAX_PUPILS + 2))

    reading = read(typed(tmp_path / "a.xlsx", ["姓名", "性别", "出生日期", "班级", "学籍号"], *pupils))

    assert (reading.outcome, len(reading.rows), reading.counts["rows"]) == ("refuse", 0, MAX_PUPILS)
    assert [issue.code for issue in reading.issues if issue.sheet is None] == ["too_many_pupils"]


@pytest.mark.parametrize("escape", ["_x0000_", "_xD800_", "_x001F_"])
def test_characters_that_no_database_stores_are_left_out(escape: str, tmp_path: Path) -> None:
    name = f'<c r="A2" t="inlineStr"><is><t>张{escape}晓</t></is></c>'
    reading = read(workbook(tmp_path / "a.xlsx", sheet_xml(f'<row r="1">{HEADER}</row><row r="2">{name}</row>')))

    assert reading.rows[0]["values"]["name"] == "张晓"


def test_workbook_of_the_old_format_is_read(tmp_path: Path) -> None:
    reading = read(FOLDER / "old_format.xls")

    assert [row["values"]["name"] for row in reading.rows] == ["张晓", "李明"]
    assert reading.outcome == "accept"


def test_watch_measures_the_memory_of_a_child_process() -> None:
    with watched() as peak:
        subprocess.run([sys.executable, "-c", f"bytearray({2 * MEGABYTES} << 20)"], check=True)

    assert peak.megabytes > MEGABYTES
