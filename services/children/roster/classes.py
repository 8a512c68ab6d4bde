"""The words schools have for a class: 三年级2班, 三(2)班, 3.2, 302班, 初一3班, 2021级2班."""

import re
from datetime import date
from typing import Any, NamedTuple

from services.children.roster.text import squeezed

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CN = "零〇一二两三四五六七八九十"
_NUMBER = rf"(?:\d{{1,2}}|[{_CN}]{{1,3}})"
_STAGES = {"小": 0, "小学": 0, "初": 6, "初中": 6}
_FULL = re.compile(
    rf"(?P<stage>小学|初中|小|初)?(?P<grade>{_NUMBER})(?:年级|年|\.|级)?-?[(\[]?(?P<number>{_NUMBER})[)\]]?(?:班|班级)?"
)
# 12班 is class twelve of some grade, so grade and class must be told apart by a sign, a word or their script.
_CLEAR = re.compile(rf"[年级.\-(\[]|^[{_CN}]\d|^[一二三四五六七八九]{{2}}班|^初")
_ENTERED = re.compile(rf"(?P<year>(?:20)?\d{{2}})级-?[(\[]?(?P<number>{_NUMBER})[)\]]?(?:班|班级)?")
_ROOM = re.compile(r"(?P<grade>[1-9])(?P<number>\d{2})班?")
_GRADE = re.compile(rf"(?P<stage>小学|初中|小|初)?(?P<grade>{_NUMBER})(?:年级|年|级)?")
_ENTERED_GRADE = re.compile(r"(?P<year>20\d{2})级?")
_SAYS_GRADE = re.compile(r"年级|级$|^初")
_CLASS = re.compile(rf"[(\[]?(?P<number>{_NUMBER})[)\]]?(?:班|班级)?")
_IN_TITLE = re.compile(rf"(?:20\d\d级|{_NUMBER}年级|(?:小学|初中|初)?{_NUMBER})[(\[]?{_NUMBER}[)\]]?班")
_TAIL = re.compile(r"(?:学生)?(?:花名册|名册|名单|信息表|情况表|登记表|台账|表)$")
_SIGNS = str.maketrans("—–－_、·/", "-------")  # as in 三—1, 三、1班


class ParsedClass(NamedTuple):
    """Grade 1–9 counted through primary and junior school, and the number of the class."""

    grade: int
    number: int


class Calendar(NamedTuple):
    """What an entry year means: the year in which this school year began, and the grade in which pupils enter."""

    year: int
    first_grade: int = 1


def calendar_of(term_start: date, school_name: str) -> Calendar:
    """A school year begins in August at the earliest; a junior school's pupils enter in grade 7."""
    year = term_start.year if term_start.month >= 8 else term_start.year - 1
    is_junior = re.search(r"初级中学|初中|中学$", school_name) and not re.search(
        r"小学|九年|完全中学|一贯", school_name
    )
    return Calendar(year, 7 if is_junior else 1)


def parse(raw: Any, calendar: Calendar) -> ParsedClass | None:
    """A whole class in one cell or sheet name; None where the words name no class."""
    word = _plain(raw)
    if found := _ENTERED.fullmatch(word):
        return _entered(found["year"], int_of(found["number"]), calendar)
    if found := _ROOM.fullmatch(word):
        return _checked(int(found["grade"]), int(found["number"]))
    if (found := _FULL.fullmatch(word)) and _CLEAR.search(word):
        return _checked(_STAGES.get(found["stage"] or "", 0) + int_of(found["grade"]), int_of(found["number"]))
    return None


def parse_grade_and_class(grade_raw: Any, class_raw: Any, calendar: Calendar) -> ParsedClass | None:
    """Grade and class in two cells: 三年级 and 2班, 2021级 and (2)班; a whole class in the second cell wins."""
    if whole := parse(class_raw, calendar):
        return whole
    number, grade = _CLASS.fullmatch(_plain(class_raw)), grade_of(grade_raw, calendar)
    return _checked(grade, int_of(number["number"])) if number and grade else None


def grade_of(raw: Any, calendar: Calendar) -> int | None:
    """The grade alone: 三年级, 3, 初一, 2021级."""
    word = _plain(raw)
    if found := _ENTERED_GRADE.fullmatch(word):
        return calendar.first_grade + calendar.year - int(found["year"])
    if found := _GRADE.fullmatch(word):
        return _STAGES.get(found["stage"] or "", 0) + int_of(found["grade"])
    return None


def names_grade(raw: Any) -> bool:
    """Whether a sheet's name is a grade and says so: 三年级, 初一, 2021级, but not 3."""
    word = _plain(raw)
    return bool(_SAYS_GRADE.search(word) and (_ENTERED_GRADE.fullmatch(word) or _GRADE.fullmatch(word)))


def in_title(raw: Any, calendar: Calendar) -> ParsedClass | None:
    """The class that a title line names: 一年级1班学生花名册."""
    found = _IN_TITLE.search(squeezed(raw))
    return parse(found[0], calendar) if found else None


def int_of(word: str) -> int:
    """12, 十二 and 二十一 as numbers."""
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    if ten:
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    number = 0
    for character in word:
        number = number * 10 + _DIGITS[character]
    return number


def _plain(raw: Any) -> str:
    word = _TAIL.sub("", squeezed(raw).strip("'").rstrip("。."))
    return word.translate(_SIGNS).replace("第", "")


def _entered(year_word: str, number: int, calendar: Calendar) -> ParsedClass | None:
    year = int(year_word) if len(year_word) == 4 else 2000 + int(year_word)
    return _checked(calendar.first_grade + calendar.year - year, number)


def _checked(grade: int, number: int) -> ParsedClass | None:
    return ParsedClass(grade, number) if 1 <= grade <= 9 and 1 <= number <= 60 else None
