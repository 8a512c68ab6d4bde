"""Every issue that a roster can have: its code, its level, and a message that says what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import NamedTuple, TypedDict

from services.kit.execution import sandbox
from services.kit.i18n import gettext_noop, translate
from services.kit.names import person_names
from services.kit.xlsx import errors as xlsx_errors

ERROR, WARN = "error", "warn"
TOO_MANY = "too_many_pupils"


class CellProblem(NamedTuple):
    """What is wrong with one value, before its cell is known."""

    code: str
    params: Mapping[str, object] = {}


# code → level, message
MESSAGES: dict[str, tuple[str, str]] = {
    # -- the file or a sheet
    "no_roster": (ERROR, gettext_noop("没有找到名单：没有一张表的表头里有“姓名”等列。请保留表头行，或下载模板填写。")),
    TOO_MANY: (
        ERROR,
        gettext_noop("名单超过 %(limit)s 行，不像一所学校的名单。请只保留本校学生，或分成几个文件。"),
    ),
    "no_pupils": (ERROR, gettext_noop("名单里一个学生也没有。请检查是否传错了文件。")),
    "sheet_unread": (ERROR, gettext_noop("这张表像一个班的名单，但没有表头。请补上“姓名、性别、出生日期”等列名。")),
    "column_missing": (ERROR, gettext_noop("缺少“%(column)s”列。请加上这一列再导入。")),
    "unknown_column": (WARN, gettext_noop("“%(header)s”不是名单里的列，没有读取。需要的话请改列名，不需要可不理会。")),
    "column_by_content": (
        WARN,
        gettext_noop("“%(header)s”按内容认作“%(field)s”。不对的话请改列名，再传一次。"),
    ),
    "sheet_hidden": (WARN, gettext_noop("这张表是隐藏的，没有读取。需要的话请取消隐藏，再传一次。")),
    "column_repeated": (
        WARN,
        gettext_noop("“%(header)s”与 %(other)s 列是同一项，只读 %(other)s 列。请删去多余的一列。"),
    ),
    "second_list": (
        ERROR,
        gettext_noop("这里开始又是一份名单，排在 %(other)s 列那份的旁边，没有读取。请把两份上下接成一份。"),
    ),
    # -- any cell
    "formula_error": (ERROR, gettext_noop("单元格显示 %(value)s。请把公式改成实际内容。")),
    "formula_uncomputed": (
        ERROR,
        gettext_noop("单元格是公式，但没有算出结果。请把公式改成实际内容，或用 Excel 打开后重新保存。"),
    ),
    "formula_text": (ERROR, gettext_noop("这里的文字会被表格软件当作命令运行。请改成实际内容。")),
    "cell_error": (WARN, gettext_noop("单元格是没有结果的公式，没有读取。请把公式改成实际内容。")),
    "cell_command": (WARN, gettext_noop("这里的文字会被表格软件当作命令运行，没有读取。请改成实际内容。")),
    "text_too_long": (WARN, gettext_noop("文字超过 %(limit)s 个字，只保留前面的部分。请写短一些。")),
    # -- the pupil
    **{code: (ERROR, message) for code, message in person_names.MESSAGES.items()},
    "birth_missing": (ERROR, gettext_noop("没有出生日期，也没有可用的身份证件号。请填上其中一项。")),
    "birth_unreadable": (ERROR, gettext_noop("“%(value)s”读不出年月日。请写成 2015-09-01 这样的日期。")),
    "birth_impossible": (ERROR, gettext_noop("%(value)s：没有这一天。请核对出生日期。")),
    "birth_age": (ERROR, gettext_noop("%(value)s：这个年龄不会是在校学生。请核对出生日期。")),
    "birth_future": (ERROR, gettext_noop("%(value)s：这一天还没有到。请核对出生日期。")),
    "birth_time": (
        ERROR,
        gettext_noop("这里是 %(value)s，带有时刻，分不清是哪一天出生。请只填年月日。"),
    ),
    "sex_missing": (ERROR, gettext_noop("没有性别，也没有可用的身份证件号来判断。请填“男”或“女”。")),
    "sex_unreadable": (ERROR, gettext_noop("“%(value)s”读不出性别。请填“男”或“女”。")),
    "id_precision_lost": (ERROR, gettext_noop("号码被存成了数字，末几位已经丢失。请把这一格设为文本，重新输入。")),
    "id_like_x": (WARN, gettext_noop("末位像 X 但不是字母 X，已按 X 读取。请核对。")),
    "id_length": (
        ERROR,
        gettext_noop("身份证号码应为 18 位，这里是 %(length)s 位。如是其他证件，请在“身份证件类型”列写明。"),
    ),
    "id_characters": (ERROR, gettext_noop("身份证号码只能是数字，末位可以是 X。请核对；没有号码就空着。")),
    "id_birth_impossible": (ERROR, gettext_noop("身份证号码第 7–14 位不是一个日期。请核对。")),
    "id_check_digit": (ERROR, gettext_noop("身份证号码的末位与前 17 位不符，按规则应为 %(check)s。请对照户口簿核对。")),
    "id_birth_mismatch": (
        ERROR,
        gettext_noop("身份证号码里的出生日期是 %(number)s，出生日期格是 %(cell)s。请改正其中一处。"),
    ),
    "id_sex_mismatch": (ERROR, gettext_noop("身份证号码第 17 位表示%(number)s，性别格是%(cell)s。请改正其中一处。")),
    "duplicate_id": (ERROR, gettext_noop("与%(sheet)s第 %(row)s 行的身份证件号相同。请删去重复的一行，或改正号码。")),
    "duplicate_person": (
        ERROR,
        gettext_noop(
            "与%(sheet)s第 %(row)s 行姓名和出生日期都相同，且都没有身份证件号。请删去重复的一行，或补上号码。"
        ),
    ),
    "duplicate_student_no": (ERROR, gettext_noop("与%(sheet)s第 %(row)s 行的学籍号相同。请改正其中一处。")),
    "two_candidates": (
        ERROR,
        gettext_noop("本校有两名以上学生与这一行同名同日出生，分不清是哪一位。请填上身份证件号。"),
    ),
    "same_pupil": (ERROR, gettext_noop("这一行与名单里另一行对应本校同一名学生。请删去一行，或填上身份证件号。")),
    "student_no_mismatch": (WARN, gettext_noop("学籍号里的身份证号码与身份证件号不同。请核对。")),
    # -- class and school
    "class_missing": (ERROR, gettext_noop("没有班级。请填“三年级2班”这样的班级，或把表名写成班级。")),
    "class_unknown": (ERROR, gettext_noop("“%(value)s”读不出是哪个班。请写成“三年级2班”这样。")),
    "class_point_one": (
        ERROR,
        gettext_noop("班级格里的数字 %(value)s 分不清是 1 班还是 10 班。请写成“三年级1班”或“三年级10班”。"),
    ),
    "class_mismatch": (ERROR, gettext_noop("年级格写的是“%(grade)s”，班级格写的是“%(value)s”。请改正其中一处。")),
    "other_school": (ERROR, gettext_noop("这里写的是“%(value)s”，不是本校。请删去外校的行，或改正校名。")),
    # -- the rest: the row is accepted, the value is left out
    "phone_bad": (WARN, gettext_noop("电话号码读不出：%(reason)s。请核对；这个号码没有保留。")),
    "away_since_vague": (WARN, gettext_noop("“%(value)s”没有写明年月，没有保留。请写成 2024-03 这样。")),
    "adult_unreadable": (WARN, gettext_noop("这不像一个姓名，没有保留。请只填姓名。")),
    "whereabouts_unknown": (
        WARN,
        gettext_noop("“%(value)s”看不出父母在哪里，没有保留。请写地名，或写“在家”“外出务工”。"),
    ),
    "month_unreadable": (WARN, gettext_noop("“%(value)s”读不出年月，没有保留。请写成 2024-09 这样。")),
    "relation_unknown": (
        WARN,
        gettext_noop("“%(value)s”不在与学生关系的对照表里，没有保留。请写“祖父”“外祖母”“非亲属”等。"),
    ),
    "ethnicity_unknown": (WARN, gettext_noop("“%(value)s”不是一个民族名称，没有保留。请写“汉族”“苗族”等。")),
    "left_behind_unknown": (
        WARN,
        gettext_noop("“%(value)s”读不出是否留守，没有保留。请写“非留守”“单亲留守”或“双亲留守”。"),
    ),
    "boarding_unknown": (WARN, gettext_noop("“%(value)s”读不出是否住校，没有保留。请写“是”或“否”。")),
    "hukou_unknown": (WARN, gettext_noop("“%(value)s”读不出户口性质，没有保留。请写“农业”或“非农业”。")),
    "age_unreadable": (WARN, gettext_noop("“%(value)s”不是一个年龄，没有保留。请写数字。")),
}

# A file that could not be read at all: file_password, file_broken, …, file_too_slow.
MESSAGES |= {f"file_{code}": (ERROR, message) for code, message in xlsx_errors.MESSAGES.items()}
MESSAGES |= {f"file_{kind.code}": (ERROR, kind.template) for kind in sandbox.ERRORS_BY_CODE}


class EarlierRow(TypedDict):
    """The row that another one repeats."""

    sheet: str
    row: int


@dataclass
class RosterIssue:
    """One issue. Row None: the whole sheet; sheet None: the whole file.

    `other_columns`: letters of columns that may be wrong instead.
    """

    code: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    header: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    other_columns: list[str] = field(default_factory=list)
    duplicate_of: EarlierRow | None = None

    @property
    def level(self) -> str:
        """ERROR, which rejects the file, or WARN."""
        return MESSAGES[self.code][0]

    @property
    def message(self) -> str:
        """The text in the reader's language; never holds a whole ID number or telephone number."""
        return translate(MESSAGES[self.code][1], self.params)

    def as_json(self) -> dict[str, object]:
        """All of it for a page or an API response, in the reader's language."""
        return self.packed() | {"level": self.level, "message": self.message}

    def packed(self) -> dict[str, object]:
        """The arguments with which `RosterIssue(**packed)` is the same issue again."""
        return {column.name: getattr(self, column.name) for column in fields(self)}
