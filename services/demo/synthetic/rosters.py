"""Rosters as schools keep them: the export of the pupil-status system, and three untidier ones that are still right."""

from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO

import xlsxwriter

from services.demo.synthetic.families import DemoParent
from services.demo.synthetic.people import DemoPupil
from services.kit.xlsx.writer import OPTIONS
from services.schools.classes import GRADES, class_label_in_grade

Cell = Callable[[DemoPupil], str]
Columns = dict[str, Cell]  # by header, in the order of the sheet

# Everyday headers in place of the official ones.
_EVERYDAY_HEADERS = {
    "姓名": "学生姓名",
    "身份证件号": "身份证号码",
    "现住址": "家庭住址",
    "是否寄宿": "是否住校",
    "监护人电话": "联系电话",
}
_FULL_WIDTH = str.maketrans({str(n): chr(0xFF10 + n) for n in range(10)})


def write_roster(pupils: Iterable[DemoPupil], *, school: str, school_year: int, layout: str) -> bytes:
    """Write the .xlsx file of a school in one of LAYOUTS; return its content."""
    columns = LAYOUTS[layout](school)
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS | {"constant_memory": False, "in_memory": True}) as book:
        sheet = book.add_worksheet("学生信息")
        # Title and header look alike on purpose: the reader has to find the header by its cells.
        title = book.add_format({"bold": True, "align": "center"})
        sheet.merge_range(0, 0, 0, len(columns), f"{school}学生基本信息表({school_year}学年)", title)
        top = 2 if layout == "by_hand" else 1  # a blank row below the title
        for column, header in enumerate(["序号", *columns]):
            sheet.write_string(top, column, header, title)
        total = 0
        for total, pupil in enumerate(pupils, 1):
            sheet.write_number(top + total, 0, total)
            for column, cell in enumerate(columns.values(), 1):
                sheet.write_string(top + total, column, cell(pupil))
        # A total below the rows, which a reader must not take for a pupil.
        if layout != "export":
            sheet.write_string(top + total + 2, 0, f"合计 {total} 人")
    return target.getvalue()


def _export(school: str) -> Columns:
    """One header row, all cells text, as the pupil-status system exports it."""
    return {
        "学校名称": lambda _: school,
        "年级": lambda pupil: f"{GRADES[pupil.grade - 1]}年级",
        "班级": lambda pupil: f"{pupil.class_number}班",
        "姓名": lambda pupil: pupil.name,
        "性别": lambda pupil: pupil.sex,
        "出生日期": lambda pupil: f"{pupil.birth_date:%Y%m%d}",
        "身份证件类型": lambda pupil: "居民身份证" if pupil.id_number else "",
        "身份证件号": lambda pupil: pupil.id_number,
        "学籍号": lambda pupil: f"G{pupil.id_number}" if pupil.id_number else "",
        "民族": lambda pupil: pupil.family.ethnicity,
        "户口性质": lambda pupil: "农业户口" if pupil.family.is_rural else "非农业户口",
        "户口所在地": lambda pupil: pupil.family.village,
        "现住址": lambda pupil: pupil.family.address,
        "入学年月": lambda pupil: f"{pupil.entered_on:%Y%m}",
        "是否寄宿": lambda pupil: "是" if pupil.is_boarding else "否",
        "是否留守儿童": lambda pupil: pupil.family.reported_status,
        **_parent_columns("父亲", lambda pupil: pupil.family.father),
        **_parent_columns("母亲", lambda pupil: pupil.family.mother),
        "监护人姓名": lambda pupil: pupil.family.guardian,
        "监护人关系": lambda pupil: pupil.family.relation,
        "监护人电话": lambda pupil: pupil.family.guardian_phone,
        "备注": lambda pupil: pupil.remark,
    }


def _export_with_dates(school: str) -> Columns:
    """The export with columns that the county added: since when parents are away, and more of the guardians."""
    return _export(school) | {
        "父亲外出时间": lambda pupil: _month(pupil.family.father.away_since),
        "母亲外出时间": lambda pupil: _month(pupil.family.mother.away_since),
        "监护人年龄": lambda pupil: str(pupil.family.guardian_age or ""),
        "第二监护人姓名": lambda pupil: pupil.family.second_guardian[0],
        "第二监护人关系": lambda pupil: pupil.family.second_guardian[1],
        "第二监护人电话": lambda pupil: pupil.family.second_guardian[2],
    }


def _one_class_column(school: str) -> Columns:
    """Everyday headers, the class in one column as 三(2)班, dates as 2016.9.1."""
    columns: Columns = {"年级班级": lambda pupil: class_label_in_grade(pupil.grade, pupil.class_number)}
    for header, cell in _export_with_dates(school).items():
        if header not in {"学校名称", "年级", "班级", "身份证件类型"}:
            columns[_EVERYDAY_HEADERS.get(header, header)] = cell
    columns["出生日期"] = lambda pupil: _dotted(pupil.birth_date)
    return columns


def _by_hand(school: str) -> Columns:
    """Typed by hand: blanks in names, full-width digits, telephones with dashes, dates as 2016年9月1日."""
    columns = _one_class_column(school)
    columns["学生姓名"] = lambda pupil: _spaced(pupil.name)
    columns["出生日期"] = lambda pupil: f"{pupil.birth_date.year}年{pupil.birth_date.month}月{pupil.birth_date.day}日"
    columns["身份证号码"] = _typed_id_number
    columns["联系电话"] = lambda pupil: _dashed(pupil.family.guardian_phone)
    columns["年级班级"] = lambda pupil: f"{pupil.grade}.{pupil.class_number}"
    return columns


LAYOUTS: dict[str, Callable[[str], Columns]] = {
    "export": _export,
    "export_with_dates": _export_with_dates,
    "one_class_column": _one_class_column,
    "by_hand": _by_hand,
}


def _parent_columns(parent: str, of: Callable[[DemoPupil], DemoParent]) -> Columns:
    return {
        f"{parent}姓名": lambda pupil: of(pupil).name,
        f"{parent}联系电话": lambda pupil: of(pupil).phone,
        f"{parent}务工地": lambda pupil: of(pupil).whereabouts,
    }


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


def _dotted(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"


def _spaced(name: str) -> str:
    """Names of two characters are spread to the width of three, as in printed lists; others begin with a blank."""
    return f"{name[0]} {name[1:]}" if len(name) == 2 else f" {name}"


def _typed_id_number(pupil: DemoPupil) -> str:
    """Some with full-width digits, the others with a small x."""
    is_full_width = pupil.birth_date.day % 9 == 0
    return pupil.id_number.translate(_FULL_WIDTH) if is_full_width else pupil.id_number.lower()


def _dashed(phone: str) -> str:
    return f"{phone[:3]}-{phone[3:7]}-{phone[7:]}" if phone else "无"
