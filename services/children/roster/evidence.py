"""What a column holds, by its cells, where its header says nothing we know. Whoever imports is shown each of these."""

import re
from collections.abc import Callable, Collection, Sequence

from services.children.roster import synonyms
from services.children.roster.cells import classes, dates, identity, options, parents, phones, tables
from services.children.roster.cells.classes import Calendar
from services.children.roster.cells.text import squeezed
from services.kit.names.surnames import surname_length
from services.kit.xlsx import CellValue

MIN_SAMPLES, MIN_SHARE = 2, 0.8  # cells that a column must have, and how many of them must agree
UNSURE = MIN_SHARE - 0.01
MIN_PROPOSAL = 0.5  # share of cells from which a field is proposed to whoever imports
YEARS_OF_BIRTH = range(2000, 2030)
Test = Callable[[CellValue], bool]

_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_YES_NO = {"是", "否", "√", "×", "Y", "N", "有", "无"}
_FATHER, _MOTHER = re.compile("父(?!母)|爸|爹"), re.compile("(?<!父)母|妈|娘")
_FAMILY = re.compile("家|父母|监护|联系|照|带|管")
# 在家 alone is where one parent is
_STATES_LEFT = re.compile("留守|双亲|单亲|父母")
_ADULT = re.compile("父|母|爸|妈|爹|娘(?!家)|家长|监护|联系|照|老师|班主任|医|填[报表写]")
_PEOPLE = (("father", _FATHER), ("mother", _MOTHER), ("guardian", _FAMILY))
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


def _is_whereabouts(raw: CellValue) -> bool:
    return parents.whereabouts(raw)[0].state is not None


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
        "left_behind": lambda raw: bool(_STATES_LEFT.search(squeezed(raw)) and options.left_behind(raw)[0]),
        "boarding": lambda raw: squeezed(raw) not in _YES_NO and options.boarding(raw)[0] is not None,
        "name": _is_name,
    }


def field_of(
    header: str, cells: Sequence[CellValue], taken: Collection[str], calendar: Calendar
) -> tuple[str | None, float]:
    """The field that the cells below a header are of and the share of cells that show it; below MIN_SHARE a proposal.

    `taken`: fields that have a column.
    """
    samples = [cell for cell in cells if squeezed(cell)]
    field, share = _by_cells(header, samples, taken, calendar) if len(samples) >= MIN_SAMPLES else (None, 0.0)
    if field:
        return field, share
    field, likeness = _by_words(header, samples)
    # words alone prove nothing
    return (None, 0.0) if not field or field in taken else (field, min(likeness, UNSURE))


def may_be_pupils_name(header: str, cells: Sequence[CellValue]) -> bool:
    """Whether the cells are names of different people, and the header names no adult."""
    samples = [cell for cell in cells if squeezed(cell)]
    is_of_names = len(samples) >= MIN_SAMPLES and sum(map(_is_name, samples)) >= MIN_SHARE * len(samples)
    return is_of_names and _checked("name", header, samples, ()) == "name"


def _by_cells(
    header: str, samples: Sequence[CellValue], taken: Collection[str], calendar: Calendar
) -> tuple[str | None, float]:
    if all(squeezed(cell) in _YES_NO for cell in samples):
        named = (field for pattern, field in _HEADER_OF_YES_NO if pattern.search(header))
        return next(((field, 1.0) for field in named if field not in taken), (None, 0.0))
    proposal: tuple[str | None, float] = None, 0.0
    for field, test in tests(calendar).items():
        share = sum(map(test, samples)) / len(samples)
        if share >= MIN_SHARE:
            return _sure(field, share, header, samples, taken)
        if share >= MIN_PROPOSAL and not proposal[0]:
            proposal = _checked(field, header, samples, taken), share
    return proposal


def _sure(
    field: str, share: float, header: str, samples: Sequence[CellValue], taken: Collection[str]
) -> tuple[str | None, float]:
    checked = _checked(field, header, samples, taken)
    if field == "guardian_phones" and not any(pattern.search(header) for _, pattern in _PEOPLE):
        share = UNSURE  # a telephone, but nobody says whose
    return (checked, share) if checked else (None, 0.0)


def _by_words(header: str, samples: Sequence[CellValue]) -> tuple[str | None, float]:
    """A parent's name or location, where the header names the parent; else the field with the most similar header."""
    person = next((person for person, pattern in _PEOPLE if pattern.search(header)), None)
    if person and samples and sum(map(_is_name, samples)) >= MIN_SHARE * len(samples):
        return f"{person}_name", MIN_PROPOSAL
    if person in {"father", "mother"} and samples and sum(map(_is_whereabouts, samples)) >= MIN_PROPOSAL * len(samples):
        return f"{person}_location", MIN_PROPOSAL
    return synonyms.closest(header)


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
