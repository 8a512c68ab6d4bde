"""Small inputs that went wrong once or nearly did: what a school types, and what is kept of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.children.importing.incoming import from_values
from services.children.roster.cells.identity import check_character
from services.children.roster.reader import RosterReading, read_roster
from tests.children.roster.rosters import TERM, TODAY, typed

HEAD = ["姓名", "性别", "出生日期", "班级"]
PUPIL: list[Any] = ["王小明", "女", date(2015, 3, 9), "三年级2班"]


def id_number(first_17: str) -> str:
    return first_17 + check_character(first_17)


NUMBER = id_number("99900220150309018")
WRONG = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
ENDS_IN_X = next(n for n in (id_number(f"999002201503090{k:02}") for k in range(0, 100, 2)) if n[-1] == "X")


def read(path: Path, *rows: list[Any], **options: Any) -> RosterReading:
    school_name, sites = "石桥镇中心小学", ["王家坝教学点"]
    file = typed(path / "roster.xlsx", *rows, **options)
    county = {"county_name": "青禾县", "township_name": "石桥镇"}
    return read_roster(file, school_name=school_name, site_names=sites, today=TODAY, term_start=TERM, **county)


def read_cells(path: Path, **cells: Any) -> RosterReading:
    """One pupil, the usual cells replaced or others added."""
    row = dict(zip(HEAD, PUPIL, strict=True)) | cells
    return read(path, list(row), list(row.values()))


def codes(reading: RosterReading) -> list[str]:
    return [issue.code for issue in reading.issues]


@pytest.mark.parametrize(
    ("header", "cell", "field", "value"),
    [
        ("寄宿生", "是", "boarding", True),
        ("住校与否", "√", "boarding", True),
        ("寄宿否", "否（走读）", "boarding", False),
        ("是否寄宿", "✓", "boarding", True),
        ("是否寄宿", "✗", "boarding", False),
        ("是否住校", "是（周末回家）", "boarding", True),
        ("是否住校", "1-是", "boarding", True),
        ("说明事项", "要按时吃药", "remark", "要按时吃药"),
        ("情况说明", "要按时吃药", "remark", "要按时吃药"),
        ("备 注：", "要按时吃药", "remark", "要按时吃药"),
        ("母亲现务工地址", "浙江义乌", "mother_location", "浙江义乌"),
        ("母亲目前打工地点", "浙江义乌", "mother_location", "浙江义乌"),
        ("爸爸现在的打工地址", "广东东莞", "father_location", "广东东莞"),
        ("家庭成员或监护人1姓名", "李桂芳", "guardian_name", "李桂芳"),
        ("家庭成员或监护人1电话", "17405000001", "guardian_phones", ["17405000001"]),
        ("第一监护人姓名", "李桂芳", "guardian_name", "李桂芳"),
        ("监护人①姓名", "李桂芳", "guardian_name", "李桂芳"),
        ("监护人（一）姓名", "李桂芳", "guardian_name", "李桂芳"),
        ("家庭成员1姓名", "李桂芳", "guardian_name", "李桂芳"),
        ("监护人（2）电话", "17405000001", "guardian2_phones", ["17405000001"]),
        ("监护人②姓名", "李桂芳", "guardian2_name", "李桂芳"),
        ("第2监护人姓名", "李桂芳", "guardian2_name", "李桂芳"),
        ("联系电话（父亲）", "17405000001", "father_phones", ["17405000001"]),
        ("联系电话(母)", "17405000001", "mother_phones", ["17405000001"]),
        ("【母亲】务工地", "浙江义乌", "mother_location", "浙江义乌"),
        ("父亲（监护人）电话", "17405000001", "father_phones", ["17405000001"]),
        ("家庭住址（户口簿）", "三组12号", "address", "三组12号"),
        ("是不是住校生", "是", "boarding", True),
        ("民族", "01-汉族", "ethnicity", "汉族"),
        ("民族", "01", "ethnicity", "汉族"),
        ("民族", "漢族", "ethnicity", "汉族"),
        ("与学生关系", "61-祖父", "guardian_relation", "祖父"),
        ("与学生关系", "祖父（照顾）", "guardian_relation", "祖父"),
        ("与学生关系", "姥姥", "guardian_relation", "外祖母"),
    ],
)
def test_headers_and_words_as_people_write_them_are_read(
    tmp_path: Path, header: str, cell: str, field: str, value: Any
) -> None:
    reading = read_cells(tmp_path, **{header: cell})

    assert reading.rows[0]["values"][field] == value  # type: ignore[literal-required]
    assert not codes(reading)


@pytest.mark.parametrize("header", ["男/女", "性 别", "学生性别（必填）"])
def test_sex_is_found_under_each_header(tmp_path: Path, header: str) -> None:
    reading = read(tmp_path, ["姓名", header, "出生日期", "班级"], PUPIL)

    assert (reading.rows[0]["values"]["sex"], codes(reading)) == ("女", [])


@pytest.mark.parametrize("cell", ["女生", "2-女", "♀", "02", "女。"])
def test_sex_is_read_in_each_spelling(tmp_path: Path, cell: str) -> None:
    assert read_cells(tmp_path, 性别=cell).rows[0]["values"]["sex"] == "女"


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("父亲工作单位", "县人民医院"),
        ("父亲单位", "深圳市富士康"),
        ("父亲职业", "务工"),
        ("父亲务工地", "县人民医院"),
        ("父亲务工地", "镇中心小学"),
        ("父亲务工地", "本县工业园区"),
        ("父亲务工地", "县城打工"),
        ("父亲务工地", "未务工"),
        ("父亲务工地", "没有务工"),
        ("父亲务工地", "跑运输"),
        ("父亲务工地", "青禾县"),
        ("父亲务工地", "青禾县城东工业园"),
        ("父亲务工地", "石桥镇街上"),
    ],
)
def test_an_employer_or_work_near_home_is_no_absence(tmp_path: Path, header: str, cell: str) -> None:
    reading = read_cells(tmp_path, **{header: cell, "是否留守": "否"})
    values = reading.rows[0]["values"]

    assert (values.get("father_state"), values.get("father_location")) == (None, None)
    assert values["left_behind"] == "非留守"
    assert codes(reading) == (["whereabouts_unknown"] if header == "父亲务工地" else [])


@pytest.mark.parametrize(
    ("cell", "reported", "state"),
    [
        ("父母都在家", "非留守", "home"),
        ("父母均未外出", "非留守", "home"),
        ("父母双方在家", "非留守", "home"),
        ("爸妈都在身边", "非留守", "home"),
        ("双亲家庭", "非留守", None),
        ("不留守", "非留守", None),
        ("父母都在外打工", "双亲留守", "away"),
        ("爸妈都在外打工", "双亲留守", "away"),
        ("父母不在家", "双亲留守", "away"),
        ("爸爸在外打工", "单亲留守", None),
        ("父母一方外出", "单亲留守", None),
        ("✔", "留守", None),
        ("父母均健在", None, None),
        ("一方去世", None, None),
        ("父母离异", None, None),
        ("单亲家庭", None, None),
        ("待核实", None, None),
    ],
)
def test_words_about_being_left_behind_are_facts_only_where_they_are_plain(
    tmp_path: Path, cell: str, reported: str | None, state: str | None
) -> None:
    reading = read_cells(tmp_path, 是否留守=cell, 父亲务工地="", 母亲务工地="")
    values = reading.rows[0]["values"]

    assert values["left_behind"] == reported
    assert (values["father_state"], values["mother_state"]) == (state, state)
    assert codes(reading) == ([] if reported else ["left_behind_unknown"])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (42987.9995, "2017-09-10"),
        ("42987.9995", "2017-09-10"),
        ("2017-09-09 23:59:30", "2017-09-10"),
        ("2017年9月10日0:00", "2017-09-10"),
        (42988.0004, "2017-09-10"),
        ("二〇一七年九月十日", "2017-09-10"),
        ("2017，9，10", "2017-09-10"),
        ("２０１７．９．１０", "2017-09-10"),
        ("2017‐09‐10", "2017-09-10"),
        (20170910, "2017-09-10"),
        (42987.5, "birth_time"),
        ("2017-09-09 16:00", "birth_time"),
        ("2017/9/10 8:00:00 PM", "birth_time"),
        ("2017-02-29", "birth_impossible"),
        ("2017年9月", "birth_unreadable"),
        ("9/10/2017", "birth_unreadable"),
        ("#N/A", "formula_error"),
        ("1990-12-05", "birth_age"),
        ("2031-05-02", "birth_future"),
    ],
)
def test_a_day_of_birth_is_read_or_an_error(tmp_path: Path, cell: Any, expected: str) -> None:
    reading = read_cells(tmp_path, 出生日期=cell, 班级="二年级1班")

    assert (reading.rows[0]["values"]["birth_date"] or codes(reading)[0]) == expected


@pytest.mark.parametrize(
    ("kind", "is_checked"),
    [
        ("1-居民身份证", True),
        ("A-居民身份证", True),
        ("居民身份证（1）", True),
        ("二代证", True),
        ("第2代身份证", True),
        ("二代居民身份证", True),
        ("身份證", True),
        ("公民身份证", True),
        ("户籍证明", True),
        ("有", True),
        ("护照", False),
        ("台湾居民居住证", False),
        ("Z-其他", False),
    ],
)
def test_a_number_is_checked_whatever_people_call_the_paper(tmp_path: Path, kind: str, is_checked: bool) -> None:
    wrong = read_cells(tmp_path, 证件类型=kind, 身份证号=WRONG)
    right = read_cells(tmp_path, 证件类型=kind, 身份证号=NUMBER)

    assert codes(wrong) == (["id_check_digit"] if is_checked else [])
    assert not codes(right)
    kept = from_values(right.rows[0]["values"], 2026)  # type: ignore[arg-type]
    assert (kept.id_kind, kept.id_paper) == (("resident", "") if is_checked else ("other", kind))


@pytest.mark.parametrize("like_x", "ⅩⅹХχ×✕✗❌")
def test_look_alike_of_x_is_read_as_x_with_a_note(tmp_path: Path, like_x: str) -> None:
    reading = read_cells(tmp_path, 身份证号=ENDS_IN_X[:-1] + like_x)

    assert reading.rows[0]["values"]["id_number"] == ENDS_IN_X
    assert codes(reading) == ["id_like_x"]


@pytest.mark.parametrize(
    "cell",
    [
        f"身份证号：{NUMBER}",
        f"{NUMBER}。",
        f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        f"'{NUMBER}",
        f"\u202d{NUMBER}\u202c",
    ],
)
def test_what_people_put_around_a_number_is_dropped(tmp_path: Path, cell: str) -> None:
    reading = read_cells(tmp_path, 身份证号=cell)

    assert (reading.rows[0]["values"]["id_number"], codes(reading)) == (NUMBER, [])


@pytest.mark.parametrize(
    "cell", ["丢失", NUMBER[:17], f"{NUMBER}1", f"{NUMBER[:17]}*", float(NUMBER[:15] + "000"), "#REF!"]
)
def test_what_is_no_number_is_an_error_at_its_cell(tmp_path: Path, cell: Any) -> None:
    reading = read_cells(tmp_path, 身份证号=cell)

    assert [(issue.row, issue.column, issue.level) for issue in reading.issues] == [(2, "E", "error")]


@pytest.mark.parametrize(
    ("grade", "group", "expected"),
    [
        ("一年级", "1班", (1, 1)),
        ("一", "(1)班", (1, 1)),
        ("初一", 3.0, (7, 3)),
        ("2024级", "2024级1班", (3, 1)),
    ],
)
@pytest.mark.parametrize("headers", [("所在年级", "所在班级"), ("年级", "班号"), ("就读年级", "就读班")])
def test_grade_and_class_in_two_columns_are_one_class(
    tmp_path: Path, headers: tuple[str, str], grade: str, group: Any, expected: tuple[int, int]
) -> None:
    reading = read(tmp_path, [*HEAD[:3], *headers], [*PUPIL[:3], grade, group])
    values = reading.rows[0]["values"]

    assert (values["grade"], values["class_no"]) == expected


@pytest.mark.parametrize(
    ("cells", "ambiguous"),
    [
        ([3.1], [2]),
        ([3.1, 3.1, "三年级9班"], [2, 3]),
        ([3.1, 3.9, 3.8], [2]),
        ([3.1, "4.2"], [2]),
        ([3.1, "三(2)班"], []),
        ([3.1, 3.2], []),
        (["3.1"], []),
        (["3.10", "3.9"], []),
    ],
)
def test_the_number_3_1_is_an_error_where_it_may_be_3_10(
    tmp_path: Path, cells: list[Any], ambiguous: list[int]
) -> None:
    pupils = [[f"王小{name}", *PUPIL[1:3], cell] for name, cell in zip("明红军", cells, strict=False)]

    reading = read(tmp_path, HEAD, *pupils)

    assert [(issue.row, issue.column) for issue in reading.issues] == [(row, "D") for row in ambiguous]
    assert set(codes(reading)) <= {"class_point_one"}


@pytest.mark.parametrize("cell", ["三年级甲班", "三年级1班、2班", "待分班", "学前班", "3", "10.1"])
def test_what_names_no_class_is_an_error(tmp_path: Path, cell: str) -> None:
    assert codes(read_cells(tmp_path, 班级=cell)) == ["class_unknown"]


@pytest.mark.parametrize(
    ("named", "is_ours"),
    [
        ("石桥镇中心小学", True),
        ("青禾县石桥镇中心小学", True),
        ("贵州省遵义市青禾县石桥镇中心小学", True),
        ("青禾县石桥镇中心小学王家坝教学点", True),
        ("青禾县王家坝教学点", True),
        ("河东区石桥镇中心小学", False),
        ("云岫县石桥镇中心小学", False),
        ("遵义市石桥镇中心小学", False),
        ("大青禾县石桥镇中心小学", False),
        ("青禾县大石桥镇中心小学", False),
        ("河东区石桥镇中心小学王家坝教学点", False),
        ("河东区王家坝教学点", False),
        ("青禾县石桥镇石桥镇中心小学", True),
        ("青禾县中心小学", False),
        ("石桥镇中心小学（本部）", True),
        ("王家坝教学点", True),
        ("大石桥镇中心小学", False),
        ("新石桥镇中心小学", False),
        ("石桥镇第二中心小学", False),
        ("石桥镇中心小学附属幼儿园", False),
        ("李家坝教学点", False),
    ],
)
def test_a_school_is_compared_by_its_whole_name(tmp_path: Path, named: str, is_ours: bool) -> None:
    assert codes(read_cells(tmp_path, 学校=named)) == ([] if is_ours else ["other_school"])


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("李⽂⼭", "李文山"),
        ("姚 小舟", "姚小舟"),
        ("王\u200b明", "王明"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("索朗 卓玛", "索朗卓玛"),
        ("欧阳 安康", "欧阳安康"),
        ("努尔买买提", "努尔买买提"),
        ("𠮷田明", "𠮷田明"),
    ],
)
def test_a_name_takes_its_one_form(tmp_path: Path, cell: str, name: str) -> None:
    reading = read_cells(tmp_path, 姓名=cell)

    assert (reading.rows[0]["values"]["name"], codes(reading)) == (name, [])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("王明/李红", "name_several"),
        ("王明和李红", "name_several"),
        ("王明 李红", "name_several"),
        ("王明\n李红", "name_several"),
        ("孙权☆", "name_character"),
        ("王明①", "name_character"),
        ("王明（大）", "name_character"),
        ("123", "name_unreadable"),
        ("张*明", "name_unreadable"),
        ("张X明", "name_unreadable"),
        ("null", "name_unreadable"),
        ("测试", "name_unreadable"),
        ("=cmd()", "formula_text"),
        ("未知", "name_missing"),
    ],
)
def test_what_is_no_name_is_an_error(tmp_path: Path, cell: str, code: str) -> None:
    assert codes(read_cells(tmp_path, 姓名=cell)) == [code]


@pytest.mark.parametrize("second", ["阿依古丽·买买提", "阿依古丽.买买提", "阿依古丽 · 买买提"])
def test_one_name_in_two_spellings_is_one_pupil(tmp_path: Path, second: str) -> None:
    reading = read(tmp_path, HEAD, ["阿依古丽•买买提", *PUPIL[1:]], [second, "女", "2015.3.9", "三(2)班"])

    assert [(issue.row, issue.code) for issue in reading.issues] == [(3, "duplicate_person")]


@pytest.mark.parametrize("part", ["电话", "联系电话", "手机号"])
def test_a_header_that_stands_there_twice_is_of_the_person_before_it(tmp_path: Path, part: str) -> None:
    head = [*HEAD, "父亲", part, "母亲", part]

    reading = read(tmp_path, head, [*PUPIL, "王建国", "17405000001", "李桂芳", "17405000002"])
    values = reading.rows[0]["values"]

    assert (values["father_phones"], values["mother_phones"]) == (["17405000001"], ["17405000002"])
    assert not codes(reading)
