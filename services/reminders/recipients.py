"""Find recipients: people of the scope's school or county."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from services.access.models import Membership
from services.access.roles import Role
from services.reminders.kinds import DateWindow, Recipient, ReminderItem, ReminderKind
from services.schools.models import Officer

CHINESE = "zh-hans"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_STAFF_COLUMNS = ("user_id", "name", "email", "language")


def of_role(today: date, *roles: Role) -> list[Recipient]:
    """People with one of these roles at the scope's tenant on a day, in the order of the roles, without repeats."""
    # One query for all roles; somebody may hold two of them.
    rows = _memberships(today, roles).values_list("role", "user_id", "staff__name", "staff__email", "staff__language")
    people: dict[int, Recipient] = {}
    for _role, user_id, name, email, language in sorted(rows, key=lambda row: roles.index(Role(row[0]))):
        person = Recipient(name=name or "", user_id=user_id, email=email or "", language=language or CHINESE)
        people.setdefault(user_id, person)
    return list(people.values())


def admins(today: date) -> list[Recipient]:
    """The administrators of a school; its head when it has none."""
    return of_role(today, Role.SCHOOL_ADMIN) or of_role(today, Role.HEAD)


def head(today: date) -> Recipient | None:
    return next(iter(of_role(today, Role.HEAD)), None)


def admins_then_head(today: date) -> list[tuple[Recipient, Recipient | None]]:
    """Each administrator of a school, and who is asked after them."""
    last = head(today)
    return [(admin, first_other(admin, last)) for admin in admins(today)]


def first_other(than: Recipient, *candidates: Recipient | None) -> Recipient | None:
    """The first candidate who is another person."""
    return next((person for person in candidates if person and person.user_id != than.user_id), None)


def officers(today: date, *roles: Role) -> list[Recipient]:
    """Officers of the scope's county with one of these roles, by the name their bureau gives them."""
    users = _memberships(today, roles).order_by("pk").values_list("user_id", flat=True)
    rows = Officer.objects.filter(user__in=users).values_list("user_id", "name", "email", "language")
    known = {row[0]: Recipient(user_id=row[0], name=row[1], email=row[2], language=row[3]) for row in rows}
    return [known.get(user_id) or Recipient(user_id=user_id) for user_id in dict.fromkeys(users)]


def staff(row: Mapping[str, Any], prefix: str) -> Recipient | None:
    """A member of staff from the columns `staff_columns(prefix)` of a row; None without a login or when inactive."""
    if not row[f"{prefix}user_id"] or not row[f"{prefix}is_active"]:
        return None
    return Recipient(**{column: row[prefix + column] for column in _STAFF_COLUMNS})


def staff_columns(prefix: str) -> list[str]:
    return [prefix + column for column in (*_STAFF_COLUMNS, "is_active")]


def find_items(kind: ReminderKind, window: DateWindow) -> Iterator[ReminderItem]:
    """The items of a kind for people who are still members; else for whom the item escalates to."""
    in_force = Q(until__isnull=True) | Q(until__gt=window.today)
    members = set(Membership.objects.filter(in_force).values_list("user_id", flat=True))
    for item in kind.find_items(window):
        if item.recipient.user_id is None or item.recipient.user_id in members:
            yield item
        elif item.escalate_to and item.escalate_to.user_id in members:
            yield replace(item, recipient=item.escalate_to, escalate_to=None)


def format_day(on: date, language: str = CHINESE) -> str:
    """9月14日, 14 Sep."""
    if language.startswith("zh"):
        return f"{on.month}月{on.day}日"
    return f"{on.day} {_MONTHS[on.month - 1]}"


def _memberships(today: date, roles: tuple[Role, ...]) -> QuerySet[Membership]:
    in_force = Q(until__isnull=True) | Q(until__gt=today)
    rows: QuerySet[Membership] = Membership.objects.filter(in_force, since__lte=today, role__in=roles)
    return rows
