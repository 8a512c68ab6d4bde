"""Which rows below a header are pupils, and the values that merged cells give them."""

import re
from collections.abc import Mapping, Sequence

from services.children.roster import headers, synonyms
from services.children.roster.cells.text import text
from services.children.roster.rows import RowReader
from services.children.roster.synonyms import PHONE_FIELDS
from services.kit.xlsx import CellValue

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
# Often filled in for whole columns before anybody's name is there.
_PREFILLED = frozenset({"school_name", "grade", "class", "id_type", "entry_month"})
_NUMBERS = PHONE_FIELDS | {"id_number", "student_no"}
_DIGIT, _MIN_DIGITS = re.compile(r"\d"), 11
_MANY_CELLS = 8  # a row with so many cells is no remark, however it begins


class MergedCells:
    """The value of a merged cell holds for every row it covers. Rows must come in order."""

    def __init__(self, merges: headers.Merges, below: int, names: Mapping[int, str]) -> None:
        self._names, self._active = names, dict[int, tuple[int, int, CellValue]]()
        self._starts: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom, _ in merges:
            if top > below and bottom > top and left in names:
                self._starts.setdefault(top, []).append((left, bottom))

    def fill(self, number: int, values: list[CellValue]) -> dict[str, int]:
        """Put merged values into a row; {field: row that holds the value}."""
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


def is_pupil(values: Sequence[CellValue], reader: RowReader) -> bool:
    """Whether a row below the header is a pupil's: no total, note, signature, repeated header or blank row."""
    filled = reader.filled(values)
    if len(filled) >= _MANY_CELLS and (name := _text_of(values, reader, "name")):
        if _SUM_ONLY.fullmatch(name):
            return False
        fields = set(filled)  # the usual row: its other cells need no look
    else:
        fields = {field for field in filled if _text_of(values, reader, field)}
        if not fields or not _is_described(values, fields, reader):
            return False
    return not _repeats_header(values, fields, reader)


def continues_pupil(values: Sequence[CellValue], reader: RowReader, origins: Mapping[str, int]) -> bool:
    """Whether a row under a pupil's merged name has more of its own, such as a second telephone."""
    fields = {name for name in reader.filled(values) if name not in origins and _text_of(values, reader, name)}
    return bool(fields - _PREFILLED)


def _is_described(values: Sequence[CellValue], fields: set[str], reader: RowReader) -> bool:
    """Of a row with few cells: whether they are a pupil's. A name alone is an unfinished pupil."""
    first = next((clean for value in values if value != "" and (clean := text(value))), "")
    is_short = len(fields) < _MANY_CELLS or "name" not in fields
    if is_short and (_TOTAL.match(first) or _NOTE.match(first) or _END.match(first)):
        return False
    if fields <= _PREFILLED:
        return False
    return len(fields) > 1 or _is_enough(next(iter(fields)), values, reader)


def _is_enough(name: str, values: Sequence[CellValue], reader: RowReader) -> bool:
    """Whether this one cell makes the row an unfinished pupil and not a remark."""
    value = _text_of(values, reader, name)
    if name == "name":
        return bool(_NAME.fullmatch(value))
    return name in _NUMBERS and len(_DIGIT.findall(value)) >= _MIN_DIGITS


def _repeats_header(values: Sequence[CellValue], fields: set[str], reader: RowReader) -> bool:
    """Whether the row is the header, printed again on each page."""
    probe = "name" if "name" in fields else "sex"
    if probe not in fields or len(_text_of(values, reader, probe)) > len(reader.column_of[probe].header) + 2:
        return False
    if not _is_header(values, reader, probe):
        return False
    return sum(_is_header(values, reader, name) for name in fields) >= min(3, len(fields))


def _is_header(values: Sequence[CellValue], reader: RowReader, name: str) -> bool:
    return synonyms.plain_header(_text_of(values, reader, name)) in reader.header_forms[name]


def _text_of(values: Sequence[CellValue], reader: RowReader, name: str) -> str:
    column = reader.column_of.get(name)
    return text(values[column.number - 1]) if column and column.number <= len(values) else ""
