"""Whose kinds of reminder these are: a county has all of them, a school those that are spoken per school."""

from services.access.actor import Actor
from services.reminders.kinds import ReminderKind, get_kind


def can_see_kind(by: Actor, kind: ReminderKind) -> bool:
    return by.school_id is None or kind.tenant_level == "school"


def visible_kind(by: Actor, key: str) -> ReminderKind | None:
    """A kind that exists in this place; None when it is unknown or the county's alone."""
    found = get_kind(key)
    return found if found and can_see_kind(by, found) else None
