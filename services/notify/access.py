"""Whose kinds of reminder these are: a county has all of them, a school those that are spoken per school."""

from services.access.actor import Actor
from services.notify.catalogue import Kind, kind_of


def sees_kind(by: Actor, kind: Kind) -> bool:
    return by.school_id is None or kind.per == "school"


def visible_kind(by: Actor, key: str) -> Kind | None:
    """A kind that exists in this place; None when it is unknown or the county's alone."""
    found = kind_of(key)
    return found if found and sees_kind(by, found) else None
