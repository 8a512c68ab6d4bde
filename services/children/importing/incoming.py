"""A roster row in the database's terms. None or an empty list means “not stated”: nothing is erased."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import NamedTuple

from services.children import blind_indexes
from services.children.choices import Household, IdKind, Parent, PhoneOwner, ReportedLeftBehind, Whereabouts
from services.children.roster.cells import identity
from services.children.roster.result import AcceptableValues

_SEX = {"男": "M", "女": "F"}
_HOUSEHOLD = {"农业": Household.RURAL, "非农业": Household.URBAN}
_REPORTED = {
    "非留守": ReportedLeftBehind.NONE,
    "单亲留守": ReportedLeftBehind.ONE,
    "双亲留守": ReportedLeftBehind.BOTH,
    "留守": ReportedLeftBehind.YES,
}
JUNIOR = 7  # the grade in which junior classes enter


class ClassKey(NamedTuple):
    """A class as it stays while its grade rises."""

    entry_grade: int
    entry_year: int
    number: int


class IncomingParent(NamedTuple):
    """What a row states about a parent."""

    name: str | None
    whereabouts: str | None
    location: str | None
    away_since: date | None


class IncomingGuardian(NamedTuple):
    """What a row states about who looks after the pupil."""

    name: str | None
    relation: str | None
    relation_text: str | None
    age: int | None


class IncomingPhone(NamedTuple):
    """A number and its blind index."""

    number: str
    number_index: str


class MatchKey(NamedTuple):
    """By what a row is matched with a pupil."""

    id_index: str
    name: str
    birth_date: date


@dataclass(slots=True, kw_only=True)
class StatedColumns:
    """The columns of Pupil that a row states. Compared and written by these names and nowhere listed again."""

    name: str
    sex: str
    birth_date: date
    ethnicity: str | None
    boarding: bool | None
    household: str | None
    enrolled_on: date | None
    remark: str | None


STATED = tuple(field.name for field in fields(StatedColumns))


@dataclass(slots=True, kw_only=True)
class IncomingPupil(StatedColumns):
    """One row, keyed as the tables are."""

    class_key: ClassKey
    id_kind: str
    id_paper: str
    id_number: str | None
    id_index: str
    student_number: str | None
    student_index: str
    address: str | None
    household_address: str | None
    reported: str | None
    parents: dict[str, IncomingParent]
    guardians: dict[int, IncomingGuardian]
    phones: dict[str, list[IncomingPhone]]


def match_key(values: AcceptableValues) -> MatchKey:
    """The key of a row."""
    index = blind_indexes.id_index(values.get("id_number"))
    return MatchKey(index, values["name"], date.fromisoformat(values["birth_date"]))


def from_values(values: AcceptableValues, school_year: int) -> IncomingPupil:
    """The row of a roster for a school year."""
    number, student, paper = values.get("id_number"), values.get("student_no"), values.get("id_type") or ""
    id_kind = _id_kind(number, paper)
    return IncomingPupil(
        name=values["name"],
        sex=_SEX[values["sex"]],
        birth_date=date.fromisoformat(values["birth_date"]),
        class_key=class_key(values["grade"], values["class_no"], school_year),
        ethnicity=values.get("ethnicity"),
        boarding=values.get("boarding"),
        household=_HOUSEHOLD.get(values.get("hukou_type") or ""),
        enrolled_on=_first_day(values.get("entry_month")),
        remark=values.get("remark"),
        id_kind=id_kind,
        id_paper=paper[:40] if id_kind == IdKind.OTHER else "",
        id_number=number,
        id_index=blind_indexes.id_index(number),
        student_number=student,
        student_index=blind_indexes.student_index(student),
        address=values.get("address"),
        household_address=values.get("hukou_address"),
        reported=_REPORTED.get(values.get("left_behind") or ""),
        parents={Parent.FATHER.value: _father(values), Parent.MOTHER.value: _mother(values)},
        guardians={
            1: IncomingGuardian(
                values.get("guardian_name"),
                values.get("guardian_relation_code"),
                values.get("guardian_relation"),
                values.get("guardian_age"),
            ),
            2: IncomingGuardian(
                values.get("guardian2_name"),
                values.get("guardian2_relation_code"),
                values.get("guardian2_relation"),
                values.get("guardian2_age"),
            ),
        },
        phones={
            PhoneOwner.FATHER.value: _phones(values.get("father_phones")),
            PhoneOwner.MOTHER.value: _phones(values.get("mother_phones")),
            PhoneOwner.GUARDIAN.value: _phones(values.get("guardian_phones")),
            PhoneOwner.GUARDIAN_2.value: _phones(values.get("guardian2_phones")),
        },
    )


def class_key(grade: int, number: int, school_year: int) -> ClassKey:
    """三年级2班 of a school year, by the year in which the class entered."""
    # primary classes enter in grade 1, junior classes in grade 7
    entry_grade = JUNIOR if grade >= JUNIOR else 1
    return ClassKey(entry_grade, school_year - (grade - entry_grade), number)


def _father(values: AcceptableValues) -> IncomingParent:
    return _parent(
        values.get("father_name"), values.get("father_state"), values.get("father_location"), values.get("father_since")
    )


def _mother(values: AcceptableValues) -> IncomingParent:
    return _parent(
        values.get("mother_name"), values.get("mother_state"), values.get("mother_location"), values.get("mother_since")
    )


def _parent(name: str | None, state: str | None, location: str | None, since: str | None) -> IncomingParent:
    return IncomingParent(name, Whereabouts(state).value if state else None, location, _first_day(since))


def _phones(numbers: Sequence[str] | None) -> list[IncomingPhone]:
    return [IncomingPhone(number, blind_indexes.phone_index(number)) for number in numbers or ()]


def _id_kind(number: str | None, paper: str) -> str:
    if not number:
        return IdKind.NONE
    return IdKind.RESIDENT if identity.is_resident_paper(paper) else IdKind.OTHER


def _first_day(month: str | None) -> date | None:
    return date.fromisoformat(f"{month}-01") if month else None
