"""What a column holds, by its cells, where its header says nothing we know. Whoever imports is shown each of these."""

import re
from collections.abc import Callable, Collection, Sequence

from services.children.roster.cells import classes, dates, identity, options, phones, tables
from services.children.roster.cells.classes import Calendar
from services.children.roster.cells.text import squeezed
from services.kit.names.surnames import surname_length
from services.kit.xlsx import CellValue

MIN_SAMPLES, MIN_SHARE = 2, 0.8  # cells that a column must have, and how many of them must agree
YEARS_OF_BIRTH = range(2000, 2030)
Test = Callable[[CellValue], bool]

_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_YES_NO = {"是", "否", "√", "×", "Y", "N", "有", "无"}
_FATHER, _MOTHER = re.compile("父|爸"), re.compile("母|妈")
_ADULT = re.compile("父|母|爸|妈|家长|监护|联系|照|老师|班主任|医|填")
_HEADER_OF_YES_NO = ((re.compile("留守"), "left_behind"), (re.compile("[住宿寄]|走读"), "boarding"))


def _is_id(raw: CellValue) -> bool:
    number = squeezed(raw).upper()
    return bool(re.fullmatch(r"\d{17}[\dX]", number)) and identity.check_character(number[:17]) == number[17]


def _is_birth(raw: CellValue) -> bool:
    day, problem = dates.day(raw) if len(squeezed(raw)) > 5 else (None, None)
    return bool(day and not problem and day.year in YEARS_OF_BIRTH)


def _is_phone(raw: CellValue) -> bool:
    numbers, problem = phones.phones(raw)
    return bool(numbers) and not problem


def _is_name(raw: CellValue) -> bool:
    value = squeezed(raw)
    return bool(_HAN_NAME.fullmatch(value)) and surname_length(value) > 0


def tests(calendar: Calendar) -> dict[str, Test]:
    """Field → whether a cell is of it, the surest first. Words that two fields share are in none."""
    return {
        "student_no": lambda raw: bool(re.fullmatch(r"[GL]\d{17}[\dX]", squeezed(raw).upper())),
        "id_number": _is_id,
        "sex": lambda raw: squeezed(raw) in {"男", "女"},
        "birth_date": _is_birth,
        "class": lambda raw: classes.parse(raw, calendar) is not None,
        "grade": classes.names_grade,
        "guardian_phones": _is_phone,
        "ethnicity": lambda raw: squeezed(raw) in tables.ethnicities() and squeezed(raw) not in _YES_NO,
        "guardian_relation": lambda raw: not squeezed(raw).isdecimal() and squeezed(raw) in tables.relations(),
        "hukou_type": lambda raw: bool(re.fullmatch(r"(?:非?农业|农村|城镇)(?:家庭|户口)*", squeezed(raw))),
        "left_behind": lambda raw: squeezed(raw) not in _YES_NO and bool(options.left_behind(raw)[0]),
        "boarding": lambda raw: squeezed(raw) not in _YES_NO and options.boarding(raw)[0] is not None,
        "name": _is_name,
    }


def field_of(header: str, cells: Sequence[CellValue], taken: Collection[str], calendar: Calendar) -> str | None:
    """The field that the cells below a header are of, None where they prove nothing. `taken`: fields with a column."""
    samples = [cell for cell in cells if squeezed(cell)]
    if len(samples) < MIN_SAMPLES:
        return None
    if all(squeezed(cell) in _YES_NO for cell in samples):
        named = (field for pattern, field in _HEADER_OF_YES_NO if pattern.search(header))
        return next((field for field in named if field not in taken), None)
    for field, test in tests(calendar).items():
        if sum(map(test, samples)) >= MIN_SHARE * len(samples):
            return _checked(field, header, samples, taken)
    return None


def _checked(field: str, header: str, samples: Sequence[CellValue], taken: Collection[str]) -> str | None:
    """The field unless another column has it; of a parent where the header names one."""
    if field == "guardian_phones":
        person = "father" if _FATHER.search(header) else "mother" if _MOTHER.search(header) else "guardian"
        field = f"{person}_phones"
    if field == "name":
        is_repeating = len(set(map(squeezed, samples))) * 2 < len(samples)
        if _ADULT.search(header) or is_repeating:
            return None
    return None if field in taken else field
