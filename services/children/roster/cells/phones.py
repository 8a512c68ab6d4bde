"""Telephone cells: several numbers, remarks in brackets, blanks and dashes, country codes."""

import re

from services.children.roster.cells.text import is_nothing, text
from services.children.roster.issues import CellProblem
from services.kit.i18n import gettext_noop
from services.kit.xlsx import CellValue

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})[1-9]\d{6,7}")  # area code and number, YD/T plan
_AREA_CODE = re.compile(r"[(\[（【](0\d{2,3})[)\]）】]")
_BRACKETS = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]?")
_BETWEEN = re.compile(r"[/;,、，；\n\r|]|或")
_COUNTRY = re.compile(r"^(?:(?:\+|00)?86(?=1\d{10}$|0\d{9,11}$)|0(?=1[3-9]\d{9}$))")  # 0 before a mobile: trunk
_LABELS = re.compile(r"^[\u4e00-\u9fff:]+|[\u4e00-\u9fff:]+$")
_ELSEWHERE = re.compile(r"同|见")  # 同上, 同父亲, 见备注: a number, but not here
_NO_DIGITS = gettext_noop("没有写号码")
_DROPPED = str.maketrans("", "", " -—–_.·'`\t\u2019\u2018")

_EMPTY = frozenset({"", "86", "+86", "0086"})

CleanedPhones = tuple[list[str], CellProblem | None]


def phones(raw: CellValue) -> CleanedPhones:
    """Clean a cell of numbers: those in their order, and the problem of the first that cannot be read."""
    if type(raw) is str and _MOBILE.fullmatch(raw):
        return [raw], None
    kept: list[str] = []
    problem = None
    for part in _BETWEEN.split(_BRACKETS.sub(" ", _AREA_CODE.sub(r"\1-", text(raw)))):
        numbers, wrong = _numbers(part)
        kept += [number for number in numbers if number not in kept]
        problem = problem or wrong
    return kept, problem


def _numbers(part: str) -> CleanedPhones:
    if is_nothing(part.strip()):
        return [], None
    tokens = [bare for token in part.split() if (bare := _bare(token)) not in _EMPTY]
    if tokens and all(_is_number(token) for token in tokens):
        return tokens, None
    # 138 0000 0000 is one number, not three
    whole = _bare(part)
    if _is_number(whole):
        return [whole], None
    if not whole:
        return [], CellProblem("phone_bad", {"reason": _NO_DIGITS}) if _ELSEWHERE.match(part.strip()) else None
    if good := [token for token in tokens if _is_number(token)]:
        wrong = next(token for token in tokens if token not in good)
        return good, CellProblem("phone_bad", {"reason": _reason(wrong)})
    return [], CellProblem("phone_bad", {"reason": _reason(whole)})


def _bare(token: str) -> str:
    return _COUNTRY.sub("", _LABELS.sub("", token.translate(_DROPPED)))


def _is_number(token: str) -> bool:
    return bool(_MOBILE.fullmatch(token) or _LANDLINE.fullmatch(token))


def _reason(token: str) -> str:
    if not token.isdecimal():
        return gettext_noop("里面有数字以外的字")
    if len(token) > 11:
        return gettext_noop("位数多了（手机号码是 11 位）")
    if len(token) < 11:
        return gettext_noop("位数不够（手机号码是 11 位，固定电话要带区号）")
    return gettext_noop("没有这样开头的手机号码")
