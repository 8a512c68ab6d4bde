"""Harmful files: each is refused with a message, in little memory and time."""

import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from services.children.roster import reader
from services.children.roster.sandboxed import MAX_PUPILS
from services.kit import xlsx
from services.kit.xlsx import biff
from tests.children.roster.rosters import FOLDER, read, typed, where
from tests.memory import watched
from tests.rosters.hostile import FILES, HEADER, sheet_xml, workbook

MEGABYTES = 320  # beside a worker of less than 200 MB
TOO_SLOW = "file_too_slow"  # the code of a file that takes more processor time than the reader gives it


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_is_refused_with_a_message_and_within_its_limits(name: str, tmp_path: Path) -> None:
    code, make = FILES[name]
    path = make(tmp_path / f"{name}.xlsx")

    with watched() as peak:
        reading = read(path)

    assert TOO_SLOW not in {issue.code for issue in reading.issues}, "more work than its size allows"
    assert peak.megabytes <= MEGABYTES
    assert reading.outcome == "refuse"
    assert not any(row["is_acceptable"] for row in reading.rows)
    assert reading.issues
    assert not code or code in {issue.code for issue in reading.issues}
    for issue in reading.issues:
        assert issue.message.endswith(("。", "。”"))
        assert "Traceback" not in issue.message


def test_no_file_is_read_for_longer_than_people_wait() -> None:
    assert reader.LIMITS.cpu_seconds <= 20
    assert reader.LIMITS.memory_bytes <= MEGABYTES << 20


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


def old_format(path: Path, *changes: tuple[bytes, bytes]) -> Path:
    """The sample of the old format with bytes of its records replaced."""
    content = (FOLDER / "old_format.xls").read_bytes()
    for before, after in changes:
        assert content.count(before) == 1, "the record stands in the sample once"
        assert len(before) == len(after), "what follows must stay where it is"
        content = content.replace(before, after)
    path.write_bytes(content)
    return path


BIRTH = struct.pack("<HH", 2, 3)  # row 3, column D
NOT_AVAILABLE = bytes([0x2A, 1])


def test_error_cell_of_the_old_format_is_an_error_as_in_the_new_one(tmp_path: Path) -> None:
    content = (FOLDER / "old_format.xls").read_bytes()
    at = next(m.start() - 4 for m in re.finditer(re.escape(BIRTH), content) if content[m.start() - 3] == 2)
    kind, length = struct.unpack_from("<HH", content, at)
    cell = content[at : at + 4 + length]
    error = struct.pack("<HH", 0x205, length) + cell[4:10] + NOT_AVAILABLE + bytes(length - 8)

    reading = read(old_format(tmp_path / "a.xls", (cell, error)))

    assert kind in {0x203, 0x27E}
    assert [where(issue) for issue in reading.issues] == [("三年级2班", 3, "D", "formula_error", "error")]
    assert reading.outcome == "refuse"


def test_old_format_that_counts_from_1904_is_read_by_it(tmp_path: Path) -> None:
    path = old_format(tmp_path / "a.xls", (struct.pack("<HHH", 0x22, 2, 0), struct.pack("<HHH", 0x22, 2, 1)))

    with xlsx.open_workbook(path) as book:
        assert book.is_1904
    assert biff.inspect(path.read_bytes()) == ({"三年级2班": {}}, True)


@pytest.mark.parametrize("length", [600, 1200, 3000])
def test_old_format_that_is_cut_off_is_refused_and_breaks_nothing(length: int, tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes((FOLDER / "old_format.xls").read_bytes()[:length])

    assert read(path).outcome == "refuse"


def test_watch_measures_the_memory_of_a_child_process() -> None:
    with watched() as peak:
        subprocess.run([sys.executable, "-c", f"bytearray({2 * MEGABYTES} << 20)"], check=True)

    assert peak.megabytes > MEGABYTES
