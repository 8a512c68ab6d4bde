"""One sheet: what it is for, which rows are pupils, and reading those."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

from services.children.roster import classes, headers, synonyms
from services.children.roster.classes import ParsedClass
from services.children.roster.headers import Header
from services.children.roster.issues import CellProblem
from services.children.roster.record import ReadContext, RosterRecord
from services.children.roster.rows import RowReader
from services.children.roster.synonyms import PHONE_FIELDS
from services.children.roster.text import text
from services.kit import xlsx

DATA, EMPTY, INSTRUCTIONS, CHOICES, OTHER = "data", "empty", "instructions", "choices", "other"

_SUM = r"(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总人数)"
_TOTAL = re.compile(
    rf"{_SUM}|(?:本[班校级]|全[班校]|以上)?(?:学生|人数)?共?计?有?:?\d+[人名]|本[班校级表页]共|全[班校级]共|[男女]生?:?\d+[人名]"
    rf"|.{{0,12}}{_SUM}(?:人数)?(?::?\d+[人名]?)?$"
)
_SUM_ONLY = re.compile(rf"{_SUM}(?:人数)?:?")
_NOTE = re.compile(
    r"(?:注|附|附注|备注|说明|填表说明|填报说明|填表人|制表|制表人|填报人|填报单位|审核|审核人|负责人|校长|班主任|联系人|单位|学校"
    r"|日期|填表日期|填报日期|填报时间|制表日期|制表时间|时间|盖章|签字|签名|经办人|统计人)"
    r"(?:签字|签名|签章|盖章|公章)?(?:\(.{0,8}\))?[:：]"
    r"|(?:填表人|制表人|填报人|审核人|负责人|经办人|统计人|填表日期|填报日期|制表日期)"
    r"|.{0,12}(?:签字|签名|签章|盖章|公章)\)?[:：]?(?:_*|$)"
)
_END = re.compile(r"\(?(?:以下空白|以下无|此行以下)")
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_NAME = re.compile(rf"[{_HAN}]{{2,4}}|[{_HAN}]+(?:·[{_HAN}]+)+")
_EXAMPLE = re.compile(r"(?:填写|填报|填表)?(?:示例|样例|样表|范例|说明|须知|要求|注意事项)")
_PLACING = frozenset(
    {"school_name", "grade", "class", "id_type", "entry_month"}
)  # filled in beforehand, for whoever comes
_NUMBERS = PHONE_FIELDS | {"id_number", "student_no"}
_DIGIT, _MANY_DIGITS = re.compile(r"\d"), 11
_PLENTY = 8  # a row with so many cells is no remark, however it begins
_INSTRUCTION = re.compile(r"说明|须知|要求|注意")
_OF_PUPILS = frozenset({"sex", "birth_date"})  # beside a second name: a second list, not a parent


@dataclass
class SheetReport:
    """What a sheet was taken for; `columns` as {"column": "A", "header": …, "field": …}."""

    name: str
    role: str
    header_rows: list[int] = field(default_factory=list)
    columns: list[dict[str, Any]] = field(default_factory=list)
    notes: list[tuple[int | None, str | None, str | None, CellProblem]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "role": self.role, "header_rows": self.header_rows, "columns": self.columns}


@dataclass
class SheetPupil:
    """A pupil's row: its number, its record, and per field the row above that a merged value came from."""

    row: int
    record: RosterRecord
    carried: Mapping[str, int]
    reader: RowReader


class SheetReader:
    """Reads a sheet once: `report` is complete after `pupils` has been consumed."""

    def __init__(self, sheet: xlsx.Sheet, setting: ReadContext, known: Mapping[str, str]) -> None:
        self.sheet, self.setting, self.known = sheet, replace(setting, epoch=sheet.epoch), known
        self._rows = sheet.rows()
        self._head = list(islice(self._rows, headers.LOOK_AHEAD + 1))
        self.header = headers.find(self._head, sheet.merges, known)
        self.report = SheetReport(sheet.name, self._role())
        self.named_class = classes.parse(sheet.name, setting.calendar)

    def _role(self) -> str:
        if _EXAMPLE.fullmatch(self.sheet.name):
            self.header = None
            return INSTRUCTIONS
        if self.header:
            return DATA
        texts = [text(value) for _, values in self._head for value in values if text(value)]
        if not texts:
            return EMPTY
        if _INSTRUCTION.search(self.sheet.name) or _INSTRUCTION.search(texts[0]):
            return INSTRUCTIONS
        is_list = all(sum(1 for value in values if value != "") <= 1 for _, values in self._head)
        return CHOICES if self.sheet.is_hidden or is_list else OTHER

    def pupils(self) -> Iterator[SheetPupil]:
        """Every pupil's row, cleaned."""
        if not self.header:
            self._note_unread_class()
            return
        reader, start = self._begin(self.header), self.header.rows[-1]
        merged = _Merged(self.sheet.merges, start, {c.number: name for name, c in reader.column_of.items()})
        for number, values in chain(self._head, self._rows):
            if number <= start:
                continue
            is_pupil = _is_pupil(values, reader)  # judged by its own cells, before merged ones fill it
            origins = merged.fill(number, values)
            if is_pupil or ("name" in origins and _says_something(values, reader, origins)):
                yield SheetPupil(number, reader.read(values), origins, reader)

    def _begin(self, header: Header) -> RowReader:
        grade = self.sheet.name if classes.names_grade(self.sheet.name) else ""
        reader = RowReader(header, self.setting, self.named_class or self._class_in_title(header), grade)
        self.report.header_rows = header.rows
        for column in header.columns:
            self.report.columns.append(
                {"column": column.letters, "header": column.header, "field": column.field or None}
            )
            if column.field is None:
                problem = CellProblem("unknown_column", {"header": column.header})
                self.report.notes.append((column.row, column.letters, column.header, problem))
        again = {column.field for column, _ in reader.repeated}
        for column, first in reader.repeated:
            code = "second_list" if column.field == "name" and again & _OF_PUPILS else "column_repeated"
            problem = CellProblem(code, {"header": column.header, "other": first.letters})
            self.report.notes.append((column.row, column.letters, column.header, problem))
        for missing in self._missing(reader):
            self.report.notes.append((None, None, None, CellProblem("column_missing", {"column": missing})))
        return reader

    def _missing(self, reader: RowReader) -> Iterator[str]:
        """Words for the columns without which no row can be accepted."""
        has = reader.fields.__contains__
        if not has("name"):
            yield "姓名"
        if not has("class") and not has("grade") and not reader.sheet_class:
            yield "班级"
        if not has("birth_date") and not has("id_number"):
            yield "出生日期"
        if not has("sex") and not has("id_number"):
            yield "性别"

    def _class_in_title(self, header: Header) -> ParsedClass | None:
        above = (value for number, values in self._head if number < header.rows[0] for value in values if value != "")
        return next((found for value in above if (found := classes.in_title(value, self.setting.calendar))), None)

    def _note_unread_class(self) -> None:
        if self.named_class and self.report.role == OTHER:
            self.report.notes.append((None, None, None, CellProblem("sheet_unread")))


class _Merged:
    """Merged cells hold for every row they cover; rows must come in order."""

    def __init__(self, merges: headers.Merges, below: int, names: Mapping[int, str]) -> None:
        self._names, self._active = names, dict[int, tuple[int, int, Any]]()
        self._starts: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom, _ in merges:
            if top > below and bottom > top and left in names:
                self._starts.setdefault(top, []).append((left, bottom))

    def fill(self, number: int, values: list[Any]) -> dict[str, int]:
        """Put merged values into a row; answers {field: row in which the value stands}."""
        origins = {}
        for column, (bottom, top, value) in list(self._active.items()):
            if number > bottom:
                del self._active[column]
                continue
            values.extend([""] * (column - len(values)))
            if values[column - 1] == "":
                values[column - 1] = value
                origins[self._names[column]] = top
        for column, bottom in self._starts.get(number, ()):
            if column <= len(values):
                self._active[column] = (bottom, number, values[column - 1])
        return origins


def _is_pupil(values: Sequence[Any], reader: RowReader) -> bool:
    """Whether a row below the header is a pupil's: no total, note, signature, repeated header or blank row."""
    filled = reader.filled(values)
    if len(filled) >= _PLENTY and (name := _words(values, reader, "name")):
        if _SUM_ONLY.fullmatch(name):
            return False
        own = set(filled)  # the usual row, at little cost
    else:
        own = {name for name in filled if _words(values, reader, name)}
        if not own or not _is_described(values, own, reader):
            return False
    return not _repeats_header(values, own, reader)


def _is_described(values: Sequence[Any], own: set[str], reader: RowReader) -> bool:
    """Of a row with few cells: whether they are a pupil's. A name alone is an unfinished pupil."""
    first = next((words for value in values if value != "" and (words := text(value))), "")
    if (len(own) < _PLENTY or "name" not in own) and (_TOTAL.match(first) or _NOTE.match(first) or _END.match(first)):
        return False
    if own <= _PLACING:
        return False
    return len(own) > 1 or _tells_alone(next(iter(own)), values, reader)


def _tells_alone(name: str, values: Sequence[Any], reader: RowReader) -> bool:
    """Whether a row with this one cell is somebody's all the same: an unfinished pupil, not a remark."""
    words = _words(values, reader, name)
    if name == "name":
        return bool(_NAME.fullmatch(words))
    return name in _NUMBERS and len(_DIGIT.findall(words)) >= _MANY_DIGITS


def _says_something(values: Sequence[Any], reader: RowReader, origins: Mapping[str, int]) -> bool:
    """Whether a row under somebody's merged name has more of its own, such as a second telephone."""
    own = {name for name in reader.filled(values) if name not in origins and _words(values, reader, name)}
    return bool(own - _PLACING)


def _repeats_header(values: Sequence[Any], own: set[str], reader: RowReader) -> bool:
    """A header printed again on each page."""
    probe = "name" if "name" in own else "sex"
    if probe not in own or len(_words(values, reader, probe)) > len(reader.column_of[probe].header) + 2:
        return False
    if not _is_header(values, reader, probe):
        return False
    return sum(_is_header(values, reader, name) for name in own) >= min(3, len(own))


def _is_header(values: Sequence[Any], reader: RowReader, name: str) -> bool:
    return synonyms.plain_header(_words(values, reader, name)) in reader.words_of[name]


def _words(values: Sequence[Any], reader: RowReader, name: str) -> str:
    column = reader.column_of.get(name)
    return text(values[column.number - 1]) if column and column.number <= len(values) else ""
