"""How schools write a class: 三年级2班, 三(2)班, 3.2, 302班, 初一3班, 2021级2班."""

import re
from datetime import date
from typing import NamedTuple

from services.children.roster.cells.text import squeezed
from services.kit.xlsx import CellValue

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CN = "零〇一二两三四五六七八九十"
_NUMBER = rf"(?:\d{{1,2}}|[{_CN}]{{1,3}})"
_STAGES = {"小": 0, "小学": 0, "初": 6, "初中": 6}
_FULL = re.compile(
    rf"(?P<stage>小学|初中|小|初)?(?P<grade>{_NUMBER})(?:年级|年|\.|级)?-?[(\[]?(?P<number>{_NUMBER})[)\]]?(?:班|班级)?"
)
# 12班 is class twelve of some grade, so a sign, a word or the script must separate grade and class.
_CLEAR = re.compile(rf"[年级.\-(\[]|^[{_CN}]\d|^[一二三四五六七八九]{{2}}班|^初")
_ENTERED = re.compile(rf"(?P<year>(?:20)?\d{{2}})级-?[(\[]?(?P<number>{_NUMBER})[)\]]?(?:班|班级)?")
_THREE_DIGITS = re.compile(r"(?P<grade>[1-9])(?P<number>\d{2})班?")
_GRADE = re.compile(rf"(?P<stage>小学|初中|小|初)?(?P<grade>{_NUMBER})(?:年级|年|级)?")
_ENTERED_GRADE = re.compile(r"(?P<year>20\d{2})级?")
_NAMES_GRADE = re.compile(r"年级|级$|^初")
_CLASS = re.compile(rf"[(\[]?(?P<number>{_NUMBER})[)\]]?(?:班|班级)?")
_IN_TITLE = re.compile(rf"(?:20\d\d级|{_NUMBER}年级|(?:小学|初中|初)?{_NUMBER})[(\[]?{_NUMBER}[)\]]?班")
_TAIL = re.compile(r"(?:学生)?(?:花名册|名册|名单|信息表|情况表|登记表|台账|表)$")
_REMARK = re.compile(r"(?<=班)[(\[][^\d()]{1,8}[)\]]$")  # 三年级2班(双语)
_SIGNS = str.maketrans("—–－_、·/", "-------")  # as in 三—1, 三、1班


class ParsedClass(NamedTuple):
    """Grade 1–9 counted through primary and junior school, and the number of the class."""

    grade: int
    number: int


class Calendar(NamedTuple):
    """How to read an entry year: the year in which this school year began, and the grade in which pupils enter."""

    year: int
    first_grade: int = 1


def calendar_of(term_start: date, school_name: str) -> Calendar:
    """The calendar of a term: a school year begins in August at the earliest, junior schools with grade 7."""
    year = term_start.year if term_start.month >= 8 else term_start.year - 1
    is_junior = re.search(r"初级中学|初中|中学$", school_name) and not re.search(
        r"小学|九年|完全中学|一贯", school_name
    )
    return Calendar(year, 7 if is_junior else 1)


def parse(raw: CellValue, calendar: Calendar) -> ParsedClass | None:
    """A whole class in one cell or sheet name; None where the text is no class."""
    value = _plain(raw)
    if match := _ENTERED.fullmatch(value):
        return _entered(match["year"], int_of(match["number"]), calendar)
    if match := _THREE_DIGITS.fullmatch(value):
        return _checked(int(match["grade"]), int(match["number"]))
    if (match := _FULL.fullmatch(value)) and _CLEAR.search(value):
        return _checked(_STAGES.get(match["stage"] or "", 0) + int_of(match["grade"]), int_of(match["number"]))
    return None


def parse_grade_and_class(grade_raw: CellValue, class_raw: CellValue, calendar: Calendar) -> ParsedClass | None:
    """Grade and class in two cells: 三年级 and 2班, 2021级 and (2)班; a whole class in the second cell wins."""
    if whole := parse(class_raw, calendar):
        return whole
    # 2班 alone is a class only together with a grade
    number, grade = _CLASS.fullmatch(_plain(class_raw)), grade_of(grade_raw, calendar)
    return _checked(grade, int_of(number["number"])) if number and grade else None


def grade_of(raw: CellValue, calendar: Calendar) -> int | None:
    """The grade alone: 三年级, 3, 初一, 2021级."""
    value = _plain(raw)
    if match := _ENTERED_GRADE.fullmatch(value):
        return calendar.first_grade + calendar.year - int(match["year"])
    if match := _GRADE.fullmatch(value):
        return _STAGES.get(match["stage"] or "", 0) + int_of(match["grade"])
    return None


def names_grade(raw: CellValue) -> bool:
    """Whether a sheet's name is a grade and not just a number: 三年级, 初一, 2021级."""
    value = _plain(raw)
    return bool(_NAMES_GRADE.search(value) and (_ENTERED_GRADE.fullmatch(value) or _GRADE.fullmatch(value)))


def in_title(raw: CellValue, calendar: Calendar) -> ParsedClass | None:
    """The class in a title line: 一年级1班学生花名册."""
    title = _IN_TITLE.search(squeezed(raw))
    return parse(title[0], calendar) if title else None


def int_of(numeral: str) -> int:
    """12, 十二 and 二十一 as numbers."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if ten:
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    number = 0
    for character in numeral:
        number = number * 10 + _DIGITS[character]
    return number


def _plain(raw: CellValue) -> str:
    value = _REMARK.sub("", _TAIL.sub("", squeezed(raw).strip("'").rstrip("。.")))
    return value.translate(_SIGNS).replace("第", "")


def _entered(digits: str, number: int, calendar: Calendar) -> ParsedClass | None:
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    return _checked(calendar.first_grade + calendar.year - year, number)


def _checked(grade: int, number: int) -> ParsedClass | None:
    return ParsedClass(grade, number) if 1 <= grade <= 9 and 1 <= number <= 60 else None
