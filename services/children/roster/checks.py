"""Compare ID number, birth date and sex with each other (GB 11643-1999)."""

import re
from datetime import date

from services.children.roster.cells import identity
from services.children.roster.issues import CellProblem
from services.children.roster.record import ReadContext, RosterRecord

OLDEST, YOUNGEST = 18, 4  # whole years at the term's start, of pupils in grades 1 to 9
_HAN = re.compile(r"[\u4e00-\u9fff]")  # 待补, 丢失
_NUMBER = re.compile(r"[0-9]{17}[0-9X]")


def check_record(record: RosterRecord, fields: frozenset[str], context: ReadContext) -> None:
    """Compare the three, derive what is missing from a valid number, and add an issue for what is wrong."""
    _check_number(record)
    _check_birth(record, fields, context)
    _check_sex(record, fields)


def _check_number(record: RosterRecord) -> None:
    values = record.values
    number = values.get("id_number")
    record.has_number = bool(number) or record.has_issue("id_number")
    # a passport follows other rules
    if not number or not identity.is_resident_paper(values.get("id_type")):
        return
    born = identity.birth_of(number) if _NUMBER.fullmatch(number) else None
    if problem := _problem_of_number(number, born):
        record.add_issue("id_number", problem)
        values["id_number"] = None
        return
    _compare_birth(record, born)
    _compare_sex(record, number)
    student_no = values.get("student_no")
    # a G number is the ID number with a letter in front
    if student_no and student_no[0] == "G" and len(student_no) == 19 and student_no[1:] != number:
        record.add_issue("student_no", CellProblem("student_no_mismatch"), "id_number")


def _compare_birth(record: RosterRecord, born: date | None) -> None:
    values = record.values
    if record.has_issue("birth_date"):
        return
    if values.get("birth_date") is None:
        values["birth_date"] = born
        record.derived_from_id.append("birth_date")
    elif problem := birth_mismatch(born, values["birth_date"]):
        record.add_issue("id_number", problem, "birth_date")


def _compare_sex(record: RosterRecord, number: str) -> None:
    values, sex = record.values, identity.sex_of(number)
    if record.has_issue("sex"):
        return
    if values.get("sex") is None:
        values["sex"] = sex
        record.derived_from_id.append("sex")
    elif problem := sex_mismatch(sex, values["sex"]):
        record.add_issue("id_number", problem, "sex")


def birth_mismatch(of_number: date | None, stated: date) -> CellProblem | None:
    """Whether an ID number names another day of birth than is stated."""
    params = {"number": str(of_number), "cell": str(stated)}
    return CellProblem("id_birth_mismatch", params) if of_number != stated else None


def sex_mismatch(of_number: str, stated: str) -> CellProblem | None:
    """Whether an ID number names another sex, 男 or 女, than is stated."""
    return CellProblem("id_sex_mismatch", {"number": of_number, "cell": stated}) if of_number != stated else None


def _check_birth(record: RosterRecord, fields: frozenset[str], context: ReadContext) -> None:
    born = record.values.get("birth_date")
    if born is None:
        if not record.has_issue("birth_date", "id_number"):
            record.add_issue("birth_date" if "birth_date" in fields else "id_number", CellProblem("birth_missing"))
        return
    # from here on JSON: the comparisons above needed a date
    record.values["birth_date"] = born.isoformat()
    if problem := problem_of_birth(born, context.today, context.term_start):
        record.add_issue("id_number" if "birth_date" in record.derived_from_id else "birth_date", problem)
        record.values["birth_date"] = None


def problem_of_birth(born: date, today: date, term_start: date) -> CellProblem | None:
    """What is wrong with a pupil's day of birth, whatever else is known of the pupil."""
    if born > today:
        return CellProblem("birth_future", {"value": born.isoformat()})
    age = term_start.year - born.year - ((term_start.month, term_start.day) < (born.month, born.day))
    return None if YOUNGEST <= age <= OLDEST else CellProblem("birth_age", {"value": born.isoformat()})


def _check_sex(record: RosterRecord, fields: frozenset[str]) -> None:
    if record.values.get("sex") is None and not record.has_issue("sex", "id_number"):
        record.add_issue("sex" if "sex" in fields else "id_number", CellProblem("sex_missing"))


def _problem_of_number(number: str, born: date | None) -> CellProblem | None:
    if _HAN.search(number):
        return CellProblem("id_characters")
    if len(number) != 18:
        return CellProblem("id_length", {"length": len(number)})
    if not _NUMBER.fullmatch(number):
        return CellProblem("id_characters")
    if not born:
        return CellProblem("id_birth_impossible")
    check = identity.check_character(number[:17])
    return None if check == number[17] else CellProblem("id_check_digit", {"check": check})
