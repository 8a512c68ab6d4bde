"""People who can be reminded: a recipient, and the leaders and users of many schools. Without a database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import NamedTuple
from uuid import UUID

from services.access.roles import Role
from services.notify.choices import Audience


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """The person a reminder goes to: a user, or somebody outside with a verified number or address."""

    name: str = ""
    user_id: int | None = None
    email: str = ""
    phone: str = ""  # verified numbers only
    audience: Audience = Audience.STAFF
    language: str = "zh-hans"
    works_from: time | None = None  # working hours, in which no message is sent
    works_until: time | None = None


class SchoolLabel(NamedTuple):
    """How a school is named and addressed."""

    name: str
    public_id: UUID


@dataclass(frozen=True)
class Directory:
    """Schools by id, their leaders, and the users who work there; under None the users of the county itself."""

    schools: Mapping[int, SchoolLabel]
    leaders: Mapping[tuple[int | None, str], list[Recipient]]  # by school and role
    members: Mapping[int | None, set[int]]

    def of_schools(self, school_ids: Collection[int]) -> "Directory":
        """The same people, of some schools only."""
        return replace(self, schools={school_id: self.schools[school_id] for school_id in sorted(school_ids)})

    def of_role(self, school_id: int | None, *roles: Role) -> list[Recipient]:
        """Leaders of a school with one of these roles, in the order of the roles, without repeats."""
        people: dict[int | None, Recipient] = {}
        for role in roles:
            for person in self.leaders.get((school_id, role), []):
                people.setdefault(person.user_id, person)  # somebody may hold two of them
        return list(people.values())

    def admins(self, school_id: int | None) -> list[Recipient]:
        """The administrators of a school; its head when it has none."""
        return self.of_role(school_id, Role.SCHOOL_ADMIN) or self.of_role(school_id, Role.HEAD)

    def head(self, school_id: int | None) -> Recipient | None:
        return next(iter(self.of_role(school_id, Role.HEAD)), None)

    def admins_then_head(self, school_id: int | None) -> list[tuple[Recipient, Recipient | None]]:
        """Each administrator of a school, and who is asked after them."""
        last = self.head(school_id)
        return [(admin, next_recipient(admin, last)) for admin in self.admins(school_id)]


def next_recipient(after: Recipient, *candidates: Recipient | None) -> Recipient | None:
    """Whom to remind when the recipient does nothing: the first candidate who is another person."""
    return next((person for person in candidates if person and person.user_id != after.user_id), None)
