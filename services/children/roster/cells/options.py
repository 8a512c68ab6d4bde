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


_CODE = re.compile(r"^[0-9]{1,2}[-.、:_)]?(?=[^0-9\W])")  # 1-男, 01汉族, 61.祖父 as the pupil-status system prints them
_MARKS = str.maketrans("✓✔☑✅✗✘✕✖☒❌", "√√√√××××××")
_MORE = re.compile(r"^([是否有无√×])[√×]?(?:[(,;].*)?$")  # 是(周末回家), 否,走读


def word(raw: CellValue) -> str:
    """The word of a cell without its code, check marks as √ and ×."""
    return _CODE.sub("", squeezed(raw).translate(_MARKS))


def _spelled(value: Value, spellings: str) -> dict[str, Value]:
    """The value by each of its spellings."""
    return dict.fromkeys(spellings.split(), value)


def sex(raw: CellValue) -> CleanedText:
    """男 or 女."""
    value = word(raw).rstrip("。.")
    if is_nothing(value):
        return None, None
    known = _SEXES.get(value.lower())
    return known, None if known else CellProblem("sex_unreadable", {"value": shortened(value)})


_SEXES = _spelled("男", "男 1 m 男性 男生 男孩 male 01 boy ♂ 男孩子 男童") | _spelled(
    "女", "女 2 f 女性 女生 女孩 female 02 girl ♀ 女孩子 女童"
)


def left_behind(raw: CellValue) -> CleanedText:
    """非留守, 单亲留守 or 双亲留守; 留守 where the roster states no more than that."""
    value = word(raw)
    if value not in _LEFT_BEHIND and is_nothing(value):
        return None, None
    known = _LEFT_BEHIND.get(value) or _kind_of(_PARENTS.sub("父母", value))
    return known, None if known else CellProblem("left_behind_unknown", {"value": shortened(value)})


def _kind_of(value: str) -> str | None:
    """What a sentence says of it, None where it says nothing we know."""
    for kind, pattern in _KINDS:
        if pattern.match(value) if kind == "非留守" else pattern.search(value):
            return kind
    answer = _MORE.match(value)
    return _LEFT_BEHIND.get(answer[1]) if answer else None


# 爸爸妈妈在外 is both and not the mother alone
_PARENTS = re.compile(
    "(?:(?:父亲?|爸爸?)[和与及跟、]?(?:母亲?|妈妈?)|爹[妈娘])(?:双方|[二两俩]人?)?|双亲(?:双方|[二两俩]人?)"
)
_AWAY = r"(?:都|均|全|常年|长期)?(?:在外|外出|务工|打工|[不没]在家|[不没]在身边)"
_IS_NOT = re.compile(r"否[(,;]|非留守|不是|不属于|不留守|无留守|未留守")
_HOME = r"(?:都|均|全)?(?:在家(?!具)|[未没]有?外出|不外出|在身边|在本地|在本村)"
_AT_HOME = re.compile(rf"(?:父母|双亲|双方|爸妈)?{_HOME}|双亲家庭|父母双全")
_BOTH_AT_HOME = re.compile(rf"(?:父母|双亲|双方|爸妈){_HOME}")
_BOTH = re.compile(
    rf"(?:双亲|双方)(?:{_AWAY}|留守|$|\))|(?:父母|爸妈|父亲母亲|双亲)(?:双方|二人|两人)?(?:{_AWAY}|留守)|留守\(双|^双留守"
)
_ONE = re.compile(
    rf"单亲(?:{_AWAY}|留守|$|\))|[一单]方(?:{_AWAY}|留守|$|\))|(?:父亲?|母亲?|爸爸?|妈妈?){_AWAY}|留守\(单|^单留守"
)
_KINDS = (("非留守", _IS_NOT), ("非留守", _AT_HOME), ("双亲留守", _BOTH), ("单亲留守", _ONE))
_LEFT_BEHIND = _spelled("非留守", "非留守 非留守儿童 否 不是 非 0 N n 不属于 无 没有 ×") | _spelled(
    "留守", "是 留守 留守儿童 1 Y y √ 属于 有 对 留守学生 农村留守儿童"
)


def states_both_at_home(raw: CellValue) -> bool:
    """Whether a cell about being left behind says that both parents are at home."""
    return bool(_BOTH_AT_HOME.match(_PARENTS.sub("父母", squeezed(raw))))


def boarding(raw: CellValue) -> tuple[bool | None, CellProblem | None]:
    """Whether the pupil boards at the school."""
    value = word(raw).lower()
    if value in _BOARDING:
        return _BOARDING[value], None
    if (answer := _MORE.match(value)) and answer[1] in _BOARDING:
        return _BOARDING[answer[1]], None
    return (None, None) if is_nothing(value) else (None, CellProblem("boarding_unknown", {"value": shortened(value)}))


_BOARDING = _spelled(
    True,
    "是 住校 寄宿 住宿 住读 住读生 住校生 寄宿生 住宿生 内宿 1 y √ 全寄宿 住 在校住宿 校内住宿 全寄宿制 周住宿 "
    "内宿生 有 对 true 寄宿学生 住校学生",
) | _spelled(
    False,
    "否 走读 通校 通学 走读生 通校生 通学生 不住校 不寄宿 非寄宿 非寄宿生 非住校 非住校生 非住宿 非住宿生 外宿 不住 走 "
    "0 n × 无 不是 不 没有 通宿 false 外宿生 走读学生 不住宿 不住读 不在校住宿",
)


def ethnicity(raw: CellValue) -> CleanedText:
    """A name of GB/T 3304, such as 苗族."""
    value = squeezed(raw)
    if is_nothing(value):
        return None, None
    table = tables.ethnicities()
    known = table.get(value) or table.get(_BRACKETED.sub("", word(raw)))
    return known, None if known else CellProblem("ethnicity_unknown", {"value": shortened(value)})


def relation(raw: CellValue) -> tuple[Relation | None, CellProblem | None]:
    """The relation of the guardian to the pupil."""
    value = squeezed(raw)
    if is_nothing(value):
        return None, None
    table = tables.relations()
    known = table.get(value) or table.get(_BRACKETED.sub("", word(raw)))
    return known, None if known else CellProblem("relation_unknown", {"value": shortened(value)})


def hukou(raw: CellValue) -> CleanedText:
    """农业 or 非农业."""
    value = word(raw)
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
