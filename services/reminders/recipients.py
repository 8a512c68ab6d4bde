"""Find recipients of reminders: staff from the columns of a row, officers of a county; only people still employed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q

from services.access.models import Membership
from services.access.roles import Role
from services.reminders.directory import Directory, Recipient, SchoolLabel
from services.reminders.kinds import DateWindow, ReminderItem, ReminderKind
from services.schools.models import Officer, School
from services.schools.scope import current_scope

CHINESE = "zh-hans"
# Not strftime, whose names of months depend on the server's locale.
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LEADERS = (Role.HEAD, Role.SCHOOL_ADMIN)  # the roles a directory knows
_STAFF_COLUMNS = ("user_id", "name", "email", "language")


def load_directory(today: date) -> Directory:
    """The schools of the open scope and their people on a day; in a county's scope only the county's own users."""
    if current_scope().role == "r_county":
        return Directory({}, {}, _members(today, Q(school_id=None)))
    schools = School.objects.order_by("pk").values_list("pk", "name", "public_id")
    labels = {school_id: SchoolLabel(name, public_id) for school_id, name, public_id in schools}
    return Directory(labels, _leaders(today), _members(today))


def _members(today: date, *conditions: Q) -> dict[int | None, set[int]]:
    in_force = Q(until__isnull=True) | Q(until__gt=today)
    members: dict[int | None, set[int]] = defaultdict(set)
    rows = Membership.objects.filter(in_force, *conditions, since__lte=today)
    for school_id, user_id in rows.values_list("school_id", "user_id"):
        members[school_id].add(user_id)
    return members


def _leaders(today: date) -> dict[tuple[int | None, str], list[Recipient]]:
    in_force = Q(until__isnull=True) | Q(until__gt=today)
    rows = Membership.objects.filter(in_force, since__lte=today, role__in=LEADERS).order_by("pk")
    columns = ("school_id", "role", "user_id", "staff__name", "staff__email", "staff__language")
    leaders: dict[tuple[int | None, str], list[Recipient]] = defaultdict(list)
    for school_id, role, user_id, name, email, language in rows.values_list(*columns):
        person = Recipient(name=name or "", user_id=user_id, email=email or "", language=language or CHINESE)
        leaders[school_id, role].append(person)
    return leaders


def officers(today: date, *roles: Role) -> list[Recipient]:
    """Officers of the scope's county with one of these roles, by the name their bureau gives them."""
    in_force = Q(until__isnull=True) | Q(until__gt=today)
    rows = Membership.objects.filter(in_force, since__lte=today, role__in=roles)
    users = rows.order_by("pk").values_list("user_id", flat=True)
    people = Officer.objects.filter(user__in=users).values_list("user_id", "name", "email", "language")
    known = {row[0]: Recipient(user_id=row[0], name=row[1], email=row[2], language=row[3]) for row in people}
    # An officer without a row of their own has no address and no name, but an inbox.
    return [known.get(user_id) or Recipient(user_id=user_id) for user_id in dict.fromkeys(users)]


def staff(row: Mapping[str, Any], prefix: str) -> Recipient | None:
    """A member of staff from the columns `staff_columns(prefix)` of a row; None without a login or when inactive."""
    if not row[f"{prefix}user_id"] or not row[f"{prefix}is_active"]:
        return None
    return Recipient(**{column: row[prefix + column] for column in _STAFF_COLUMNS})


def staff_columns(prefix: str) -> list[str]:
    return [prefix + column for column in (*_STAFF_COLUMNS, "is_active")]


def find_items(kind: ReminderKind, window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """The items of a kind for people who are still members; else for whom the item escalates to."""
    for item in kind.find_items(window, directory):
        # Somebody who has left may still own open items: these go to the next person at once.
        members = directory.members.get(item.school_id, ())
        if item.recipient.user_id is None or item.recipient.user_id in members:
            yield item
        elif item.escalate_to and item.escalate_to.user_id in members:
            yield replace(item, recipient=item.escalate_to, escalate_to=None)


def format_day(day: date, language: str = CHINESE) -> str:
    """9月14日, 14 Sep."""
    if language.startswith("zh"):
        return f"{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]}"
