"""Blind indexes of numbers: what is equal has equal digits, and nobody reads the number from them."""

import re

from services.kit.vault import mask_id, mask_phone
from services.schools import sealed

ID, STUDENT, PHONE, PERSON = "pupil.id", "pupil.student", "phone", "person"
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
    return sealed.index(number, ID)


def student_index(number: str | None) -> str:
    return sealed.index(number, STUDENT)


def number_index(number: str | None) -> str:
    return sealed.index(number, PHONE)


def person_key(id_number: str | None) -> str:
    """The same person has the same key at every school of the deployment."""
    return sealed.index(id_number, PERSON)


def search_indexes(words: str) -> dict[str, str]:
    """A search for a whole number as the index column to compare: {"private__id_index": …}; {} for other words."""
    plain = "".join(words.split()).upper()
    if _ID.fullmatch(plain):
        return {"private__id_index": id_index(plain)}
    if _STUDENT.fullmatch(plain):
        return {"private__student_index": student_index(plain)}
    return {}
