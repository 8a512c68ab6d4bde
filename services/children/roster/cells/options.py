"""Cells with a known set of values, with every word that schools type for them."""

import re
from typing import TypeVar

from services.children.roster.cells import tables
from services.children.roster.cells.text import is_nothing, shortened, squeezed
from services.children.roster.issues import CellProblem
from services.kit.xlsx import CellValue

Value = TypeVar("Value")
CleanedText = tuple[str | None, CellProblem | None]
Relation = tuple[str, str]  # name, code of GB/T 4761

_BRACKETED = re.compile(r"[(\[].*?[)\]]")
_AGE = re.compile(r"(\d{1,3})(?:周?岁)?")


def _spelled(value: Value, spellings: str) -> dict[str, Value]:
    """The value by each of its spellings."""
    return dict.fromkeys(spellings.split(), value)


def sex(raw: CellValue) -> CleanedText:
    """男 or 女."""
    value = squeezed(raw)
    if is_nothing(value):
        return None, None
    known = _SEXES.get(value.lower())
    return known, None if known else CellProblem("sex_unreadable", {"value": shortened(value)})


_SEXES = _spelled("男", "男 1 m 男性 男生 男孩 male 01") | _spelled("女", "女 2 f 女性 女生 女孩 female 02")


def left_behind(raw: CellValue) -> CleanedText:
    """非留守, 单亲留守 or 双亲留守; 留守 where the roster states no more than that."""
    value = squeezed(raw)
    if value in _LEFT_BEHIND:
        return _LEFT_BEHIND[value], None
    if is_nothing(value):
        return None, None
    if _IS_NOT.match(value) or _AT_HOME.match(value):
        return "非留守", None
    if _BOTH.search(value):
        return "双亲留守", None
    if _ONE.search(value):
        return "单亲留守", None
    return None, CellProblem("left_behind_unknown", {"value": shortened(value)})


_IS_NOT = re.compile(r"否[(,]|非留守|不是|不属于")
_HOME = r"(?:都|均|全)?(?:在家(?!具)|[未没]有?外出|不外出|在身边|在本地|在本村)"
_AT_HOME = re.compile(rf"(?:父母|双亲|双方|爸妈)?{_HOME}|双亲家庭|父母双全")
_BOTH_AT_HOME = re.compile(rf"(?:父母|双亲|双方|爸妈){_HOME}")
_BOTH = re.compile(r"双亲|双方|父母均|父母都|父母外出")
_ONE = re.compile(r"单亲(?!家庭)|一方|单方|父亲外出|母亲外出")
_LEFT_BEHIND = _spelled("非留守", "非留守 非留守儿童 否 不是 非 0 N n 不属于 无 没有 ×") | _spelled(
    "留守", "是 留守 留守儿童 1 Y y √ 属于"
)


def states_both_at_home(raw: CellValue) -> bool:
    """Whether a cell about being left behind says that both parents are at home."""
    return bool(_BOTH_AT_HOME.match(squeezed(raw)))


def boarding(raw: CellValue) -> tuple[bool | None, CellProblem | None]:
    """Whether the pupil boards at the school."""
    value = squeezed(raw)
    if value.lower() in _BOARDING:
        return _BOARDING[value.lower()], None
    return (None, None) if is_nothing(value) else (None, CellProblem("boarding_unknown", {"value": shortened(value)}))


_BOARDING = _spelled(
    True, "是 住校 寄宿 住宿 住读 住读生 住校生 寄宿生 住宿生 内宿 1 y √ 全寄宿 住 在校住宿 校内住宿 全寄宿制 周住宿"
) | _spelled(
    False,
    "否 走读 通校 通学 走读生 通校生 通学生 不住校 不寄宿 非寄宿 非寄宿生 非住校 非住校生 非住宿 非住宿生 外宿 不住 走 "
    "0 n × 无 不是",
)


def ethnicity(raw: CellValue) -> CleanedText:
    """A name of GB/T 3304, such as 苗族."""
    value = squeezed(raw)
    if is_nothing(value):
        return None, None
    known = tables.ethnicities().get(value)
    return known, None if known else CellProblem("ethnicity_unknown", {"value": shortened(value)})


def relation(raw: CellValue) -> tuple[Relation | None, CellProblem | None]:
    """The relation of the guardian to the pupil."""
    value = squeezed(raw)
    if is_nothing(value):
        return None, None
    table = tables.relations()
    known = table.get(value) or table.get(_BRACKETED.sub("", value))
    return known, None if known else CellProblem("relation_unknown", {"value": shortened(value)})


def hukou(raw: CellValue) -> CleanedText:
    """农业 or 非农业."""
    value = squeezed(raw)
    if is_nothing(value):
        return None, None
    if value.startswith(("非农", "农转非", "城镇", "城市", "居民")):
        return "非农业", None
    if value.startswith("农"):
        return "农业", None
    return None, CellProblem("hukou_unknown", {"value": shortened(value)})


def age(raw: CellValue) -> tuple[int | None, CellProblem | None]:
    """Whole years, 1 to 119."""
    value = squeezed(raw)
    if is_nothing(value):
        return None, None
    years = _AGE.fullmatch(value)
    if years and 0 < int(years[1]) < 120:
        return int(years[1]), None
    return None, CellProblem("age_unreadable", {"value": shortened(value)})
