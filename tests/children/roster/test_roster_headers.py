"""Columns are recognised by their header, by additions to one we know, and by what they hold."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from services.children.roster.cells.identity import check_character
from services.children.roster.reader import ACCEPT, RosterReading
from services.children.roster.synonyms import field_of, plain_header, standard
from tests.children.roster.rosters import read

PUPILS = [("王小明", 1), ("李红", 2), ("吕布衣", 3), ("阚清", 4)]
BORN = date(2016, 3, 5)


def id_number(born: date, sequence: int) -> str:
    first = f"431382{born:%Y%m%d}{sequence:03d}"
    return first + check_character(first)


def workbook(path: Path, sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> Path:
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if name in hidden:
            sheet.hide()
    book.close()
    return path


def roster(head: list[str], *more: list[Any]) -> list[list[Any]]:
    """A header of name, sex, ID number, class and further columns, and the four pupils."""
    numbers = [id_number(BORN, sequence) for _name, sequence in PUPILS]
    rows = [
        [name, "男" if sequence % 2 else "女", number, "二年级1班", *(column[sequence - 1] for column in more)]
        for (name, sequence), number in zip(PUPILS, numbers, strict=True)
    ]
    return [head, *rows]


def fields(reading: RosterReading) -> list[str | None]:
    return [column["field"] for column in reading.sheets[0]["columns"]]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("男/女", "sex"),
        ("寄宿生", "boarding"),
        ("说明事项", "remark"),
        ("母亲现务工地址", "mother_location"),
        ("学生的身份证号", "id_number"),
        ("学生目前住址", "address"),
        ("是否属于寄宿生", "boarding"),
        ("家庭成员或监护人1姓名", "guardian_name"),
        ("家庭成员或监护人1电话", "guardian_phones"),
        ("父亲工作单位", ""),
        ("父亲职业", ""),
        ("家庭成员或监护人2姓名", "guardian2_name"),
        ("学期", None),
    ],
)
def test_a_header_is_recognised_with_the_additions_that_people_make(header: str, field: str | None) -> None:
    assert field_of(plain_header(header), standard()) == field


def test_unknown_headers_are_recognised_by_their_cells_and_each_is_listed(tmp_path: Path) -> None:
    head = ["小朋友", "甲", "乙", "丙", "丁家", "戊", "己留守", "庚"]
    phones = ["17405690469", "17405127708", "17405131370", ""]
    path = workbook(
        tmp_path / "a.xlsx",
        {
            "名单": roster(
                head, phones, ["奶奶", "爷爷", "外婆", "爷爷"], ["是", "否", "否", "是"], ["a", "b", "c", "d"]
            )
        },
    )

    reading = read(path)

    assert fields(reading) == [
        *("name", "sex", "id_number", "class"),
        *("guardian_phones", "guardian_relation", "left_behind", None),
    ]
    assert (reading.outcome, reading.counts["acceptable"]) == (ACCEPT, 4)
    listed = [issue.column for issue in reading.issues if issue.code == "column_by_content"]
    assert listed == ["A", "B", "C", "D", "E", "F", "G"], "never a silent guess"
    assert [issue.column for issue in reading.issues if issue.code == "unknown_column"] == ["H"]


def test_a_column_that_proves_nothing_stays_unread(tmp_path: Path) -> None:
    columns = [["是", "否", "是", "否"], ["王大", "李大", "吕大", "阚大"], ["17405690469", "无", "x", "y"]]
    path = workbook(
        tmp_path / "a.xlsx", {"名单": roster(["姓名", "性别", "身份证号", "班级", "甲", "班主任", "乙"], *columns)}
    )

    assert fields(read(path)) == ["name", "sex", "id_number", "class", None, None, None]


def test_a_hidden_sheet_is_named_and_left_out(tmp_path: Path) -> None:
    head = ["姓名", "性别", "身份证号", "班级"]
    path = workbook(tmp_path / "a.xlsx", {"今年": roster(head), "去年名单": roster(head)}, hidden=("去年名单",))

    reading = read(path)

    assert [(sheet["name"], sheet["role"]) for sheet in reading.sheets] == [("今年", "data"), ("去年名单", "hidden")]
    assert [(issue.sheet, issue.code) for issue in reading.issues] == [("去年名单", "sheet_hidden")]
    assert (reading.outcome, reading.counts["rows"]) == (ACCEPT, 4)


def test_grade_and_class_in_two_columns_are_one_class(tmp_path: Path) -> None:
    head = ["姓名", "性别", "身份证号", "入学前班", "所在年级", "所在班级"]
    path = workbook(tmp_path / "a.xlsx", {"名单": roster(head, ["一年级"] * 4, ["1班", "2班", "1班", "2班"])})

    classes = [(row["values"]["grade"], row["values"]["class_no"]) for row in read(path).rows]

    assert classes == [(1, 1), (1, 2), (1, 1), (1, 2)]


def test_the_number_3_1_is_ambiguous_where_a_grade_has_so_many_classes(tmp_path: Path) -> None:
    head = ["姓名", "性别", "身份证号", "旧班", "班级"]
    few = workbook(tmp_path / "few.xlsx", {"名单": roster(head, [3.1, 3.2, 3.1, 3.2])})
    many = workbook(tmp_path / "many.xlsx", {"名单": roster(head, [3.1, 3.2, 3.9, 3.8])})

    assert read(few).outcome == ACCEPT
    assert [issue.code for issue in read(many).issues if issue.level == "error"] == ["class_point_one"]


@pytest.mark.parametrize(("kind", "is_checked"), [("1-居民身份证", True), ("二代证", True), ("护照", False)])
def test_a_wrong_check_digit_is_an_error_whatever_people_call_the_paper(
    tmp_path: Path, kind: str, is_checked: bool
) -> None:
    rows = roster(["姓名", "性别", "身份证号", "班级", "证件类型", "出生日期"], [kind] * 4, ["2016-03-05"] * 4)
    rows[1][2] = rows[1][2][:-1] + ("0" if rows[1][2][-1] != "0" else "1")

    codes = [issue.code for issue in read(workbook(tmp_path / "a.xlsx", {"名单": rows})).issues]

    assert codes == (["id_check_digit"] if is_checked else [])


@pytest.mark.parametrize("like_x", ["Ⅹ", "Х", "×", "ｘ"])
def test_a_look_alike_of_x_is_read_as_x_with_a_note(tmp_path: Path, like_x: str) -> None:
    number = next(n for n in (id_number(BORN, sequence) for sequence in range(1, 200)) if n.endswith("X"))
    rows = roster(["姓名", "性别", "身份证号", "班级"])[:2]
    rows[1][1:3] = ["男" if int(number[16]) % 2 else "女", number[:-1] + like_x]

    reading = read(workbook(tmp_path / "a.xlsx", {"名单": rows}))

    assert [row["values"].get("id_number") for row in reading.rows] == [number]
    assert [issue.code for issue in reading.issues] == ([] if like_x == "ｘ" else ["id_like_x"])


def test_a_time_near_midnight_is_rounded_and_another_is_an_error(tmp_path: Path) -> None:
    rows = [
        ["姓名", "性别", "出生日期", "班级"],
        ["王小明", "男", 42987.9995, "二年级1班"],
        ["李红", "女", 42987.7, "二年级1班"],
    ]

    reading = read(workbook(tmp_path / "a.xlsx", {"名单": rows}))

    assert [row["values"]["birth_date"] for row in reading.rows] == ["2017-09-10", None]
    assert [(issue.row, issue.code) for issue in reading.issues] == [(3, "birth_time")]


def test_parents_stated_to_be_at_home_are_at_home(tmp_path: Path) -> None:
    rows = roster(["姓名", "性别", "身份证号", "班级", "是否留守"], ["父母都在家", "双亲留守", "否", "双亲家庭"])

    values = [row["values"] for row in read(workbook(tmp_path / "a.xlsx", {"名单": rows})).rows]

    assert [v["left_behind"] for v in values] == ["非留守", "双亲留守", "非留守", "非留守"]
    assert [v.get("father_state") for v in values] == ["home", None, None, None]
