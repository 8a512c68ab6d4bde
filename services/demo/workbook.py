"""Rosters as schools keep them: the export of the pupil-status system, and three ways to be untidy and still right."""

from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from services.demo.families import DemoParent
from services.demo.people import DemoPupil
from services.kit.xlsx.writer import OPTIONS
from services.schools.classes import GRADES, class_label_in_grade

Cell = Callable[[DemoPupil], str]
Columns = dict[str, Cell]


def roster(pupils: Iterable[DemoPupil], *, school: str, school_year: int, layout: str) -> bytes:
    """The .xlsx file. Layouts: export, since (export and 外出时间), one_column, by_hand."""
    columns = LAYOUTS[layout](school)
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS | {"constant_memory": False, "in_memory": True}) as book:
        page = book.add_worksheet("学生信息")
        title = book.add_format({"bold": True, "align": "center"})
        page.merge_range(0, 0, 0, len(columns), f"{school}学生基本信息表({school_year}学年)", title)
        top = 2 if layout == "by_hand" else 1  # a blank row below the title
        for column, header in enumerate(["序号", *columns]):
            page.write_string(top, column, header, title)
        total = 0
        for total, pupil in enumerate(pupils, 1):
            page.write_number(top + total, 0, total)
            for column, cell in enumerate(columns.values(), 1):
                page.write_string(top + total, column, cell(pupil))
        if layout != "export":
            page.write_string(top + total + 2, 0, f"合计 {total} 人")
    return target.getvalue()


def _export(school: str) -> Columns:
    """L1: one header row, all text (`../tests/rosters/README.md`)."""
    return {
        "学校名称": lambda _: school,
        "年级": lambda it: f"{GRADES[it.grade - 1]}年级",
        "班级": lambda it: f"{it.number}班",
        "姓名": lambda it: it.name,
        "性别": lambda it: it.sex,
        "出生日期": lambda it: f"{it.born:%Y%m%d}",
        "身份证件类型": lambda it: "居民身份证" if it.id_number else "",
        "身份证件号": lambda it: it.id_number,
        "学籍号": lambda it: f"G{it.id_number}" if it.id_number else "",
        "民族": lambda it: it.family.ethnicity,
        "户口性质": lambda it: "农业户口" if it.family.is_rural else "非农业户口",
        "户口所在地": lambda it: it.family.village,
        "现住址": lambda it: it.family.address,
        "入学年月": lambda it: f"{it.entered:%Y%m}",
        "是否寄宿": lambda it: _yes(it.boards),
        "是否留守儿童": lambda it: it.family.stated,
        **_parent("父亲", lambda it: it.family.father),
        **_parent("母亲", lambda it: it.family.mother),
        "监护人姓名": lambda it: it.family.guardian,
        "监护人关系": lambda it: it.family.relation,
        "监护人电话": lambda it: it.family.guardian_phone,
        "备注": lambda it: it.remark,
    }


def _since(school: str) -> Columns:
    """The export with the three columns the county asks for."""
    return _export(school) | {
        "父亲外出时间": lambda it: _month(it.family.father.since),
        "母亲外出时间": lambda it: _month(it.family.mother.since),
        "监护人年龄": lambda it: str(it.family.guardian_age or ""),
    }


def _one_column(school: str) -> Columns:
    """Everyday header words, the class in one column as 三(2)班, days as 2016.9.1."""
    known = _since(school)
    words = {
        "姓名": "学生姓名",
        "身份证件号": "身份证号码",
        "现住址": "家庭住址",
        "是否寄宿": "是否住校",
        "监护人电话": "联系电话",
    }
    own: Columns = {"年级班级": lambda it: class_label_in_grade(it.grade, it.number)}
    for header, cell in known.items():
        if header not in {"学校名称", "年级", "班级", "身份证件类型"}:
            own[words.get(header, header)] = cell
    own["出生日期"] = lambda it: f"{it.born.year}.{it.born.month}.{it.born.day}"
    return own


def _by_hand(school: str) -> Columns:
    """Typed by hand: blanks in names, full-width digits, telephones with dashes, 2016年9月1日."""
    own = _one_column(school)
    own["学生姓名"] = lambda it: f"{it.name[0]} {it.name[1:]}" if len(it.name) == 2 else f" {it.name}"
    own["出生日期"] = lambda it: f"{it.born.year}年{it.born.month}月{it.born.day}日"
    own["身份证号码"] = lambda it: it.id_number.translate(_WIDE) if it.born.day % 9 == 0 else it.id_number.lower()
    own["联系电话"] = lambda it: _dashed(it.family.guardian_phone)
    own["年级班级"] = lambda it: f"{it.grade}.{it.number}"
    return own


LAYOUTS: dict[str, Callable[[str], Columns]] = {
    "export": _export,
    "since": _since,
    "one_column": _one_column,
    "by_hand": _by_hand,
}
_WIDE = str.maketrans({str(n): chr(0xFF10 + n) for n in range(10)})


def _parent(word: str, of: Callable[[DemoPupil], DemoParent]) -> dict[str, Any]:
    return {
        f"{word}姓名": lambda it: of(it).name,
        f"{word}联系电话": lambda it: of(it).phone,
        f"{word}务工地": lambda it: of(it).where,
    }


def _month(since: date | None) -> str:
    return f"{since:%Y-%m}" if since else ""


def _yes(answer: bool) -> str:
    return "是" if answer else "否"


def _dashed(phone: str) -> str:
    return f"{phone[:3]}-{phone[3:7]}-{phone[7:]}" if phone else "无"
