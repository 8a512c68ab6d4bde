"""One cell of each kind to its value. Every function gives (value, problem); None and no problem is an empty cell."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from services.children.roster import tables
from services.children.roster.issues import CellProblem
from services.children.roster.text import is_command, is_nothing, squeezed, text
from services.kit.xlsx.reader import EPOCH

Cleaned = tuple[Any, CellProblem | None]
Cleaner = Callable[[Any], Cleaned]
Value = TypeVar("Value")

TEXT_LIMIT, NAME_LIMIT = 200, 40
_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]{2,5}")
_DOTS = re.compile(r"[·•・‧∙⋅●.。．･﹒⸱⸳\u0387\u05bc\u16eb]+")
_LETTER = re.compile(r"[^\W\d_]")
_MASKED = re.compile(r"[\d*?#@|_□■○◇×…]")  # 张*明 of a masked export, 李明2
_YMD = re.compile(r"(\d{4})[./年-](\d{1,2})[./月-](\d{1,2})[日号]?\.?")
_TIME = re.compile(
    r"(?<=[\d日号.])(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm])?$|(?<=[日号])\d{1,2}:\d{2}(?::\d{2})?$"
)
_AFTER_DAY = re.compile(r"(?<=[\d日号])\s*[(]?(?:星期.|周[一二三四五六日]|上午|下午|出?生)[)]?$")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DASHES = str.maketrans("–—－−／。、", "----/..")
_MONTH = re.compile(r"((?:19|20)\d{2})(?:年|[./-])(\d{1,2})(?!\d)")
_MONTH_6 = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(?:[0-3]\d)?")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_ID_DROPPED = str.maketrans("", "", "'`\u2018\u2019 \t\r\n\xa0-")
_CLEAN_ID = re.compile(r"[GL]?[0-9]{17}[0-9X]")
_BRACKETED = re.compile(r"[(\[].*?[)\]]")
_AGE = re.compile(r"(\d{1,3})(?:周?岁)?")


def _words(value: Value, words: str) -> dict[str, Value]:
    """Every one of these words with the same value."""
    return dict.fromkeys(words.split(), value)


def plain(raw: Any) -> Cleaned:
    """Free text."""
    words = text(raw)
    if is_nothing(words):
        return None, None
    if is_command(words):
        return None, CellProblem("cell_command")
    if len(words) > TEXT_LIMIT:
        return words[:TEXT_LIMIT], CellProblem("text_too_long", {"limit": TEXT_LIMIT})
    return words, None


def person(raw: Any) -> Cleaned:
    """A name: no blanks inside, parts joined by `·`, rare characters as they are."""
    if type(raw) is str and _PLAIN_NAME.fullmatch(raw) and raw not in _NOT_NAMES:
        return raw, None
    words = text(raw)
    if is_command(words):
        return None, CellProblem("formula_text")
    shown = _DOTS.sub("·", "".join(words.split())).strip("·'`")
    name = shown.strip("*")
    if is_nothing(name) or not name:
        return None, None
    is_masked = _MASKED.search(name) or (len(name) == 1 and shown != name)
    if len(name) > NAME_LIMIT or not _LETTER.search(name) or is_masked:
        return None, CellProblem("name_unreadable")
    return name, None


_NOT_NAMES = frozenset({"没有", "暂无", "未知", "不详", "不清楚"})


def adult(raw: Any) -> Cleaned:
    """A parent's or carer's name: what cannot be one is left out with a warning."""
    name, problem = person(raw)
    if problem:
        problem = CellProblem("cell_command" if problem.code == "formula_text" else "adult_unreadable")
    return name, problem


def sex(raw: Any) -> Cleaned:
    words = squeezed(raw)
    if is_nothing(words):
        return None, None
    found = _SEXES.get(words.lower())
    return found, None if found else CellProblem("sex_unreadable", {"value": _short(words)})


_SEXES = _words("男", "男 1 m 男性 男生 男孩 male 01") | _words("女", "女 2 f 女性 女生 女孩 female 02")


def day(raw: Any, epoch: date = EPOCH) -> tuple[date | None, CellProblem | None]:
    """A day of birth, however typed. `epoch`: the day from which the workbook counts bare serials."""
    if isinstance(raw, date):
        return raw.date() if isinstance(raw, datetime) else raw, None
    words = _AFTER_DAY.sub("", text(raw).strip("'`‘’").translate(_DASHES))
    if is_nothing(words):
        return None, None
    bare = "".join(_TIME.sub("", words).split())  # the time first: 2014-9-1 00:00 without its blank is the 10th
    found = _YMD.fullmatch(bare) or _EIGHT.fullmatch(bare)
    if not found:
        if _SERIAL.fullmatch(words):
            return _of_serial(words, epoch), None
        return None, CellProblem("birth_unreadable", {"value": _short(words)})
    try:
        return date(int(found[1]), int(found[2]), int(found[3])), None
    except ValueError:
        return None, CellProblem("birth_impossible", {"value": _short(words)})


def _of_serial(words: str, epoch: date) -> date:
    return epoch + timedelta(days=int(float(words)))


def month_or(code: str, today: date, epoch: date = EPOCH) -> Cleaner:
    """A cleaner that reads YYYY-MM, with this code for what names no month up to `today`."""

    def month(raw: Any) -> Cleaned:
        words = _month_words(raw, epoch)
        if is_nothing(words):
            return None, None
        found = _MONTH.search(words) or _MONTH_6.fullmatch(words)
        if found and 1 <= int(found[2]) <= 12:
            value = f"{found[1]}-{int(found[2]):02d}"
            if value <= today.isoformat()[:7]:
                return value, None
        return None, CellProblem(code, {"value": _short(words)})

    return month


def _month_words(raw: Any, epoch: date) -> str:
    if isinstance(raw, date):
        return raw.isoformat()
    words = squeezed(raw).translate(_DASHES)
    if isinstance(raw, float) and not raw.is_integer() and re.fullmatch(r"\d{4}\.1", words):
        return words.replace(".", "·")  # 2025.1 stored as a number is January or October: nobody can tell
    return _of_serial(words, epoch).isoformat() if _SERIAL.fullmatch(words) else words


def id_number(raw: Any) -> Cleaned:
    """The characters of an identity number, not yet checked against its rules."""
    if type(raw) is str and _CLEAN_ID.fullmatch(raw):
        return raw, None
    if isinstance(raw, (int, float)) and abs(raw) >= 1e15:
        return None, CellProblem("id_precision_lost")
    words = text(raw).translate(_ID_DROPPED).upper()
    if is_nothing(words):
        return None, None
    if _SCIENTIFIC.fullmatch(words):
        return None, CellProblem("id_precision_lost")
    return words[:40], None


def student_number(raw: Any) -> Cleaned:
    value, problem = id_number(raw)
    return value, CellProblem("cell_error") if problem else None


def left_behind(raw: Any) -> Cleaned:
    """非留守, 单亲留守, 双亲留守; 留守 where the roster says only that the child is."""
    words = squeezed(raw)
    if words in _LEFT_BEHIND:
        return _LEFT_BEHIND[words], None
    if is_nothing(words):
        return None, None
    if _IS_NOT.match(words):
        return "非留守", None
    if re.search(r"双亲|双方|父母均|父母都|父母外出", words):
        return "双亲留守", None
    if re.search(r"单亲(?!家庭)|一方|单方|父亲外出|母亲外出", words):
        return "单亲留守", None
    return None, CellProblem("left_behind_unknown", {"value": _short(words)})


_IS_NOT = re.compile(r"否[(,]|非留守|不是|不属于")
_LEFT_BEHIND = _words("非留守", "非留守 非留守儿童 否 不是 非 0 N n 不属于 无 没有 ×") | _words(
    "留守", "是 留守 留守儿童 1 Y y √ 属于"
)


def boarding(raw: Any) -> Cleaned:
    words = squeezed(raw)
    if words.lower() in _BOARDING:
        return _BOARDING[words.lower()], None
    return (None, None) if is_nothing(words) else (None, CellProblem("boarding_unknown", {"value": _short(words)}))


_BOARDING = _words(
    True, "是 住校 寄宿 住宿 住读 住读生 住校生 寄宿生 住宿生 内宿 1 y √ 全寄宿 住 在校住宿 校内住宿 全寄宿制 周住宿"
) | _words(
    False,
    "否 走读 通校 通学 走读生 通校生 通学生 不住校 不寄宿 非寄宿 非寄宿生 非住校 非住校生 非住宿 非住宿生 外宿 不住 走 "
    "0 n × 无 不是",
)


def ethnicity(raw: Any) -> Cleaned:
    words = squeezed(raw)
    if is_nothing(words):
        return None, None
    found = tables.ethnicities().get(words)
    return found, None if found else CellProblem("ethnicity_unknown", {"value": _short(words)})


def relation(raw: Any) -> tuple[tuple[str, str] | None, CellProblem | None]:
    """(name, code of GB/T 4761)."""
    words = squeezed(raw)
    if is_nothing(words):
        return None, None
    known = tables.relations()
    found = known.get(words) or known.get(_BRACKETED.sub("", words))
    return found, None if found else CellProblem("relation_unknown", {"value": _short(words)})


def hukou(raw: Any) -> Cleaned:
    words = squeezed(raw)
    if is_nothing(words):
        return None, None
    if words.startswith(("非农", "农转非", "城镇", "城市", "居民")):
        return "非农业", None
    if words.startswith("农"):
        return "农业", None
    return None, CellProblem("hukou_unknown", {"value": _short(words)})


def age(raw: Any) -> Cleaned:
    words = squeezed(raw)
    if is_nothing(words):
        return None, None
    found = _AGE.fullmatch(words)
    if found and 0 < int(found[1]) < 120:
        return int(found[1]), None
    return None, CellProblem("age_unreadable", {"value": _short(words)})


def _short(words: str) -> str:
    """Enough of a cell's words to recognise it in a sentence."""
    return words if len(words) <= 20 else f"{words[:20]}…"
