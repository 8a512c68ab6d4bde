"""Small inputs that went wrong for somebody, each with its right answer and two siblings of our own.

The first input of a line comes from a public report of people who keep such lists, from a trial in a browser or from
an oracle; the names are invented. `played` says by which test of `test_table` a line is played.
"""

from typing import Any, NamedTuple

from tests.children.roster.test_roster_cases import ENDS_IN_X, NUMBER, WRONG


class Line(NamedTuple):
    """What goes in and what has to come out: three or more pairs, the first as it was reported."""

    title: str
    played: str
    pairs: list[tuple[Any, Any]]


CELLS, TWO_COLUMNS, SCHOOL, NAME, SEARCH, ADDRESS = "cells", "two_columns", "school", "name", "search", "address"
SHEETS = "sheets"


def _value(**cells: Any) -> dict[str, Any]:
    return cells


TABLE = [
    Line("headers in everyday words", CELLS, [
        (_value(寄宿生="是"), {"boarding": True}),
        (_value(说明事项="对花生过敏"), {"remark": "对花生过敏"}),
        (_value(母亲现务工地址="浙江义乌"), {"mother_location": "浙江义乌", "mother_state": "away"}),
        (_value(住校情况="住校"), {"boarding": True}),
        (_value(爸爸目前打工的地方="广东中山"), {"father_location": "广东中山", "father_state": "away"}),
    ]),
    Line("grade and class in two columns are one class", TWO_COLUMNS, [
        (("所在年级", "所在班级", "一年级", "1班"), (1, 1)),
        (("年级", "班级", "三", "(2)班"), (3, 2)),
        (("就读年级", "就读班级", "七年级", 3.0), (7, 3)),
    ]),
    Line("an employer says nothing about where a parent is", CELLS, [
        (_value(父亲工作单位="县人民医院", 是否留守="否"), {"father_state": None, "left_behind": "非留守"}),
        (_value(母亲工作单位="镇卫生院", 是否留守="否"), {"mother_state": None, "left_behind": "非留守"}),
        (_value(父亲单位="县供电局", 是否留守=""), {"father_state": None, "left_behind": None}),
    ]),
    Line("both parents at home is not left behind", CELLS, [
        (_value(是否留守="父母都在家"), {"left_behind": "非留守", "father_state": "home", "mother_state": "home"}),
        (_value(是否留守="爸爸妈妈都在家"), {"left_behind": "非留守", "father_state": "home", "mother_state": "home"}),
        (_value(是否留守="父母均在家"), {"left_behind": "非留守", "father_state": "home", "mother_state": "home"}),
        (_value(是否留守="爸爸妈妈在外打工"), {"left_behind": "双亲留守"}),
        (_value(是否留守="父亲和母亲都外出"), {"left_behind": "双亲留守"}),
        (_value(是否留守="妈妈在外打工"), {"left_behind": "单亲留守"}),
    ]),
    Line("radicals and compatibility characters are the characters", NAME, [
        ("李⽂⼭", "李文山"),
        ("⻢小⻰", "马小龙"),
        ("\uf9e1\uf9f4", "李林"),
    ]),
    Line("a moment seconds before midnight is the next day", CELLS, [
        (_value(出生日期=42987.9995, 班级="二年级1班"), {"birth_date": "2017-09-10"}),
        (_value(出生日期=42063.99931), {"birth_date": "2015-03-01"}),
        (_value(出生日期="2015-02-28 23:59:59"), {"birth_date": "2015-03-01"}),
    ]),
    Line("an error of a spreadsheet is an error at its cell", CELLS, [
        (_value(出生日期="#N/A"), "formula_error"),
        (_value(身份证号="#REF!"), "formula_error"),
        (_value(姓名="#NAME?"), "formula_error"),
    ]),
    Line("the number 3.1 may have been 3.10", CELLS, [
        (_value(班级=3.1), "class_point_one"),
        (_value(班级=4.1), "class_point_one"),
        (_value(班级=2.1), "class_point_one"),
    ]),
    Line("a paper that is the resident's has the check digit, whatever it is called", CELLS, [
        (_value(证件类型="1-居民身份证", 身份证号=WRONG), "id_check_digit"),
        (_value(证件类型="二代证", 身份证号=WRONG), "id_check_digit"),
        (_value(证件类型="二代居民身份证", 身份证号=WRONG), "id_check_digit"),
        (_value(证件类型="户口簿", 身份证号=WRONG), "id_check_digit"),
        (_value(证件类型="二代证", 身份证号=NUMBER), {"id_number": NUMBER}),
    ]),
    Line("what looks like an X at the end is read as one, with a note", CELLS, [
        (_value(身份证号=ENDS_IN_X[:-1] + "Ⅹ"), {"id_number": ENDS_IN_X, "notes": ["id_like_x"]}),
        (_value(身份证号=ENDS_IN_X[:-1] + "Х"), {"id_number": ENDS_IN_X, "notes": ["id_like_x"]}),
        (_value(身份证号=ENDS_IN_X[:-1] + "×"), {"id_number": ENDS_IN_X, "notes": ["id_like_x"]}),
    ]),
    Line("another school is another school, however alike its name", SCHOOL, [
        ("大石桥镇中心小学", False),
        ("河东区石桥镇中心小学", False),
        ("石桥镇第二中心小学", False),
        ("青禾县石桥镇中心小学", True),
    ]),
    Line("a hidden sheet is named and left out", SHEETS, [
        ("去年名单", "sheet_hidden"),
        ("转走的学生", "sheet_hidden"),
        ("三年级旧", "sheet_hidden"),
    ]),
    Line("a name with dots has one dot and is listed with dots or none", SEARCH, [
        (("阿依古丽•买买提", "阿依古丽买买提"), "阿依古丽·买买提"),
        (("阿依古丽•买买提", "阿依古丽·买买提"), "阿依古丽·买买提"),
        (("古丽．艾山", "古丽 艾山"), "古丽·艾山"),
        (("努尔・买买提", "nuermai"), "努尔·买买提"),
    ]),
    Line("ü is typed in several ways", SEARCH, [
        *((("吕小燕", typed), "吕小燕") for typed in ("lv", "lu", "lü", "lyu", "ＬＶ")),
        (("李小绿", "xiaolyu"), "李小绿"),
        (("赵女娲", "zhaonü"), "赵女娲"),
    ]),
    Line("surnames have readings of their own", SEARCH, [
        (("阚清", "kan"), "阚清"),
        (("么红", "yao"), "么红"),
        (("句艳", "gou"), "句艳"),
        (("仇小雨", "qiu"), "仇小雨"),
        (("查理明", "zha"), "查理明"),
    ]),
    Line("a child without a known surname is addressed by the whole name", ADDRESS, [
        ("JohnSmith", "JohnSmith"),
        ("扎西次仁", "扎西次仁"),
        ("努尔艾力", "努尔艾力"),
        ("MaryAnn", "MaryAnn"),
        ("王小明", "小明"),
    ]),
    Line("two people or a sign are no name", NAME, [
        ("王明/李红", "name_several"),
        ("孙权☆", "name_character"),
        ("王明，李红", "name_several"),
        ("赵云★", "name_character"),
        ("张丽和李强", "name_several"),
        ("待定", "name_unreadable"),
        ("新生", "name_unreadable"),
    ]),
    Line("headers with a number name the first guardian", CELLS, [
        (_value(家庭成员或监护人1姓名="李桂芳"), {"guardian_name": "李桂芳"}),
        (_value(家庭成员或监护人1电话="17405000001"), {"guardian_phones": ["17405000001"]}),
        (_value(监护人1姓名="李桂芳"), {"guardian_name": "李桂芳"}),
        (_value(第一监护人联系电话="17405000001"), {"guardian_phones": ["17405000001"]}),
    ]),
    Line("a name takes its one form or is refused, alike in import, API and page", NAME, [
        ("姚 小舟", "姚小舟"),
        ("王\u200b明", "王明"),
        ("123", "name_unreadable"),
        ("=cmd()", "formula_text"),
        ("张*明", "name_unreadable"),
        ("欧阳\u3000安康", "欧阳安康"),
        ("李\ufeff红", "李红"),
        ("王某某", "name_unreadable"),
        ("+86", "formula_text"),
    ]),
]  # fmt: skip
