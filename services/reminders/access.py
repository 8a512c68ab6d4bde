"""Which kinds of reminders an actor sees: a county all of them, a school those that are evaluated per school."""

from services.access.actor import Actor
from services.reminders.kinds import ReminderKind, get_kind


def can_see_kind(by: Actor, kind: ReminderKind) -> bool:
    return by.school_id is None or kind.tenant_level == "school"


def visible_kind(by: Actor, key: str) -> ReminderKind | None:
    """The kind with this key; None when it is unknown or the county's alone."""
    kind = get_kind(key)
    return kind if kind and can_see_kind(by, kind) else None
