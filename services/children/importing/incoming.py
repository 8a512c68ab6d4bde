"""A roster row as the database's words. None and an empty list: the roster says nothing, so nothing is erased."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from services.children import blind_indexes
from services.children.choices import Household, IdKind, ReportedLeftBehind, Whereabouts

_SEX = {"男": "M", "女": "F"}
_HOUSEHOLD = {"农业": Household.RURAL, "非农业": Household.URBAN}
_STATED = {
    "非留守": ReportedLeftBehind.NONE,
    "单亲留守": ReportedLeftBehind.ONE,
    "双亲留守": ReportedLeftBehind.BOTH,
    "留守": ReportedLeftBehind.YES,
}
_WHEREABOUTS = {
    "away": Whereabouts.AWAY,
    "home": Whereabouts.HOME,
    "dead": Whereabouts.DECEASED,
    "missing": Whereabouts.MISSING,
    "in_custody": Whereabouts.IN_CUSTODY,
}
_RESIDENT = ("", "居民身份证", "身份证", "二代身份证", "居民户口簿", "户口簿", "户口本")
JUNIOR = 7  # the grade in which junior classes enter


class ClassKey(NamedTuple):
    """A class as it stays while its grade climbs."""

    entry_grade: int
    entry_year: int
    number: int


class IncomingParent(NamedTuple):
    """What a row says about a parent."""

    name: str | None
    whereabouts: str | None
    location: str | None
    away_since: date | None


class IncomingGuardian(NamedTuple):
    name: str | None
    relation: str | None
    relation_text: str | None
    age: int | None


class IncomingPhone(NamedTuple):
    number: str
    blind: str


class MatchKey(NamedTuple):
    """What tells which pupil a row is."""

    id_index: str
    name: str
    birth_date: date


@dataclass(slots=True)
class IncomingPupil:
    """One row, keyed as the tables are."""

    name: str
    sex: str
    birth_date: date
    class_key: ClassKey
    ethnicity: str | None
    boarding: bool | None
    household: str | None
    enrolled_on: date | None
    remark: str | None
    id_kind: str
    id_paper: str
    id_number: str | None
    id_index: str
    student_number: str | None
    student_index: str
    address: str | None
    household_address: str | None
    stated: str | None
    parents: dict[str, IncomingParent]
    guardian: IncomingGuardian
    phones: dict[str, list[IncomingPhone]]


def match_key(values: Mapping[str, Any]) -> MatchKey:
    """Of an acceptable row's values."""
    index = blind_indexes.id_index(values.get("id_number"))
    return MatchKey(index, values["name"], date.fromisoformat(values["birth_date"]))


def from_values(values: Mapping[str, Any], school_year: int) -> IncomingPupil:
    """Of an acceptable row's values."""
    get = values.get
    number, student = get("id_number"), get("student_no")
    return IncomingPupil(
        name=values["name"],
        sex=_SEX[values["sex"]],
        birth_date=date.fromisoformat(values["birth_date"]),
        class_key=class_key(values["grade"], values["class_no"], school_year),
        ethnicity=get("ethnicity"),
        boarding=get("boarding"),
        household=_HOUSEHOLD.get(get("hukou_type") or ""),
        enrolled_on=_first_of(get("entry_month")),
        remark=get("remark"),
        id_kind=_id_kind(number, get("id_type")),
        id_paper=(get("id_type") or "")[:40] if _id_kind(number, get("id_type")) == IdKind.OTHER else "",
        id_number=number,
        id_index=blind_indexes.id_index(number),
        student_number=student,
        student_index=blind_indexes.student_index(student),
        address=get("address"),
        household_address=get("hukou_place"),
        stated=_STATED.get(get("left_behind") or ""),
        parents={parent: _parent(values, parent) for parent in ("father", "mother")},
        guardian=IncomingGuardian(
            get("guardian_name"), get("guardian_relation_code"), get("guardian_relation"), get("guardian_age")
        ),
        phones={
            of: [IncomingPhone(phone, blind_indexes.number_index(phone)) for phone in get(f"{of}_phones") or ()]
            for of in ("father", "mother", "guardian")
        },
    )


def class_key(grade: int, number: int, school_year: int) -> ClassKey:
    """三年级2班 of a school year, by the year in which the class entered."""
    entry_grade = JUNIOR if grade >= JUNIOR else 1
    return ClassKey(entry_grade, school_year - (grade - entry_grade), number)


def _parent(values: Mapping[str, Any], parent: str) -> IncomingParent:
    state = values.get(f"{parent}_state")
    return IncomingParent(
        values.get(f"{parent}_name"),
        _WHEREABOUTS[state] if state else None,
        values.get(f"{parent}_place"),
        _first_of(values.get(f"{parent}_since")),
    )


def _id_kind(number: str | None, kind: str | None) -> str:
    if not number:
        return IdKind.NONE
    return IdKind.RESIDENT if (kind or "") in _RESIDENT else IdKind.OTHER


def _first_of(month: str | None) -> date | None:
    return date.fromisoformat(f"{month}-01") if month else None
