"""The workbook a school downloads to fill in: the list, the instructions, and the choices of its columns."""

from dataclasses import dataclass
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from services.children.roster.cells import tables
from services.kit.i18n import translate
from services.kit.xlsx.writer import OPTIONS

ROWS = 2000  # with formats and choices; more may be filled in
_YES_NO, _SEXES = ("是", "否"), ("男", "女")
_LEFT_BEHIND, _HUKOU = ("非留守", "单亲留守", "双亲留守"), ("农业", "非农业")
_ID_TYPES = ("居民身份证", "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "港澳台居民居住证", "其他")


@dataclass(frozen=True)
class TemplateColumn:
    """A header that the reader knows; width in characters."""

    header: str
    width: int = 12
    is_required: bool = False
    choices: tuple[str, ...] = ()


def columns() -> list[TemplateColumn]:
    """The columns of the pupil-status export and of the county ledger, so that schools can paste from both."""
    relations = tuple(dict.fromkeys(name for name, _ in tables.relations().values()))
    ethnicities = tuple(dict.fromkeys(tables.ethnicities().values()))
    return [
        TemplateColumn("年级班级", 12, is_required=True),
        TemplateColumn("姓名", 12, is_required=True),
        TemplateColumn("性别", 6, is_required=True, choices=_SEXES),
        TemplateColumn("出生日期", 12, is_required=True),
        TemplateColumn("身份证件类型", 14, choices=_ID_TYPES),
        TemplateColumn("身份证件号", 21),
        TemplateColumn("学籍号", 22),
        TemplateColumn("民族", 10, choices=ethnicities),
        TemplateColumn("户口性质", 10, choices=_HUKOU),
        TemplateColumn("户口所在地", 24),
        TemplateColumn("现住址", 28),
        TemplateColumn("入学年月", 10),
        TemplateColumn("是否寄宿", 10, choices=_YES_NO),
        TemplateColumn("是否留守儿童", 13, choices=_LEFT_BEHIND),
        *_parent("父亲"),
        *_parent("母亲"),
        *_guardian("监护人", relations),
        *_guardian("第二监护人", relations),
        TemplateColumn("备注", 20),
    ]


def _parent(name: str) -> list[TemplateColumn]:
    return [
        TemplateColumn(f"{name}姓名"),
        TemplateColumn(f"{name}联系电话", 14),
        TemplateColumn(f"{name}务工地", 18),
        TemplateColumn(f"{name}外出时间", 12),
    ]


def _guardian(name: str, relations: tuple[str, ...]) -> list[TemplateColumn]:
    return [
        TemplateColumn(f"{name}姓名"),
        TemplateColumn(f"{name}关系", choices=relations),
        TemplateColumn(f"{name}年龄"),
        TemplateColumn(f"{name}电话", 14),
    ]


INSTRUCTIONS = (
    "填表说明",
    "1. 每个学生一行，写在“名单”表里；不要改列名，用不到的列可以空着或删去。",
    "2. 橙色的列必填：年级班级、姓名、性别、出生日期。有身份证件号时，性别和出生日期可以不填。",
    "3. 年级班级写成“三年级2班”或“2021级2班”；也可以一班一张表，表名写班级。",
    "4. 出生日期写成 2015-09-01；外出时间、入学年月写成 2024-03。",
    "5. 身份证件号、学籍号、电话所在的列已设为文本，请直接输入或粘贴为文本，以免末几位丢失。",
    "6. 父母在外务工的，务工地写到市县；在家写“在家”，其他情况写“去世”“失联”“服刑”。",
    "7. 一个人有几个电话的，用顿号或斜线隔开；没有就空着。",
    "8. 爷爷奶奶都在照看的，主要的一位写在监护人，另一位写在第二监护人；只有一位就空着。",
    "9. 从学籍系统导出的表、县里的台账，不改格式也可以直接上传。",
)


def roster_template() -> bytes:
    """The .xlsx file."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS | {"constant_memory": False, "in_memory": True}) as book:
        page, instructions, choices = (book.add_worksheet(name) for name in ("名单", "填表说明", "字典"))
        _write_list(book, page, choices)
        instructions.set_column(0, 0, 100)
        bold = book.add_format({"bold": True})
        for number, line in enumerate(INSTRUCTIONS):
            instructions.write_string(number, 0, translate(line, {}), bold if not number else None)
        choices.hide()
    return target.getvalue()


def _write_list(book: xlsxwriter.Workbook, page: Worksheet, choices: Worksheet) -> None:
    text = book.add_format({"num_format": "@"})
    plain = book.add_format({"bold": True, "bg_color": "#EAF1FB", "border": 1, "text_wrap": True, "valign": "vcenter"})
    required = book.add_format(
        {"bold": True, "bg_color": "#FFE3C2", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    # class and name stay in view
    page.freeze_panes(1, 2)
    lists = 0
    for number, column in enumerate(columns()):
        page.set_column(number, number, column.width, text)
        page.write_string(0, number, column.header, required if column.is_required else plain)
        if column.choices:
            source = _write_choices(choices, lists, column)
            page.data_validation(
                1, number, ROWS, number, {"validate": "list", "source": source, "error_type": "warning"}
            )
            lists += 1


def _write_choices(choices: Worksheet, number: int, column: TemplateColumn) -> str:
    """Put a column's choices on their sheet; the reference to them."""
    choices.write_string(0, number, column.header)
    for row, choice in enumerate(column.choices, 1):
        choices.write_string(row, number, choice)
    letter = chr(65 + number)
    return f"=字典!${letter}$2:${letter}${len(column.choices) + 1}"
