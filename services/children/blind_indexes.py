"""Blind indexes of personal numbers: keyed hashes that find an exact number and from which none can be read."""

import re

from services.children.choices import ID, PERSON, PHONE, STUDENT
from services.kit.vault import mask_id, mask_phone
from services.schools import sealed

# 学籍号: a letter for the kind of number, then 18 characters as in an ID number.
_STUDENT_NUMBER = re.compile(r"[GJL][0-9]{17}[0-9X]")
_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")

__all__ = [
    "id_index",
    "mask_id",
    "mask_phone",
    "person_key",
    "phone_index",
    "search_indexes",
    "student_index",
]


def id_index(number: str | None) -> str:
    """The blind index of an ID number (身份证号), 64 hex digits; "" without a number."""
    return sealed.index(number, ID)


def student_index(number: str | None) -> str:
    """The blind index of a student number (学籍号), 64 hex digits; "" without a number."""
    return sealed.index(number, STUDENT)


def phone_index(number: str | None) -> str:
    """The blind index of a telephone number, 64 hex digits; "" without a number."""
    return sealed.index(number, PHONE)


def person_key(id_number: str | None) -> str:
    """The blind index that identifies a person by ID number, equal at every school; "" without a number."""
    return sealed.index(id_number, PERSON)


def search_indexes(text: str) -> dict[str, str]:
    """The filter of pupils for a text that is a whole ID or student number; {} for any other text."""
    normalised = "".join(text.split()).upper()
    if _ID_NUMBER.fullmatch(normalised):
        return {"private__id_index": id_index(normalised)}
    if _STUDENT_NUMBER.fullmatch(normalised):
        return {"private__student_index": student_index(normalised)}
    return {}
