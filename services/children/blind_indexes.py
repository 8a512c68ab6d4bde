"""Blind indexes of numbers: equal numbers have equal indexes, and no number can be read from them."""

import re

from services.kit.vault import mask_id, mask_phone
from services.schools import sealed

ID, STUDENT, PHONE, PERSON = "pupil.id", "pupil.student", "phone", "person"  # purposes: each has its own key
# the letter is the kind of student number
_STUDENT = re.compile(r"[GJL][0-9]{17}[0-9X]")
_ID = re.compile(r"[0-9]{17}[0-9X]")

__all__ = [
    "id_index",
    "mask_id",
    "mask_phone",
    "number_index",
    "person_key",
    "search_indexes",
    "student_index",
]


def id_index(number: str | None) -> str:
    """The index of an ID number, "" of none."""
    return sealed.index(number, ID)


def student_index(number: str | None) -> str:
    """The index of a student number, "" of none."""
    return sealed.index(number, STUDENT)


def number_index(number: str | None) -> str:
    """The index of a telephone number, "" of none."""
    return sealed.index(number, PHONE)


def person_key(id_number: str | None) -> str:
    """The key of a person, equal at every school of the deployment."""
    return sealed.index(id_number, PERSON)


def search_indexes(text: str) -> dict[str, str]:
    """The filter for a search text that is a whole number, {"private__id_index": …}; {} for any other text."""
    plain = "".join(text.split()).upper()
    if _ID.fullmatch(plain):
        return {"private__id_index": id_index(plain)}
    if _STUDENT.fullmatch(plain):
        return {"private__student_index": student_index(plain)}
    return {}
