"""Layouts of every kind: titles, two-level headers, merged cells, totals, a county's own headers, other schools."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.children.roster.cells.identity import check_character
from services.children.roster.reader import read_roster
from services.children.roster.workbooks.template import roster_template
from tests.children.roster.rosters import TERM, TODAY, read, typed, where

HEADER = ["姓名", "性别", "出生日期", "班级"]


def number(born: str, sequence: str) -> str:
    first = f"999001{born}{sequence}"
    return first + check_character(first)


def test_blank_birth_date_and_sex_come_from_a_valid_id_number(tmp_path: Path) -> None:
    path = typed(tmp_path / "a.xlsx", [*HEADER, "身份证号"], ["张晓", None, None, "三(1)班", number("20180304", "122")])

    row = read(path).rows[0]

    assert (row["values"]["birth_date"], row["values"]["sex"]) == ("2018-03-04", "女")
    assert row["derived_from_id"] == ["birth_date", "sex"]
    assert row["is_acceptable"]


def test_merged_cell_holds_for_every_row_and_is_one_issue(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "a.xlsx",
        [*HEADER, "监护人电话"],
        ["张晓", "女", "2018-03-04", "待定", "1234"],
        ["张明", "男", "2019-05-06"],
        ["李云", "女", "2018-07-08", "三(1)班"],
        merges=("D2:D3", "E2:E3"),
    )

    reading = read(path)

    assert [where(issue) for issue in reading.issues] == [
        ("Sheet1", 2, "D", "class_unknown", "error"),
        ("Sheet1", 2, "E", "phone_bad", "warn"),
    ]
    assert [row["is_acceptable"] for row in reading.rows] == [False, False, True]


def test_merged_cell_over_blank_rows_makes_no_pupils(tmp_path: Path) -> None:
    path = typed(tmp_path / "a.xlsx", HEADER, ["张晓", "女", "2018-03-04", "三(1)班"], [], [], merges=("D2:D4",))

    assert len(read(path).rows) == 1


def test_groups_without_merged_cells_are_read(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "a.xlsx",
        ["白杨小学留守儿童登记表"],
        ["姓名", "性别", "出生日期", "班级", "爸爸情况", None, None, "妈妈情况", None],
        [None, None, None, None, "姓名", "电话", "打工地点", "姓名", "打工地点"],
        ["张晓", "女", "2018-03-04", "三(1)班", "张强", "17405127708", "广东", "李梅", "在家"],
    )

    reading = read(path)

    assert reading.outcome == "accept"
    assert reading.sheets[0]["header_rows"] == [2, 3]
    values = reading.rows[0]["values"]
    assert (values["father_name"], values["father_phones"], values["father_location"]) == (
        "张强",
        ["17405127708"],
        "广东",
    )
    assert (values["mother_name"], values["mother_state"]) == ("李梅", "home")


def test_rows_that_are_no_pupils_are_left_out(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "a.xlsx",
        ["序号", *HEADER],
        [1, "张晓", "女", "2018-03-04", "三(1)班"],
        [2],
        ["序号", *HEADER],
        [3, "李明", "男", "2018-05-06", "三(1)班"],
        ["小计", 2],
        ["合计", "男1人", "女1人"],
        ["共2人"],
        [None, "以下空白"],
        ["填表人：王老师", None, "审核：李主任"],
        ["注：以上情况属实。"],
        ["附：", "以学籍为准"],
        [None, None, None, None, "2026年9月1日"],
        ["校长签字：", None, "填表人：", "李四"],
        ["学校（盖章）：", None, None, "日期：2026年9月1日"],
        ["填表人 张三", None, "审核人 李四"],
        ["一年级1班小计", None, "20人"],
        ["总人数：2人", "男1", "女1"],
        [None, "以上信息核对无误"],
        [3, None, None, None, "三(1)班"],
    )

    reading = read(path)

    assert reading.outcome == "accept"
    assert [row["row"] for row in reading.rows] == [2, 5]


def test_total_of_many_columns_is_no_pupil(tmp_path: Path) -> None:
    more = ["民族", "户口性质", "现住址", "父亲姓名", "母亲姓名"]
    path = typed(
        tmp_path / "a.xlsx",
        [*HEADER, *more],
        ["张晓", "女", "2018-03-04", "三(1)班", "汉", "农业", "白杨村", "张强", "李梅"],
        ["合计", 1, 1, 1, 1, 1, 1, 1, 1],
    )

    assert [row["row"] for row in read(path).rows] == [2]


def test_instructions_with_an_example_are_no_roster(tmp_path: Path) -> None:
    path = typed(tmp_path / "a.xlsx", HEADER, ["张三", "男", "2018-03-04", "三(1)班"], sheet="填表说明")

    reading = read(path)

    assert [sheet["role"] for sheet in reading.sheets] == ["instructions"]
    assert [issue.code for issue in reading.issues] == ["no_roster"]


def test_headers_of_a_county_are_read(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "a.xlsx",
        ["娃儿", "性别", "出生日期", "班级", "屋头"],
        ["张晓", "女", "2018-03-04", "三(1)班", "白杨村"],
    )

    reading = read(path, aliases={"娃儿": "name", "屋头": "address"})

    assert reading.outcome == "accept"
    assert reading.rows[0]["values"]["address"] == "白杨村"


def test_another_school_is_an_error_and_a_site_or_a_short_name_is_not(tmp_path: Path) -> None:
    ours = "云岫县白杨镇中心小学"
    path = typed(
        tmp_path / "a.xlsx",
        ["学校名称", *HEADER],
        [ours, "张晓", "女", "2018-03-04", "三(1)班"],
        ["白杨镇中心小学", "李明", "男", "2018-05-06", "三(1)班"],
        [f"{ours}下寨教学点", "王云", "女", "2018-05-07", "三(1)班"],
        ["云岫县石桥镇中心小学", "赵海", "男", "2018-05-08", "三(1)班"],
    )

    reading = read_roster(path, school_name=ours, county_name="云岫县", today=TODAY, term_start=TERM)

    assert [where(issue) for issue in reading.issues] == [("Sheet1", 5, "A", "other_school", "error")]


@pytest.mark.parametrize(
    ("named", "ours", "is_ours"),
    [
        ("大石桥镇中心小学", "石桥镇中心小学", False),
        ("石桥镇中心小学", "大石桥镇中心小学", False),
        ("云岫县石桥镇中心小学", "石桥镇中心小学", True),
        ("石桥镇中心小学", "云岫县石桥镇中心小学", True),
        ("石桥镇中心小学（下寨校区）", "石桥镇中心小学", True),
        ("石桥镇中心小学附属幼儿园", "石桥镇中心小学", False),
        ("高岩教学点", "石桥镇中心小学", True),
        ("高岩小学", "石桥镇中心小学", False),
        ("河东区石桥镇中心小学", "石桥镇中心小学", False),
        ("石桥镇中心小学", "河东区石桥镇中心小学", False),
        ("石桥镇白杨小学", "白杨小学", True),
        ("白杨小学", "石桥镇白杨小学", True),
        ("河西镇白杨小学", "白杨小学", False),
        ("云岫县中心小学", "中心小学", True),
        ("石桥镇中心小学", "中心小学", True),
        ("中心小学", "石桥镇中心小学", False),
    ],
)
def test_name_of_a_school_is_compared_whole(named: str, ours: str, is_ours: bool, tmp_path: Path) -> None:
    path = typed(tmp_path / "a.xlsx", ["学校", *HEADER], [named, "张晓", "女", "2018-03-04", "三(1)班"])

    county = {"county_name": "云岫县", "township_name": "石桥镇"}
    reading = read_roster(path, school_name=ours, site_names=["高岩教学点"], today=TODAY, term_start=TERM, **county)

    assert [issue.code for issue in reading.issues] == ([] if is_ours else ["other_school"])


@pytest.mark.parametrize(("named", "is_ours"), [("白杨小学", True), ("中心小学", False), ("小学", False)])
def test_short_name_of_any_school_is_an_error(named: str, is_ours: bool, tmp_path: Path) -> None:
    path = typed(tmp_path / "a.xlsx", ["学校", *HEADER], [named, "张晓", "女", "2018-03-04", "三(1)班"])

    for ours in ("云岫县白杨小学", "云岫县中心小学"):
        is_short_for_it = is_ours and ours.endswith(named)
        reading = read_roster(path, school_name=ours, county_name="云岫县", today=TODAY, term_start=TERM)
        assert [issue.code for issue in reading.issues] == ([] if is_short_for_it else ["other_school"])


def test_several_phone_columns_of_one_person_are_one_list(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "a.xlsx",
        [*HEADER, "监护人联系电话1", "监护人联系电话2"],
        ["张晓", "女", "2018-03-04", "三(1)班", "17405127708", "17405127709"],
    )

    reading = read(path)

    assert not reading.issues
    assert reading.rows[0]["values"]["guardian_phones"] == ["17405127708", "17405127709"]


def test_passport_is_not_checked_as_an_identity_card(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "a.xlsx",
        [*HEADER, "身份证件类型", "身份证件号"],
        ["ANNA", "女", "2018-03-04", "三(1)班", "护照", "E12345678"],
    )

    reading = read(path)

    assert reading.outcome == "accept"
    assert reading.rows[0]["values"]["id_number"] == "E12345678"


def test_each_missing_column_is_an_issue(tmp_path: Path) -> None:
    path = typed(tmp_path / "a.xlsx", ["姓名", "性别", "民族"], ["张晓", "女", "汉"])

    issues = [issue for issue in read(path).issues if issue.row is None]

    assert [issue.code for issue in issues] == ["column_missing", "column_missing"]
    assert [issue.params["column"] for issue in issues] == ["班级", "出生日期"]


def test_class_sheet_without_a_header_is_an_issue(tmp_path: Path) -> None:
    path = typed(tmp_path / "a.xlsx", ["张晓", "女", "2018-03-04"], ["李明", "男", "2018-05-06"], sheet="三年级1班")

    assert {issue.code for issue in read(path).issues} == {"sheet_unread", "no_roster"}


def test_class_is_read_from_the_title(tmp_path: Path) -> None:
    path = typed(tmp_path / "a.xlsx", ["三年级（2）班学生花名册"], HEADER[:3], ["张晓", "女", "2018-03-04"])

    assert (read(path).rows[0]["values"]["grade"], read(path).rows[0]["values"]["class_no"]) == (3, 2)


def test_stored_numbers_and_dates_are_read_like_text(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "a.xlsx",
        [*HEADER, "家长电话"],
        ["张晓", 2, date(2018, 3, 4), 3.1, 17405127708],
        ["李明", 1, 43165, 3.1, None],
    )

    rows = list(read(path).rows)

    assert [row["values"]["birth_date"] for row in rows] == ["2018-03-04", "2018-03-06"]
    assert rows[0]["values"]["guardian_phones"] == ["17405127708"]
    assert [row["values"]["sex"] for row in rows] == ["女", "男"]


def test_issue_names_cell_reason_and_remedy_and_never_the_whole_number(tmp_path: Path) -> None:
    bad = number("20180304", "122")[:17] + "A"
    path = typed(
        tmp_path / "a.xlsx", [*HEADER, "身份证号", "电话"], ["张晓", "女", "2018-03-04", "三(1)班", bad, "174051277089"]
    )

    plain = read(path).as_json()

    assert [(f["row"], f["column"], f["header"]) for f in plain["issues"]] == [(2, "E", "身份证号"), (2, "F", "电话")]
    assert all("请" in issue["message"] for issue in plain["issues"])
    assert bad not in str(plain)
    assert "174051277089" not in str(plain)


def test_issues_are_counted_in_full_and_listed_up_to_a_limit(tmp_path: Path) -> None:
    rows = [["张晓", "女", "2018-02-31", "三(1)班"] for _ in range(6000)]

    reading = read(typed(tmp_path / "a.xlsx", HEADER, *rows))

    assert (reading.counts["errors"], len(reading.issues), reading.counts["issues_left_out"]) == (6000, 5000, 1000)


def test_template_is_read_without_issues(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(roster_template()))
    page = book["名单"]
    row = {
        "年级班级": "三年级1班",
        "姓名": "张晓",
        "性别": "女",
        "出生日期": "2018-03-04",
        "监护人姓名": "罗凤英",
        "监护人关系": "祖母",
        "第二监护人姓名": "罗大山",
        "第二监护人关系": "祖父",
        "第二监护人电话": "17405000002",
        "父亲外出时间": "2024-03",
    }
    for cell in page[1]:
        page.cell(2, cell.column, row.get(cell.value))
    book.save(tmp_path / "filled.xlsx")

    reading = read(tmp_path / "filled.xlsx")

    assert reading.outcome == "accept"
    assert reading.issues == []
    values: dict[str, Any] = dict(reading.rows[0]["values"])
    assert [values["guardian_name"], values["guardian_relation"]] == ["罗凤英", "祖母"]
    assert [values[f"guardian2_{part}"] for part in ("name", "relation", "phones")] == [
        "罗大山",
        "祖父",
        ["17405000002"],
    ]
    assert {sheet["name"]: sheet["role"] for sheet in reading.sheets} == {
        "名单": "data",
        "填表说明": "instructions",
        "字典": "choices",
    }
    assert all(column["field"] for column in reading.sheets[0]["columns"])
    assert reading.rows[0]["values"]["father_state"] == "away"


def test_days_of_a_workbook_that_counts_from_1904_are_read(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in (HEADER, ["张晓", "女", date(2018, 3, 4), "三(1)班"], ["李明", "男", 43163 - 1462, "三(1)班"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")

    assert [row["values"]["birth_date"] for row in read(tmp_path / "a.xlsx").rows] == ["2018-03-04", "2018-03-04"]


def test_second_list_next_to_the_first_is_an_error(tmp_path: Path) -> None:
    first, second = ["张晓", "女", "2018-03-04", "三(1)班"], ["李明", "男", "2018-05-06", "三(1)班"]
    path = typed(tmp_path / "a.xlsx", [*HEADER, None, *HEADER], [*first, None, *second])

    reading = read(path)

    assert reading.outcome == "refuse"
    assert where(reading.issues[0]) == ("Sheet1", 1, "F", "second_list", "error")


def test_second_name_and_number_columns_are_left_out(tmp_path: Path) -> None:
    who = number("20180304", "122")
    path = typed(
        tmp_path / "a.xlsx",
        [*HEADER, "身份证号", "姓名", "身份证号"],
        ["张晓", "女", "2018-03-04", "三(1)班", who, "张强", "x"],
    )

    assert [issue.code for issue in read(path).issues] == ["column_repeated", "column_repeated"]


def test_grade_is_read_from_the_sheet_and_class_from_its_column(tmp_path: Path) -> None:
    header = [*HEADER[:3], "班"]
    path = typed(
        tmp_path / "a.xlsx",
        header,
        ["张晓", "女", "2018-03-04", 2],
        ["李明", "男", "2018-03-05", "1班"],
        sheet="三年级",
    )

    rows = read(path).rows

    assert [(row["values"]["grade"], row["values"]["class_no"]) for row in rows] == [(3, 2), (3, 1)]


def test_grade_and_class_that_disagree_are_an_error(tmp_path: Path) -> None:
    header = ["年级", *HEADER]
    path = typed(
        tmp_path / "a.xlsx",
        header,
        ["四年级", "张晓", "女", "2018-03-04", "三(1)班"],
        ["三年级", "李明", "男", "2018-05-06", "三(1)班"],
        ["2024级", "王云", "女", "2018-05-07", "三年级1班"],
        ["初一", "赵海", "男", "2014-05-08", "七(1)班"],
        [1, "孙晓", "男", "2014-05-09", "七(1)班"],
    )

    assert [where(issue) for issue in read(path).issues] == [("Sheet1", 2, "E", "class_mismatch", "error")]


def test_family_members_under_one_title_are_the_guardian(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "a.xlsx",
        [*HEADER, "家庭成员", None, None],
        [None, None, None, None, "姓名", "关系", "电话"],
        ["张晓", "女", "2018-03-04", "三(1)班", "张强", "爷爷", "17405127708"],
    )

    reading = read(path)

    values = reading.rows[0]["values"]
    assert reading.issues == []
    assert (values["name"], values["guardian_name"], values["guardian_relation"]) == ("张晓", "张强", "祖父")


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ("学生", "name"),
        ("所在班", "class"),
        ("居民身份证号码", "id_number"),
        ("家长手机号", "guardian_phones"),
        ("联系人电话", "guardian_phones"),
        ("与学生的关系", "guardian_relation"),
        ("是否为留守儿童", "left_behind"),
        ("家庭现住址", "address"),
        ("爸爸在哪里打工", "father_location"),
        ("受委托监护人姓名", "guardian_name"),
        ("学籍辅号", None),
        ("学号", None),
    ],
)
def test_headers_of_other_schools_are_known(word: str, field: str | None, tmp_path: Path) -> None:
    path = typed(tmp_path / "a.xlsx", ["姓名", "性别", "出生日期", word], ["张晓", "女", "2018-03-04", "x"])

    reading = read(path)

    assert reading.sheets[0]["columns"][3]["field"] == field or field == "name"
    assert "unknown_column" not in {issue.code for issue in reading.issues}


def test_names_and_id_numbers_are_a_roster_where_the_sheet_is_the_class(tmp_path: Path) -> None:
    path = typed(tmp_path / "a.xlsx", ["姓名", "身份证号"], ["张晓", number("20180304", "122")], sheet="三年级1班")

    assert [row["is_acceptable"] for row in read(path).rows] == [True]


@pytest.mark.parametrize(("column", "cell"), [("身份证号", number("20180304", "122")), ("电话", "17405127708")])
def test_row_with_a_number_only_is_a_pupil_without_a_name(column: str, cell: str, tmp_path: Path) -> None:
    path = typed(
        tmp_path / "a.xlsx",
        [*HEADER, column],
        ["张晓", "女", "2018-03-04", "三(1)班", ""],
        [None, None, None, None, cell],
    )

    assert ("Sheet1", 3, "A", "name_missing", "error") in [where(issue) for issue in read(path).issues]


def test_second_row_of_a_merged_pupil_is_a_duplicate(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "a.xlsx",
        [*HEADER, "电话"],
        ["张晓", "女", "2018-03-04", "三(1)班", "17405127708"],
        [None, None, None, None, "17405127709"],
        merges=("A2:A3", "B2:B3", "C2:C3", "D2:D3"),
    )

    assert [where(issue) for issue in read(path).issues] == [("Sheet1", 3, "A", "duplicate_person", "error")]


def test_words_instead_of_an_id_number_are_an_error(tmp_path: Path) -> None:
    path = typed(tmp_path / "a.xlsx", [*HEADER, "身份证号"], ["张晓", "女", "2018-03-04", "三(1)班", "待补"])

    assert [where(issue) for issue in read(path).issues] == [("Sheet1", 2, "E", "id_characters", "error")]


def test_complete_headers_below_unknown_groups_are_read(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "a.xlsx",
        ["儿童姓名", "性别", "身份证号码", "就读学校及班级", None, "父母外出务工情况", None, "监护人情况", None],
        [None, None, None, "学校", "班级", "父亲姓名", "母亲姓名", "姓名", "联系电话"],
        ["张晓", "女", number("20180304", "122"), "白杨小学", "三(1)班", "张强", "李梅", "张大", "17405127708"],
        merges=("D1:E1", "F1:G1", "H1:I1"),
    )

    reading = read(path, "白杨小学")

    assert reading.issues == []
    values = reading.rows[0]["values"]
    assert (values["name"], values["grade"], values["father_name"], values["mother_name"], values["guardian_name"]) == (
        "张晓", 3, "张强", "李梅", "张大",
    )  # fmt: skip
