"""Cells of every kind, as schools type them, and properties of any cell."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.children.roster.cells import classes, dates, id_numbers, identity, names, options, parents, text
from services.children.roster.cells.phones import phones

TODAY = date(2026, 11, 23)
AUTUMN = classes.Calendar(2026)
any_cell = st.one_of(
    st.text(max_size=60),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.from_regex(r"[0-9一二三四五六七八九十年级班().\-/ ]{0,12}", fullmatch=True),
)
days = st.dates(date(2005, 1, 1), date(2022, 12, 31))


@pytest.mark.parametrize(
    "raw",
    [
        "2014.9.1",
        "2014年9月1日",
        "20140901",
        20140901.0,
        "2014-09-01 00:00:00",
        "2014-9-1 00:00:00",
        "2014。9。1",
        " 2014/9/1 ",
        41883.0,
        "41883",
        "２０１４．９．１",
        "2014-9-1",
        "2014 . 9 . 1",
        date(2014, 9, 1),
        datetime(2014, 9, 1),  # noqa: DTZ001 cells have no zone
        datetime(2014, 8, 31, 23, 59, 17),  # noqa: DTZ001
        41882.9995,
        "2014年9月1号",
        "2014年9月1日生",
        "2014/9/1 星期一",
        "’2014-09-01",
        "41883.0",
    ],
)
def test_birth_date_is_read_in_every_spelling(raw: Any) -> None:
    assert dates.day(raw) == (date(2014, 9, 1), None)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2020-06-31", "birth_impossible"),
        ("20200230", "birth_impossible"),
        ("约8岁", "birth_unreadable"),
        ("2014年9月", "birth_unreadable"),
        (1e308, "birth_unreadable"),
        (True, "birth_unreadable"),
        ("14.9.1", "birth_unreadable"),
    ],
)
def test_impossible_or_unreadable_day_is_a_problem(raw: Any, code: str) -> None:
    value, problem = dates.day(raw)

    assert value is None
    assert problem
    assert problem.code == code


@pytest.mark.parametrize(
    "raw",
    [
        "三年级2班",
        "三(2)班",
        "三（2）班",
        "3年级2班",
        3.2,
        "3.2",
        "三年级（二）班",
        "三2班",
        "302班",
        "302",
        "3-2",
        "三年二班",
        "2024级2班",
        "24级(2)班",
        "三年级2班花名册",
        " 三 (2) 班 ",
        "三二班",
        "小学三年级2班",
        "３（２）班",
        "三—2",
        "三、2班",
        "三年级第2班",
        "2024级·2班",
    ],
)
def test_class_is_read_in_every_spelling(raw: Any) -> None:
    assert classes.parse(raw, AUTUMN) == (3, 2)


@pytest.mark.parametrize(
    "raw",
    [
        "待分班",
        "十三年级",
        "12班",
        "三班",
        "",
        None,
        "2030级1班",
        "名单",
        "Sheet1",
        "31",
        "二十班",
        "2021届2班",
        "2026-03-02",  # 3-2, which the spreadsheet took for a day
        "0年级1班",
    ],
)
def test_other_text_is_no_class(raw: Any) -> None:
    assert classes.parse(raw, AUTUMN) is None


@pytest.mark.parametrize(
    ("grade", "group", "expected"),
    [
        ("三年级", "2班", (3, 2)),
        ("2021级", "(2)班", (6, 2)),
        ("初二", "12班", (8, 12)),
        (3.0, 2.0, (3, 2)),
        ("七年级", "十二班", (7, 12)),
        ("三年级", "四(1)班", (4, 1)),
        ("初中三年级", "1", (9, 1)),
        ("高一", "2班", None),
    ],
)
def test_grade_and_class_are_read_from_two_cells(grade: Any, group: Any, expected: Any) -> None:
    assert classes.parse_grade_and_class(grade, group, AUTUMN) == expected


def test_entry_year_counts_from_the_school_year_and_the_kind_of_school() -> None:
    spring = classes.calendar_of(date(2027, 2, 20), "白杨镇中心小学")
    junior = classes.calendar_of(date(2026, 9, 1), "云岫县第二初级中学")

    assert classes.parse("2021级2班", spring) == (6, 2)
    assert classes.parse("2025级3班", junior) == (8, 3)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("174-0512-7708", ["17405127708"]),
        ("+86 17405127708", ["17405127708"]),
        ("17405127708(本人)", ["17405127708"]),
        ("17405131370/17405906252", ["17405131370", "17405906252"]),
        ("17405249175\n17405351495", ["17405249175", "17405351495"]),
        ("17405071711 17405918333", ["17405071711", "17405918333"]),
        ("174 0590 4412", ["17405904412"]),
        (17405127708.0, ["17405127708"]),
        ("１７４０５５７５７１５", ["17405575715"]),
        ("无", []),
        ("—", []),
        ("/", []),
        ("没有", []),
        ("", []),
        ("0851-82345678", ["085182345678"]),
        ("妈妈：17405127708", ["17405127708"]),
        ("8617405127708", ["17405127708"]),
        ("017405127708", ["17405127708"]),
        ("空号", []),
        ("17405131370、17405906252", ["17405131370", "17405906252"]),
    ],
)
def test_phones_are_read_in_order_without_signs_and_remarks(raw: Any, expected: list[str]) -> None:
    assert phones(raw) == (expected, None)


@pytest.mark.parametrize("raw", ["174054808458", "1740500471", "12345678901", "174O572785O", "10086", "同上", "同父亲"])
def test_unreadable_phone_is_a_warning_and_left_out(raw: str) -> None:
    kept, problem = phones(raw)

    assert kept == []
    assert problem
    assert problem.code == "phone_bad"


@pytest.mark.parametrize("raw", ["17405131370/1234", "17405131370 1234", "+86 17405131370 转 12"])
def test_readable_phone_next_to_an_unreadable_one_is_kept(raw: str) -> None:
    kept, problem = phones(raw)

    assert kept == ["17405131370"]
    assert problem


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (" 唐 杰\u3000宇\n", "唐杰宇"),
        ("叶尔江•哈力克", "叶尔江·哈力克"),
        ("卓玛．央金", "卓玛·央金"),
        ("谭静𬀩", "谭静𬀩"),
        ("闫婷㼆", "闫婷㼆"),
        ("\u200b张三\ufeff", "张三"),
        ("陶  雯", "陶雯"),
        ("李_x000D_", "李"),
        ("叶尔江⸱哈力克", "叶尔江·哈力克"),
        ("*张晓", "张晓"),
    ],
)
def test_names_lose_blanks_and_keep_rare_characters(raw: str, name: str) -> None:
    assert names.person(raw) == (name, None)


@pytest.mark.parametrize("raw", ["张*明", "王*", "张□", "李明2", "17405127708"])
def test_masked_name_is_unreadable(raw: str) -> None:
    value, problem = names.person(raw)

    assert value is None
    assert problem
    assert problem.code == "name_unreadable"


@pytest.mark.parametrize("raw", ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "＝1+1"])
def test_text_that_a_spreadsheet_would_run_is_no_name(raw: str) -> None:
    value, problem = names.person(raw)

    assert value is None
    assert problem
    assert problem.code == "formula_text"


@pytest.mark.parametrize("raw", [9.99002201307178e17, "9.99003E+17", "9.99003e17", 999002201307178000])
def test_id_number_stored_as_a_number_has_lost_its_end(raw: Any) -> None:
    _, problem = id_numbers.id_number(raw)

    assert problem
    assert problem.code == "id_precision_lost"


@pytest.mark.parametrize(
    "raw",
    ["'99900420150210543x", "９９９００４２０１５０２１０５４３ｘ", "999004 20150210 543X", "\t99900420150210543X "],
)
def test_id_number_loses_blanks_and_quotes(raw: str) -> None:
    assert id_numbers.id_number(raw) == ("99900420150210543X", None)


@pytest.mark.parametrize(
    ("raw", "month"),
    [
        ("2022/10", "2022-10"),
        ("2021-01", "2021-01"),
        ("2023.05", "2023-05"),
        ("2020年1月", "2020-01"),
        (date(2019, 1, 1), "2019-01"),
        ("202609", "2026-09"),
        (43466.0, "2019-01"),
        ("2023年5月外出", "2023-05"),
        (2023.05, "2023-05"),
        ("20230501", "2023-05"),
    ],
)
def test_month_is_read_in_every_spelling(raw: Any, month: str) -> None:
    assert dates.month_cleaner("away_since_vague", TODAY)(raw) == (month, None)


@pytest.mark.parametrize("raw", ["多年", "2023年", "去年3月", "2023.13", "2030-01", 2025.1])
def test_vague_month_is_a_warning(raw: Any) -> None:
    value, problem = dates.month_cleaner("away_since_vague", TODAY)(raw)

    assert value is None
    assert problem
    assert problem.code == "away_since_vague"


@pytest.mark.parametrize(
    ("raw", "state", "location"),
    [
        ("广东东莞长安镇五金厂", "away", "广东东莞长安镇五金厂"),
        ("在家务农", "home", None),
        ("本村", "home", None),
        ("病故", "deceased", None),
        ("下落不明", "missing", None),
        ("服刑人员", "in_custody", None),
        ("车祸身亡", "deceased", None),
        ("常年在家", "home", None),
        ("不在家", "away", "不在家"),
        ("深圳富士康公司", "away", "深圳富士康公司"),
        ("昆山", "away", "昆山"),
        ("湖南省长沙市", "away", "湖南省长沙市"),
        ("在外打工", "away", "在外打工"),
        ("均未外出", "home", None),
        ("", None, None),
        ("离异", None, None),
        ("父母离异", None, None),
        ("健在", None, None),
        ("是", None, None),
        ("病逝", "deceased", None),
        ("判刑三年", "in_custody", None),
        ("杳无音信", "missing", None),
        ("已返乡", "home", None),
        ("无", None, None),
    ],
)
def test_whereabouts_of_a_parent_are_read(raw: str, state: str | None, location: str | None) -> None:
    assert parents.whereabouts(raw) == (parents.ParsedWhereabouts(state, location), None)


@pytest.mark.parametrize("raw", ["县人民医院", "镇中心小学", "在家具厂", "家政公司", "供电所", "开车", "老板"])
def test_an_employer_or_unknown_words_are_no_absence(raw: str) -> None:
    whereabouts, problem = parents.whereabouts(raw)

    assert whereabouts == parents.ParsedWhereabouts()
    assert problem
    assert problem.code == "whereabouts_unknown"


@pytest.mark.parametrize(
    "raw", ["否", "否（随父母）", "不是留守儿童", "非留守", "父母都在家", "父母均未外出", "双亲家庭"]
)
def test_no_with_a_remark_is_not_left_behind(raw: str) -> None:
    assert options.left_behind(raw) == ("非留守", None)


def test_single_parent_family_is_not_left_behind_by_one() -> None:
    value, problem = options.left_behind("单亲家庭")

    assert value is None
    assert problem
    assert problem.code == "left_behind_unknown"


@pytest.mark.parametrize(("raw", "value"), [("农转非", "非农业"), ("农业户口", "农业"), ("居民", "非农业")])
def test_household_is_read(raw: str, value: str) -> None:
    assert options.hukou(raw) == (value, None)


def test_both_parents_of_a_child_left_behind_by_both_are_away() -> None:
    nothing, at_home = parents.ParsedWhereabouts(), parents.ParsedWhereabouts("home")

    assert parents.state_of(nothing, None, "双亲留守") == "away"
    assert parents.state_of(nothing, "2024-01", "单亲留守") == "away"
    assert parents.state_of(nothing, None, "单亲留守") is None
    assert parents.state_of(at_home, None, "双亲留守") == "home"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("爷爷", "61"),
        ("外婆", "64"),
        ("姥姥", "64"),
        ("爸爸", "51"),
        ("舅舅", "85"),
        ("非亲属", "99"),
        ("奶奶(主要)", "62"),
        ("61", "61"),
    ],
)
def test_relations_have_the_codes_of_the_table(raw: str, code: str) -> None:
    value, problem = options.relation(raw)

    assert value
    assert value[1] == code
    assert problem is None


@given(born=days, sequence=st.integers(0, 999), division=st.integers(100000, 999999))
def test_every_id_number_has_one_check_character(born: date, sequence: int, division: int) -> None:
    first = f"{division}{born:%Y%m%d}{sequence:03d}"
    number = first + identity.check_character(first)

    assert identity.birth_of(number) == born
    assert identity.sex_of(number) == ("男" if sequence % 2 else "女")
    assert sum(identity.check_character(first) == character for character in "0123456789X") == 1


@given(
    born=days,
    style=st.sampled_from(["%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d 00:00:00", "%Y/%m/%d"]),
    pad=st.sampled_from(["", " ", "\u3000", "\n"]),
)
def test_any_day_is_read_in_every_spelling(born: date, style: str, pad: str) -> None:
    typed = pad + born.strftime(style) + pad

    assert dates.day(typed) == (born, None)
    assert dates.day(typed.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})) == (born, None)


@given(
    grade=st.integers(1, 9),
    number=st.integers(1, 30),
    form=st.sampled_from(["{c}年级{n}班", "{c}({n})班", "{c}（{n}）班", "{g}年级{n}班", "{y}级{n}班"]),
)
def test_any_class_is_read_in_every_spelling(grade: int, number: int, form: str) -> None:
    typed = form.format(c="一二三四五六七八九"[grade - 1], g=grade, n=number, y=2027 - grade)

    assert classes.parse(typed, AUTUMN) == (grade, number)


@given(raw=any_cell)
def test_no_cell_value_raises(raw: Any) -> None:
    month = dates.month_cleaner("away_since_vague", TODAY)
    for clean in (
        text.plain,
        names.person,
        names.adult,
        options.sex,
        dates.day,
        id_numbers.id_number,
        id_numbers.student_number,
        options.left_behind,
        options.boarding,
        options.ethnicity,
        options.relation,
        options.hukou,
        options.age,
        month,
    ):
        value, problem = clean(raw)
        assert problem is None or value is None or problem.code == "text_too_long"
    kept, _ = phones(raw)
    assert all(number.isdecimal() for number in kept)
    classes.parse(raw, AUTUMN)
    classes.parse_grade_and_class(raw, raw, AUTUMN)
    parents.whereabouts(raw)


@given(raw=st.text())
def test_cleaning_text_is_idempotent(raw: str) -> None:
    once = text.text(raw)

    assert text.text(once) == once or "_x" in raw
    assert not any(0xFF01 <= ord(c) <= 0xFF5E for c in once)
